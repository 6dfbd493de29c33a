import type { Candidates } from '../environment/adoption.ts';
import { type AdoptionRefusal, adoptionRefusals, attachedOf } from '../environment/adoption-refusals.ts';
import { blueprint } from '../environment/blueprint.ts';
import type { Deployment, Spec } from '../environment/environment.ts';
import type { Fault } from '../environment/fault.ts';
import { importPlanOf, type Plan, planOf } from '../environment/plan.ts';
import { newUid } from '../environment/random.ts';
import type { Adoption } from '../environment/record.ts';
import { Refusal } from '../environment/refusal.ts';
import { faultsOf, type SpecContext, type SpecRequest, specFrom } from '../environment/spec.ts';
import { specSeen } from '../environment/spec-seen.ts';
import { held, type Sighting } from '../provisioning/compare.ts';
import { type Accepted, acceptEnvironment, foreseen, replayOf, taken } from './accept.ts';
import { subjectOf, withoutUid } from './plan.ts';
import type { PlanServices } from './services.ts';

export interface ImportRequest {
  tenant: string;
  /** Who asked: an ARN. */
  caller: string;
  id: string;
  /** The header as sent. */
  idempotencyKey?: string;
  /** Hash of the body as it was sent. */
  requestHash: string;
  /** What is to be taken over. */
  candidates: Candidates;
  /** What is desired otherwise than it is. */
  overrides: SpecRequest;
}

export interface ImportServices extends PlanServices {
  deployment: Deployment;
  regions: Omit<SpecContext, 'now'>;
  /** Paths and names of the roles, profiles and policies that may be taken over; `*` stands for anything. */
  imports: readonly string[];
}

/** Whether what the request asks for can't be told from it and from AWS. @returns the problem to throw */
type Invalid = (faults: Fault[]) => Error;

/**
 * What `importEnvironment` would lead to, what it would refuse included.
 *
 * @throws Refusal as it would, but for import-refused
 */
export async function planImport(
  services: ImportServices,
  request: ImportRequest,
  invalid: Invalid,
): Promise<Plan> {
  const before = await importedBefore(services, request);
  if (before) {
    const { record } = before;
    return planOf({ record, changes: [] }, 'import', await services.observer.present(subjectOf(record)));
  }
  const { sightings, refusals, ...found } = await findOut(services, request, invalid);
  const { record } = await foreseen(services, { ...request, ...found });
  const looks = held(blueprint(record, services.deployment), sightings);
  return withoutUid(importPlanOf({ record, changes: [] }, looks, refusals), record.uid);
}

/**
 * Takes over what is there: an environment is accepted that has it already, and the worker brings it to what is
 * desired. Nothing is changed unless all of it can be taken over.
 *
 * @throws Refusal import-refused, and as `acceptEnvironment` does
 */
export async function importEnvironment(
  services: ImportServices,
  request: ImportRequest,
  invalid: Invalid,
): Promise<Accepted> {
  const before = await importedBefore(services, request);
  if (before) return before;
  const { refusals, sightings: _, ...found } = await findOut(services, request, invalid);
  if (refusals.length > 0) {
    // Perhaps the same request was faster, and what was looked at is the environment's by now.
    const meanwhile = await importedBefore(services, request);
    if (meanwhile) return meanwhile;
    throw refused(request.id, refusals);
  }
  return acceptEnvironment(services, { ...request, ...found });
}

/** @throws Refusal environment-exists, idempotency-key-reused */
async function importedBefore(
  services: ImportServices,
  request: ImportRequest,
): Promise<Accepted | undefined> {
  const before = await replayOf(services, request);
  if (before) return before;
  const record = await services.store.get(request);
  if (!record || record.status === 'DELETED') return undefined;
  // By now it has tags of its own, so a second look would take it for somebody else's.
  if (record.desired === 'present' && record.requestHash === request.requestHash) {
    return { replayed: true, record };
  }
  throw taken(record);
}

interface FoundOut {
  spec: Spec;
  adopts: Adoption;
  sightings: Sighting[];
  refusals: AdoptionRefusal[];
}

/** Looks at everything that was named, and tells from it and from the request what is desired. */
async function findOut(
  { deployment, observer, regions, imports, now }: ImportServices,
  { tenant, id, candidates, overrides }: ImportRequest,
  invalid: Invalid,
): Promise<FoundOut> {
  const context = { ...regions, now: now() };
  const region = overrides.region ?? regionOf(candidates, deployment.accountId, regions);
  const provisional = specFrom({ ...overridden(specSeen(candidates, {}).spec, overrides), region }, context);
  const sightings = await observer.sight({
    tenant,
    id,
    uid: newUid(),
    spec: provisional,
    resources: pending(candidates, [], now()),
    retiredPolicies: candidates.policies.map(({ physicalId }) => physicalId),
  });
  const present = sightings.flatMap((sighting) => (sighting.result === 'present' ? [sighting] : []));
  const place = { ...deployment, region: provisional.region, imports };
  const refusals = adoptionRefusals(candidates, sightings, place);
  const observed = Object.fromEntries(present.map(({ logicalId, observed }) => [logicalId, observed]));
  const seen = specSeen(candidates, observed, [deployment.provisionerArn, deployment.observerArn]);
  const asked = { ...overridden(seen.spec, overrides), region };
  // What can't be taken over need not be clear.
  const unclear =
    refusals.length > 0 ? [] : seen.faults.filter(({ pointer }) => !isGiven(overrides, pointer));
  const faults = [...unclear, ...faultsOf(asked, context)];
  if (faults.length > 0) throw invalid(faults);
  const role = present.find(({ logicalId }) => logicalId === 'role');
  const adopts = {
    resources: pending(candidates, present, now()),
    retiredPolicies: attachedOf(candidates.policies, role).map(({ physicalId }) => physicalId),
  };
  return { spec: specFrom(asked, context), adopts, sightings, refusals };
}

/** Where what is taken over is. What is in another account, or where no environment may be, is refused by its name. */
const regionOf = (
  { resources }: Candidates,
  accountId: string,
  { allowedRegions }: ImportServices['regions'],
): string | undefined =>
  [resources.key, resources.initialBucket, resources.finalBucket]
    .filter((candidate) => candidate && [undefined, '', accountId].includes(candidate.arn?.split(':')[4]))
    .flatMap((candidate) => candidate?.region ?? [])
    .find((region) => allowedRegions.includes(region));

/** Whether the request itself says what belongs at a pointer. */
const isGiven = (overrides: SpecRequest, pointer: string): boolean =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], overrides) !==
  undefined;

/** What is asked for goes before what is there. */
function overridden(seen: SpecRequest, overrides: SpecRequest): SpecRequest {
  const { encryption, storage, role } = seen;
  return {
    ...seen,
    ...overrides,
    encryption: { ...encryption, ...overrides.encryption },
    storage: { ...storage, ...overrides.storage },
    role: { ...role, ...overrides.role },
  };
}

/** The states of what is about to be taken over. Its ARNs are known once it was seen. */
function pending(
  { resources }: Candidates,
  seen: readonly Extract<Sighting, { result: 'present' }>[],
  now: Date,
): Adoption['resources'] {
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, { physicalId }]) => {
      const sighting = seen.find((entry) => entry.logicalId === logicalId);
      const state = {
        type: sighting?.type ?? '',
        status: 'PENDING' as const,
        physicalId: sighting?.physicalId ?? physicalId,
        ...(sighting && { arn: sighting.arn }),
        intendedAt: now.toISOString(),
        adopted: 'pending' as const,
      };
      return [logicalId, state];
    }),
  );
}

function refused(id: string, refusals: readonly AdoptionRefusal[]): Refusal {
  const retryable = refusals.every((refusal) => refusal.retryable);
  return new Refusal(
    'import-refused',
    `${refusals.length} of what environment ${id} would take over can't be: ${refusals.map(({ detail }) => detail).join(' ')} Nothing was changed.`,
    {
      nextAction: retryable
        ? 'Send it again in a moment.'
        : 'Correct the state or name other resources; dryRun=true shows the whole plan.',
      retryable,
      errors: refusals.map(({ pointer, detail }) => ({ pointer, detail })),
    },
  );
}
