import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { etagOf } from '../environment/etag.ts';
import { Refusal } from '../environment/refusal.ts';
import { notFound } from './describe.ts';
import { enqueue } from './enqueue.ts';
import type { Services } from './services.ts';

export interface RemoveRequest extends EnvironmentKey {
  /** Empty the buckets. */
  force: boolean;
  /** Entity tags of which one must be the present one. */
  ifMatch?: readonly string[];
}

/**
 * Makes absence the desired state.
 *
 * @returns the record; with status DELETED when that had been done before
 * @throws Refusal not-found, deletion-protected, precondition-failed
 */
export async function removeEnvironment(
  services: Services,
  { tenant, id, force, ifMatch }: RemoveRequest,
): Promise<EnvironmentRecord> {
  const key = { tenant, id };
  const record = await services.store.get(key);
  if (!record) throw notFound(id);
  if (ifMatch && !ifMatch.includes(etagOf(record))) throw changed(id);
  const { uid, version } = record;
  const written = await services.store.requestDeletion({
    key,
    force: force || record.spec.forceDestroy,
    now: services.now(),
    ...(ifMatch && { only: { uid, version } }),
  });
  const result = written.done ? written.record : notNeeded(id, written.record, ifMatch && record);
  // Also for a deletion that is under way: the write's answer, or its message, may have been lost.
  if (result.status !== 'DELETED') await enqueue(services, key);
  return result;
}

/** Why the write was refused: for a reason that makes it unnecessary, or one that is the caller's. */
function notNeeded(
  id: string,
  present: EnvironmentRecord | undefined,
  expected: EnvironmentRecord | undefined,
): EnvironmentRecord {
  if (!present) throw notFound(id);
  if (present.status === 'DELETED') return present;
  if (expected && etagOf(expected) !== etagOf(present)) throw changed(id);
  if (present.spec.deletionProtection) throw protectedFrom(id);
  return present;
}

const changed = (id: string) =>
  new Refusal('precondition-failed', `Environment ${id} has changed since the version in If-Match.`, {
    nextAction: `GET /environments/${id}, look at it, and send its ETag.`,
  });

const protectedFrom = (id: string) =>
  new Refusal('deletion-protected', `Environment ${id} is protected against deletion.`, {
    nextAction: 'Set deletionProtection to false first.',
  });
