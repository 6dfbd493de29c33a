import type { Resource } from '../../../../client/contract.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { counted, nameOf, typeInWords } from '../words.ts';

/** Everything that is known of one resource. */
export function ResourceDetails({ resource }: { resource: Resource }) {
  const { logicalId, type, status, physicalId, arn, error } = resource;
  const progress = progressInWords(resource);
  return (
    <>
      <h3>{nameOf(logicalId)}</h3>
      <dl className="env-facts">
        <div>
          <dt>State</dt>
          <dd>
            <StatusBadge status={status} />
          </dd>
        </div>
        <div>
          <dt>Type</dt>
          <dd>{typeInWords(type)}</dd>
        </div>
        {progress && (
          <div>
            <dt>Removed so far</dt>
            <dd>{progress}</dd>
          </div>
        )}
        <Identifier label="Id at AWS" what={`${nameOf(logicalId)}: id`} value={physicalId} />
        <Identifier label="ARN" what={`${nameOf(logicalId)}: ARN`} value={arn} />
      </dl>
      {error && <ErrorInWords error={error} />}
    </>
  );
}

function Identifier({ label, what, value }: { label: string; what: string; value: string | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value ? <Copyable what={what} value={value} /> : <span className="muted">not known yet</span>}</dd>
    </div>
  );
}

/** A name at AWS, and the button that copies it. */
export function Copyable({ what, value }: { what: string; value: string }) {
  return (
    <span className="env-copyable">
      <code>{value}</code> <CopyButton text={value} what={what} />
    </span>
  );
}

/** Why a resource is not as desired, and whether that may pass. */
export function ErrorInWords({ error }: { error: NonNullable<Resource['error']> }) {
  const { code, message, retryable, aws } = error;
  return (
    <div className="env-error">
      <p>{message}</p>
      <p className="muted small">
        {code}
        {aws && `, ${aws.service} ${aws.operation}: ${aws.code}`}
        {aws?.requestId && `, request ${aws.requestId}`}
        {retryable ? '. Trying again can help.' : '. Somebody has to change something first.'}
      </p>
    </div>
  );
}

/** What a forced deletion has removed from a bucket so far. */
export function progressInWords({ progress }: Resource): string | undefined {
  if (!progress) return undefined;
  const { objectVersions, unfinishedUploads } = progress;
  return [
    ...(objectVersions === undefined ? [] : [counted(objectVersions, 'object version')]),
    ...(unfinishedUploads === undefined ? [] : [counted(unfinishedUploads, 'unfinished upload')]),
  ].join(', ');
}
