import type { EnvironmentRecord, Spec } from '../environment/environment.ts';
import { accepted } from '../environment/events.ts';
import { changedFields } from '../environment/patch.ts';
import { expiryOf } from '../environment/spec.ts';
import { statusInProgress } from '../environment/statuses.ts';
import type { Change } from './amend.ts';
import { refuseUnlessPresent } from './describe.ts';

/** What a patch makes of a spec. */
export interface Patched {
  spec: Spec;
  /** Whether it says when the environment ends. */
  setsEnd: boolean;
}

/**
 * Decides on a change of the spec.
 *
 * @param patch what it makes of the present spec; throws when it can't
 * @throws Refusal gone
 */
export const update =
  (caller: string, patch: (spec: Spec, now: Date) => Patched): Change['decide'] =>
  (record, now) => {
    refuseUnlessPresent(record);
    const { spec, setsEnd } = patch(record.spec, now);
    const expiresAt = setsEnd ? expiryOf(spec, now) : record.expiresAt;
    const changes = changedFields(record.spec, spec);
    if (changes.length === 0 && expiresAt === record.expiresAt) return undefined;
    const status = statusAgain(record);
    const about = { generation: record.generation + 1, requestedBy: caller };
    return {
      set: { spec, expiresAt, status },
      event: accepted(about, now, 'update', { status, changes }),
    };
  };

/** What was never begun is still to be begun. */
export const statusAgain = (record: EnvironmentRecord): EnvironmentRecord['status'] =>
  record.status === 'PENDING' ? 'PENDING' : statusInProgress(record);
