import type { Outcome } from '../provisioning/graph.ts';
import type { ResourceError } from '../provisioning/resource.ts';
import { MAX_ATTEMPTS, retryDelaySeconds } from '../provisioning/retry.ts';
import type { Condition, EnvironmentRecord, Status } from './environment.ts';

/** What a run means for the record: everything the final save writes besides the resources. */
export interface Conclusion {
  status: Status;
  statusReason?: string;
  conditions: Condition[];
  observedGeneration: number;
  attempts: number;
  /** When to look again; absent: only when somebody asks. */
  dueAt?: string;
  readyAt?: string;
  deletedAt?: string;
  /** Seconds until the next run, when one follows by itself. */
  againInSeconds?: number;
}

interface Moment {
  now: Date;
  /** A number in [0, 1) that spreads retries. */
  random: number;
}

type Verdict = 'done' | 'continues' | 'retries' | 'failed';

/** A deletion that failed for reasons that may pass is not given up: nobody may be there to ask again. */
const DELETION_AGAIN_AFTER_SECONDS = 3600;

/** One row per verdict and desired state; the status while work goes on depends on the environment's past. */
const FINAL: Record<EnvironmentRecord['desired'], Record<'done' | 'failed', Status>> = {
  present: { done: 'READY', failed: 'FAILED' },
  absent: { done: 'DELETED', failed: 'DELETE_FAILED' },
};

const SETTLED: ReadonlySet<Status> = new Set(['READY', 'FAILED', 'DELETE_FAILED', 'DELETED']);

/** Whether nothing further happens to the environment by itself. */
export const isSettled = (status: Status): boolean => SETTLED.has(status);

/** The status of an environment that a worker is busy with. */
export const statusInProgress = ({ desired, observedGeneration }: EnvironmentRecord): Status =>
  desired === 'absent' ? 'DELETING' : observedGeneration === 0 ? 'PROVISIONING' : 'UPDATING';

/** Derives status, conditions and the next due time from how the nodes came out of a run. Pure. */
export function conclude(
  record: EnvironmentRecord,
  outcomes: readonly Outcome[],
  moment: Moment,
): Conclusion {
  const errors = outcomes.flatMap((outcome) =>
    outcome.result === 'failed' ? [{ logicalId: outcome.logicalId, error: outcome.error }] : [],
  );
  const verdict = verdictOf(outcomes, errors, record.attempts + 1);
  // An interruption is no attempt, and it doesn't make the earlier ones undone either.
  const attempts = {
    done: 0,
    continues: record.attempts,
    retries: record.attempts + 1,
    failed: record.attempts + 1,
  }[verdict];
  const worst = errors.find(({ error }) => !error.retryable) ?? errors[0];
  const settled = verdict === 'done' || verdict === 'failed';
  const status = settled ? FINAL[record.desired][verdict] : statusInProgress(record);
  const delay = { done: undefined, failed: undefined, continues: 0, retries: delayOf(attempts, moment) }[
    verdict
  ];
  const time = moment.now.toISOString();
  const dueAt =
    delay === undefined ? settledDue(record, status, worst, moment.now) : after(moment.now, delay);
  return {
    status,
    ...(worst && { statusReason: `${worst.error.code}: ${worst.error.message}` }),
    conditions: conditionsOf(record.conditions, status, verdict, worst, time),
    observedGeneration: verdict === 'done' ? record.generation : record.observedGeneration,
    attempts,
    ...(dueAt && { dueAt }),
    ...(status === 'READY' && { readyAt: record.readyAt ?? time }),
    ...(status === 'DELETED' && { deletedAt: time }),
    ...(delay !== undefined && { againInSeconds: delay }),
  };
}

function verdictOf(
  outcomes: readonly Outcome[],
  errors: readonly { error: ResourceError }[],
  attempts: number,
): Verdict {
  if (errors.some(({ error }) => !error.retryable)) return 'failed';
  if (errors.length > 0) return attempts >= MAX_ATTEMPTS ? 'failed' : 'retries';
  return outcomes.every(({ result }) => result === 'done') ? 'done' : 'continues';
}

const delayOf = (attempts: number, { random }: Moment): number =>
  retryDelaySeconds(Math.max(attempts, 1), random);

const after = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

/** When a settled environment is due again: at its expiry, or to try a deletion again that may come through. */
function settledDue(
  { expiresAt, desired, spec }: EnvironmentRecord,
  status: Status,
  worst: { error: ResourceError } | undefined,
  now: Date,
): string | undefined {
  if (desired === 'present') return spec.deletionProtection ? undefined : expiresAt;
  return status === 'DELETE_FAILED' && worst?.error.retryable
    ? after(now, DELETION_AGAIN_AFTER_SECONDS)
    : undefined;
}

function conditionsOf(
  previous: readonly Condition[],
  status: Status,
  verdict: Verdict,
  worst: { logicalId: string; error: ResourceError } | undefined,
  time: string,
): Condition[] {
  const message = worst ? `${worst.logicalId}: ${worst.error.message}` : SENTENCES[verdict];
  const condition = (type: Condition['type'], holds: boolean, reason: string): Condition => {
    const before = previous.find((entry) => entry.type === type);
    const value = holds ? 'True' : 'False';
    const lastTransitionTime = before?.status === value ? before.lastTransitionTime : time;
    return { type, status: value, reason, message, lastTransitionTime };
  };
  const reason = worst ? pascalCase(worst.error.code) : REASONS[verdict];
  return [
    condition('Ready', status === 'READY', reason),
    condition('Progressing', !isSettled(status), reason),
  ];
}

const REASONS: Record<Verdict, string> = {
  done: 'AsDesired',
  continues: 'Continues',
  retries: 'Retries',
  failed: 'Failed',
};

const SENTENCES: Record<Verdict, string> = {
  done: 'Every resource was read back as desired.',
  continues: 'The work goes on in another run.',
  retries: 'A step failed and is tried again.',
  failed: 'A step failed.',
};

const pascalCase = (code: string): string =>
  code.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
