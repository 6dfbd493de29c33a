import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { etagOf, isOfLife } from '../environment/etag.ts';
import { changedFields } from '../environment/patch.ts';
import { Refusal } from '../environment/refusal.ts';
import type { Amendment } from '../store/environments.ts';
import { notFound } from './describe.ts';
import { enqueue } from './enqueue.ts';
import type { Services } from './services.ts';

export interface Change extends EnvironmentKey {
  /** Entity tags of which one must be the present one; left out: whatever it is. */
  ifMatch?: readonly string[];
  /**
   * What granting the request would set on the record as it is; undefined: there is nothing to do.
   *
   * @throws Refusal, or a problem of the request, when it can't be granted
   */
  decide: (record: EnvironmentRecord, now: Date) => Omit<Amendment, 'sameVersion'> | undefined;
}

/** How a request to change came out. */
export interface Amended {
  /** false: it was as asked already. */
  changed: boolean;
  record: EnvironmentRecord;
}

/**
 * Changes what is desired by one conditional write, and sends the worker a message. Whoever wrote in between
 * is taken into account: the request is decided anew on what is there then.
 *
 * @throws Refusal not-found, precondition-failed, and what `decide` throws
 */
export async function amend(services: Services, change: Change): Promise<Amended> {
  const { tenant, id, ifMatch } = change;
  let record = await services.store.get({ tenant, id });
  for (;;) {
    if (!record) throw notFound(id);
    const now = services.now();
    const amendment = decided(record, change, now);
    if (!amendment) return { changed: false, record };
    const sameVersion = ifMatch !== undefined;
    const written = await services.store.amend(record, { ...amendment, sameVersion }, now);
    // A write that the SDK repeated after a lost answer is refused because of itself.
    if (written.done || written.record?.grantedAs === amendment.event.id) {
      const after = written.record ?? record;
      await enqueue(services, after);
      return { changed: true, record: after };
    }
    record = written.record;
  }
}

/**
 * The record as the change would leave it. Writes nothing.
 *
 * @throws Refusal as `amend` would
 */
export async function foreseenChange(services: Services, change: Change) {
  const record = await services.store.get(change);
  if (!record) throw notFound(change.id);
  const after = { ...record, ...decided(record, change, services.now())?.set } as EnvironmentRecord;
  const end = after.expiresAt === record.expiresAt ? [] : ['/expiresAt'];
  return { record: after, changes: [...new Set([...changedFields(record.spec, after.spec), ...end])] };
}

/** @returns undefined: it is as asked. @throws Refusal precondition-failed, and what `decide` throws */
function decided(record: EnvironmentRecord, { ifMatch, decide }: Change, now: Date) {
  if (!ifMatch || ifMatch.includes(etagOf(record))) return decide(record, now);
  // A conditional request that is sent again after a lost answer meets what it brought about.
  if (isDone(record, ifMatch, () => decide(record, now))) return undefined;
  throw hasChanged(record.id);
}

/** Whether the request was granted in this life already. What can't be granted any more was not. */
function isDone(record: EnvironmentRecord, ifMatch: readonly string[], decide: () => unknown): boolean {
  if (!ifMatch.some((tag) => isOfLife(tag, record))) return false;
  try {
    return decide() === undefined;
  } catch {
    return false;
  }
}

const hasChanged = (id: string) =>
  new Refusal('precondition-failed', `Environment ${id} is not in the version that If-Match names.`, {
    nextAction: `GET /environments/${id}, look at it, and send its ETag.`,
  });
