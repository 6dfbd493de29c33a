import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { etagOf, isOfLife } from '../environment/etag.ts';
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
  const { tenant, id, ifMatch } = request;
  const key = { tenant, id };
  const record = await services.store.get(key);
  if (!record) throw notFound(id);
  const { uid, version } = record;
  const force = request.force || record.spec.forceDestroy;
  const remind = async (result: EnvironmentRecord): Promise<EnvironmentRecord> => {
    // Also for a deletion that is under way: the write's answer, or its message, may have been lost.
    if (result.status !== 'DELETED') await enqueue(services, key);
    return result;
  };
  if (ifMatch && !ifMatch.includes(etagOf(record))) {
    // A conditional request that is sent again after a lost answer meets what it brought about.
    const again = ifMatch.some((tag) => isOfLife(tag, record)) && isOnItsWay(record, force);
    if (!again) throw changed(id);
    return remind(record);
  }
  const written = await services.store.requestDeletion({
    key,
    force,
    now: services.now(),
    uid,
    ...(ifMatch && { version }),
  });
  if (written.done) return remind(written.record);
  const present = written.record;
  if (!present) throw notFound(id);
  if (present.uid !== uid) {
    // That life is over and the id lives again: without a condition it is the new one which is meant.
    if (ifMatch) throw changed(id);
    return removeEnvironment(services, request);
  }
  if (isOnItsWay(present, force)) return remind(present);
  if (ifMatch && etagOf(present) !== etagOf(record)) throw changed(id);
  if (present.spec.deletionProtection) throw protectedFrom(id);
  return remind(present);
}

/** Whether asking for its deletion, with this force, would change nothing. */
const isOnItsWay = (record: EnvironmentRecord, force: boolean): boolean =>
  record.status === 'DELETED' || (record.status === 'DELETING' && (record.force || !force));

const changed = (id: string) =>
  new Refusal('precondition-failed', `Environment ${id} has changed since the version in If-Match.`, {
    nextAction: `GET /environments/${id}, look at it, and send its ETag.`,
  });

const protectedFrom = (id: string) =>
  new Refusal('deletion-protected', `Environment ${id} is protected against deletion.`, {
    nextAction: 'Set deletionProtection to false first.',
  });
