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
    const { spec: asked, setsEnd } = patch(record.spec, now);
    const expiresAt = setsEnd ? expiryOf(asked, now) : record.expiresAt;
    const sameEnd = expiresAt === record.expiresAt;
    const spec = sameEnd ? withEndOf(record.spec, asked) : asked;
    const fields = changedFields(record.spec, spec);
    // The same time to live, counted anew, is a change too.
    const changes = sameEnd ? fields : [...new Set([...fields, '/expiresAt'])];
    if (changes.length === 0) return undefined;
    const status = statusAgain(record);
    const about = { generation: record.generation + 1, requestedBy: caller };
    return {
      set: { spec, expiresAt, status },
      event: accepted(about, now, 'update', { status, changes }),
    };
  };

/** The same end may be given as a time or as the time to live that led to it. */
function withEndOf({ ttl, expiresAt }: Spec, { ttl: _, expiresAt: __, ...spec }: Spec): Spec {
  return { ...spec, ...(ttl && { ttl }), ...(expiresAt && { expiresAt }) };
}

/** What was never begun is still to be begun. */
export const statusAgain = (record: EnvironmentRecord): EnvironmentRecord['status'] =>
  record.status === 'PENDING' ? 'PENDING' : statusInProgress(record);
