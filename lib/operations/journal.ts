import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentRecord } from '../environment/environment.ts';
import { statusInProgress } from '../environment/statuses.ts';
import type { Journal, Node, ResourceState } from '../provisioning/resource.ts';
import type { LeaseStore } from '../store/lease.ts';

export interface RecordJournal extends Journal {
  /** Every node's state, as noted up to now. */
  readonly resources: EnvironmentRecord['resources'];
  /**
   * Resolves when no write is under way, and none follows: what has only been told stands in `resources`.
   *
   * @throws LeaseLost, or why the last write failed
   */
  closed(): Promise<void>;
}

interface JournalOptions {
  lease: LeaseStore;
  claim: EnvironmentRecord;
  nodes: readonly Node[];
  now: () => Date;
  /** Called when further steps are of no use: the desired state changed since the claim, or nothing can be written. */
  onOver: () => void;
}

/** Milliseconds that whoever watches an environment may see it as it was. A run that is over sooner tells all at its end. */
const TOLD_WITHIN = 1000;

/**
 * A run's notes, kept on the record. One write is under way at a time and carries everything noted before it
 * began, so nodes that make progress together share a write.
 */
export function recordJournal({ lease, claim, nodes, now, onOver }: JournalOptions): RecordJournal {
  const resources: Record<string, ResourceState> = Object.fromEntries(
    nodes.map(({ logicalId, type }) => [
      logicalId,
      claim.resources[logicalId] ?? { type, status: 'PENDING' as const },
    ]),
  );
  const status = statusInProgress(claim);
  let underWay: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stopTimer = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const write = async (): Promise<void> => {
    next = undefined;
    stopTimer();
    const saved = await lease.checkpoint(claim, { status, resources: { ...resources }, now: now() });
    if (saved.superseded) onOver();
  };
  const begin = (): Promise<void> => {
    if (!next) {
      // After a failed write nothing more may be written; every later note fails with it.
      next = underWay.then(write);
      underWay = next;
      // Who waits for it, and at the latest `closed`, gets the error; the others take no further step.
      next.catch(onOver);
    }
    return next;
  };

  return {
    state: (logicalId) => resources[logicalId],

    note(logicalId, change) {
      if (!timer && isDeepStrictEqual(resources[logicalId], change)) return underWay;
      resources[logicalId] = change;
      return begin();
    },

    tell(logicalId, change, within = TOLD_WITHIN) {
      if (isDeepStrictEqual(resources[logicalId], change)) return;
      resources[logicalId] = change;
      if (within === 0) begin();
      else if (!next) timer ??= setTimeout(begin, within);
    },

    resources,

    closed() {
      stopTimer();
      return underWay;
    },
  };
}
