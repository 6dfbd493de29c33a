import type { LastLook, Look } from '../provisioning/compare.ts';
import type { ResourceError } from '../provisioning/resource.ts';
import type { EnvironmentRecord, Spec } from './environment.ts';
import { specTold } from './spec.ts';
import { type Warning, warnings } from './warnings.ts';

export const PLANNED_ACTIONS = [
  'create',
  'adopt',
  'change',
  'none',
  'delete',
  'retain',
  'taken',
  'refused',
  'blocked',
  'unclear',
] as const;
/**
 * What would become of one resource. `taken`: its name is somebody else's; `refused`: it can't be taken over;
 * `blocked`: something speaks against deleting it; `unclear`: it could not be looked at.
 */
export type PlannedAction = (typeof PLANNED_ACTIONS)[number];

export interface PlannedResource {
  logicalId: string;
  type: string;
  name?: string;
  physicalId?: string;
  action: PlannedAction;
  /** What would be written; before is left out where there is nothing yet. */
  aspects: { aspect: string; before?: unknown; after: unknown }[];
  error?: ResourceError;
}

export interface Plan {
  id: string;
  request: 'create' | 'update' | 'delete' | 'import';
  /** The fields of the spec that would change, also those of which AWS knows nothing; JSON pointers. */
  changes: string[];
  /** Of an import: what is desired from then on, as far as it was found out and was asked for. */
  spec?: Omit<Spec, 'ttl'>;
  /** When the environment would end by itself. */
  expiresAt?: string;
  /** What would be allowed but probably not meant. */
  warnings: Warning[];
  /** How many resources there are of each action. */
  summary: Record<PlannedAction, number>;
  resources: PlannedResource[];
}

type Planned = Omit<PlannedResource, keyof Names>;
type Names = Pick<Look, 'logicalId' | 'type' | 'name'>;

/** The environment as the request would leave it. */
export interface Foreseen {
  record: Pick<EnvironmentRecord, 'id' | 'spec' | 'expiresAt' | 'restoredAt'>;
  changes: string[];
}

/** What making AWS as desired would do. */
export const planOf = (
  foreseen: Foreseen,
  request: 'create' | 'update' | 'import',
  looks: readonly Look[],
): Plan =>
  plan(
    foreseen,
    request,
    looks.map((look) => ({ ...named(look), ...planned(look) })),
  );

/** What taking over would do. @param refusals why it would not be done, by logical id */
export const importPlanOf = (
  foreseen: Foreseen,
  looks: readonly Look[],
  refusals: readonly { logicalId: string; detail: string }[],
): Plan => ({
  ...plan(
    foreseen,
    'import',
    looks.map((look) => {
      const reasons = refusals.filter(({ logicalId }) => logicalId === look.logicalId);
      return {
        ...named(look),
        ...plannedAdoption(
          look,
          reasons.map(({ detail }) => detail),
        ),
      };
    }),
  ),
  spec: specTold(foreseen.record),
});

/** What a deletion would do. */
export const deletionPlanOf = (foreseen: Foreseen, looks: readonly LastLook[]): Plan =>
  plan(
    foreseen,
    'delete',
    looks.map((look) => ({ ...named(look), ...plannedDeletion(look) })),
  );

function planned(look: Look): Planned {
  switch (look.result) {
    case 'absent':
      return {
        action: 'create',
        aspects: Object.entries(look.desired).map(([aspect, after]) => ({ aspect, after })),
      };
    case 'present':
      return {
        physicalId: look.physicalId,
        action: look.differences.length > 0 ? 'change' : 'none',
        aspects: look.differences.map(({ aspect, desired, observed }) => ({
          aspect,
          ...(observed !== undefined && { before: observed }),
          after: desired,
        })),
      };
    case 'taken':
      return { physicalId: look.physicalId, action: 'taken', aspects: [], error: look.error };
    case 'unclear':
      return { action: 'unclear', aspects: [], error: look.error };
  }
}

function plannedAdoption(look: Look, reasons: readonly string[]): Planned {
  const { action, error, ...rest } = planned(look);
  if (reasons.length > 0) {
    const { code, retryable } = error ?? { code: 'refused', retryable: false };
    return { ...rest, action: 'refused', error: { code, message: reasons.join(' '), retryable } };
  }
  return { ...rest, action: look.result === 'present' ? 'adopt' : action, ...(error && { error }) };
}

/** An error that doesn't come from AWS is a reason of ours not to delete. */
function plannedDeletion(look: LastLook): Planned {
  if (look.result === 'absent') return { action: 'none', aspects: [] };
  if (look.result === 'present') {
    return { physicalId: look.physicalId, action: look.isLeft ? 'retain' : 'delete', aspects: [] };
  }
  const { error } = look;
  return { action: UNCLEAR.has(error.code) ? 'unclear' : 'blocked', aspects: [], error };
}

const UNCLEAR: ReadonlySet<string> = new Set(['aws-error', 'not-looked-at']);

function plan({ record, changes }: Foreseen, request: Plan['request'], resources: PlannedResource[]): Plan {
  const count = (action: PlannedAction) => resources.filter((resource) => resource.action === action).length;
  const summary = Object.fromEntries(PLANNED_ACTIONS.map((action) => [action, count(action)]));
  const { id, expiresAt } = record;
  const told = request === 'delete' ? [] : warnings(record);
  return {
    id,
    request,
    changes,
    ...(expiresAt && request !== 'delete' && { expiresAt }),
    warnings: told,
    summary: summary as Plan['summary'],
    resources,
  };
}

const named = ({ logicalId, type, name }: Names): Names => ({ logicalId, type, ...(name && { name }) });

/** One thing that AWS has otherwise than desired. */
export interface DriftDifference {
  logicalId: string;
  aspect: string;
  desired: unknown;
  /** null: nothing was there. */
  observed: unknown;
}

/** Every difference there is; what could not be looked at stands apart, for it may differ or not. */
export function driftOf(looks: readonly Look[]): {
  differences: DriftDifference[];
  unclear: { logicalId: string; error: ResourceError }[];
} {
  return {
    differences: looks.flatMap((look): DriftDifference[] => {
      const { logicalId } = look;
      if (look.result === 'absent') {
        return [{ logicalId, aspect: 'existence', desired: 'present', observed: 'absent' }];
      }
      if (look.result === 'taken') {
        return [{ logicalId, aspect: 'owner', desired: 'this environment', observed: 'somebody else' }];
      }
      if (look.result === 'unclear') return [];
      return look.differences.map(({ aspect, desired, observed = null }) => ({
        logicalId,
        aspect,
        desired,
        observed,
      }));
    }),
    unclear: looks.flatMap((look) =>
      look.result === 'unclear' ? [{ logicalId: look.logicalId, error: look.error }] : [],
    ),
  };
}
