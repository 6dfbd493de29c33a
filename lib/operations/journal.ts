import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentRecord } from '../environment/environment.ts';
import { statusInProgress } from '../environment/statuses.ts';
import type { Journal, Node, ResourceState } from '../provisioning/resource.ts';
import type { LeaseStore } from '../store/lease.ts';

export interface RecordJournal extends Journal {
  /** Every node's state, as noted up to now. */
  readonly resources: EnvironmentRecord['resources'];
}

interface JournalOptions {
  lease: LeaseStore;
  claim: EnvironmentRecord;
  nodes: readonly Node[];
  now: () => Date;
  /** Called when the desired state changed since the claim. */
  onSuperseded: () => void;
}

/**
 * A run's notes, kept on the record. One write is under way at a time and carries everything noted before it
 * began, so nodes that make progress together share a write.
 */
export function recordJournal({ lease, claim, nodes, now, onSuperseded }: JournalOptions): RecordJournal {
  const resources: Record<string, ResourceState> = Object.fromEntries(
    nodes.map(({ logicalId, type }) => [
      logicalId,
      claim.resources[logicalId] ?? { type, status: 'PENDING' as const },
    ]),
  );
  const status = statusInProgress(claim);
  let underWay: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    next = undefined;
    const saved = await lease.checkpoint(claim, { status, resources: { ...resources }, now: now() });
    if (saved.superseded) onSuperseded();
  };

  return {
    state: (logicalId) => resources[logicalId],

    note(logicalId, change) {
      if (isDeepStrictEqual(resources[logicalId], change)) return underWay;
      resources[logicalId] = change;
      if (!next) {
        // After a failed write nothing more may be written; every later note fails with it.
        next = underWay.then(write);
        underWay = next;
      }
      return next;
    },

    resources,
  };
}
