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
  request: RemoveRequest,
): Promise<EnvironmentRecord> {
  const { tenant, id, force, ifMatch } = request;
  const key = { tenant, id };
  const record = await services.store.get(key);
  if (!record) throw notFound(id);
  if (ifMatch && !ifMatch.includes(etagOf(record))) throw changed(id);
  const { uid, version } = record;
  const forced = force || record.spec.forceDestroy;
  const written = await services.store.requestDeletion({
    key,
    force: forced,
    now: services.now(),
    uid,
    ...(ifMatch && { version }),
  });
  // The life that was read is over and the id lives again: without a condition it is that one which is meant.
  const another = !written.done && written.record !== undefined && written.record.uid !== uid;
  if (another && !ifMatch) return removeEnvironment(services, request);
  const result = written.done
    ? written.record
    : notNeeded(id, written.record, ifMatch && { ...record, force: forced });
  // Also for a deletion that is under way: the write's answer, or its message, may have been lost.
  if (result.status !== 'DELETED') await enqueue(services, key);
  return result;
}

/** Why the write was refused: for a reason that makes it unnecessary, or one that is the caller's. */
function notNeeded(
  id: string,
  present: EnvironmentRecord | undefined,
  /** The version that was meant, with the force asked for. */
  expected: EnvironmentRecord | undefined,
): EnvironmentRecord {
  if (!present) throw notFound(id);
  if (expected && expected.uid !== present.uid) throw changed(id);
  if (present.status === 'DELETED') return present;
  if (expected && isDeletionOf(expected, present)) return present;
  if (expected && etagOf(expected) !== etagOf(present)) throw changed(id);
  if (present.spec.deletionProtection) throw protectedFrom(id);
  return present;
}

/** A write that the SDK repeated after a lost answer is refused because of itself. */
const isDeletionOf = (expected: EnvironmentRecord, present: EnvironmentRecord): boolean =>
  present.desired === 'absent' &&
  present.version === expected.version + 1 &&
  present.force === expected.force;

const changed = (id: string) =>
  new Refusal('precondition-failed', `Environment ${id} has changed since the version in If-Match.`, {
    nextAction: `GET /environments/${id}, look at it, and send its ETag.`,
  });

const protectedFrom = (id: string) =>
  new Refusal('deletion-protected', `Environment ${id} is protected against deletion.`, {
    nextAction: 'Set deletionProtection to false first.',
  });
