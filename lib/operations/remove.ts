import type { EnvironmentRecord } from '../environment/environment.ts';
import { accepted } from '../environment/events.ts';
import { Refusal } from '../environment/refusal.ts';
import { amend, type Change } from './amend.ts';
import { enqueue } from './enqueue.ts';
import type { Services } from './services.ts';

/**
 * Makes absence the desired state.
 *
 * @param change decided by `removal`
 * @returns the record; with status DELETED when that had been done before
 * @throws Refusal not-found, deletion-protected, precondition-failed
 */
export async function removeEnvironment(services: Services, change: Change): Promise<EnvironmentRecord> {
  const { changed, record } = await amend(services, change);
  // Also for a deletion that is under way: the write's answer, or its message, may have been lost.
  if (!changed && record.status !== 'DELETED') await enqueue(services, record);
  return record;
}

/** How a deletion is wanted. */
export interface Manner {
  /** Empty the buckets. */
  force: boolean;
  /** Forget the environment and leave everything at AWS as it is. */
  retain: boolean;
  /** Its protection does not count. */
  evenIfProtected?: boolean;
}

/** Decides on a deletion. @throws Refusal deletion-protected */
export const removal =
  (caller: string, { force: asksForce, retain, evenIfProtected }: Manner): Change['decide'] =>
  (record, now) => {
    const force = !retain && (asksForce || record.spec.forceDestroy);
    if (isOnItsWay(record, { force, retain })) return undefined;
    if (record.spec.deletionProtection && !evenIfProtected) throw protectedFrom(record.id);
    const about = { generation: record.generation + 1, requestedBy: caller };
    return {
      set: {
        desired: 'absent',
        force,
        retain: retain || undefined,
        status: 'DELETING',
        // What is handed over otherwise than READY is not as the record says. Asked again, it was judged before.
        ...(retain && !record.retain && record.status !== 'READY' && { readyAt: undefined }),
      },
      event: accepted(about, now, 'delete', { status: 'DELETING', force, ...(retain && { retain }) }),
    };
  };

/** Whether asking for its deletion in this manner would change nothing. */
const isOnItsWay = (
  record: EnvironmentRecord,
  { force, retain }: Pick<Manner, 'force' | 'retain'>,
): boolean =>
  record.status === 'DELETED' ||
  (record.status === 'DELETING' && (record.retain ?? false) === retain && (record.force || !force));

const protectedFrom = (id: string) =>
  new Refusal('deletion-protected', `Environment ${id} is protected against deletion.`, {
    nextAction: `PATCH /environments/${id} with {"deletionProtection": false} first.`,
  });
