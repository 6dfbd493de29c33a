import { type Status, statusInWords } from './words.ts';

export { statusInWords };

type Tone = 'ok' | 'busy' | 'bad' | 'quiet';

/** A sign beside the word, so that nothing hangs on colours. */
const SIGNS: Record<Tone, string> = { ok: '✓', busy: '◐', bad: '✕', quiet: '○' };

const TONES: Record<Status, Tone> = {
  PENDING: 'quiet',
  PROVISIONING: 'busy',
  CREATING: 'busy',
  CONFIGURING: 'busy',
  UPDATING: 'busy',
  READY: 'ok',
  RETAINED: 'quiet',
  FAILED: 'bad',
  DELETING: 'busy',
  DELETE_FAILED: 'bad',
  DELETED: 'quiet',
};

/** The status of an environment or a resource: a sign, a word, and a colour. */
export function StatusBadge({ status }: { status: Status }) {
  const tone = TONES[status];
  return (
    <span className={`badge badge-${tone}`}>
      <span className="badge-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      {statusInWords(status)}
    </span>
  );
}
