import type { Environment, Resource } from '../../client/contract.ts';
import type { Colors } from '../screen.ts';
import { padded } from './table.ts';
import { typed } from './typed.ts';
import { nameOf, WIDEST_NAME } from './words.ts';

type Status = Environment['status'] | Resource['status'];

/** Green is done, red has failed, yellow goes on. */
export function paint(status: Status, colors: Colors): string {
  if (status === 'READY') return colors.green(status);
  if (status === 'FAILED' || status === 'DELETE_FAILED') return colors.red(status);
  return status === 'DELETED' || status === 'RETAINED' ? colors.dim(status) : colors.yellow(status);
}

/** What a forced deletion has removed from a bucket so far. */
export function removed({ progress = {} }: Resource): string {
  const { objectVersions, unfinishedUploads } = progress;
  return [
    objectVersions !== undefined && `${objectVersions.toLocaleString('en')} object versions removed`,
    unfinishedUploads !== undefined && `${unfinishedUploads.toLocaleString('en')} uploads ended`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** One resource in a line: what it is, how far it is, and what it is called or what ails it. */
export function resourceLine(resource: Resource, colors: Colors): string {
  const { logicalId, status, error, physicalId = '' } = resource;
  const rest = error ? colors.red(typed(error.message)) : removed(resource) || colors.dim(physicalId);
  return `${padded(nameOf(logicalId), WIDEST_NAME)}  ${padded(paint(status, colors), 'CONFIGURING'.length)}  ${rest}`.trimEnd();
}

/** Milliseconds between two lines that only count. */
const COUNT_EVERY = 10_000;

/**
 * Tells of each look at an environment what has changed since the last one, a line for each.
 *
 * @param from what has been seen already
 * @returns given an environment and the milliseconds since the start, the lines
 */
export function changes(
  colors: Colors,
  from?: Environment,
): (environment: Environment, elapsed: number) => string[] {
  const before = new Map(
    (from?.resources ?? []).map((seen) => [seen.logicalId, { ...stateOf(seen), at: 0 }]),
  );
  let status: string | undefined;
  return (environment, elapsed) => {
    const time = colors.dim(`+${(elapsed / 1000).toFixed(1)}s`.padStart('+1234.5s'.length));
    const lines: string[] = [];
    if (environment.status !== status) {
      lines.push(`${time}  ${environment.id}  ${paint(environment.status, colors)}`);
      status = environment.status;
    }
    for (const resource of environment.resources) {
      const now = stateOf(resource);
      const was = before.get(resource.logicalId);
      const isNews = now.status !== was?.status || now.error !== was.error;
      const isCount = now.count !== (was?.count ?? '') && elapsed - (was?.at ?? 0) >= COUNT_EVERY;
      if (!isNews && !isCount) continue;
      before.set(resource.logicalId, { ...now, at: elapsed });
      lines.push(`${time}  ${resourceLine(resource, colors)}`);
    }
    return lines;
  };
}

const stateOf = (resource: Resource) => ({
  status: resource.status,
  error: resource.error?.message ?? '',
  count: removed(resource),
});
