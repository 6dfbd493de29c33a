import { isKept } from '../environment/adoption.ts';
import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { uniquePart } from '../environment/names.ts';
import { deletionPlanOf, driftOf, type Plan, planOf } from '../environment/plan.ts';
import { type AcceptRequest, foreseen } from './accept.ts';
import { type Change, foreseenChange } from './amend.ts';
import { describeEnvironment, refuseUnlessPresent } from './describe.ts';
import type { PlanServices } from './services.ts';

/** Stands in a plan for the characters that accepting the request would make up. */
const UNIQUE = '<unique>';

/** What `acceptEnvironment` would lead to. @throws Refusal as it would */
export async function planCreation(services: PlanServices, request: AcceptRequest): Promise<Plan> {
  const { record, replayed } = await foreseen(services, request);
  const plan = planOf({ record, changes: [] }, 'create', await services.observer.present(subjectOf(record)));
  return replayed ? plan : withoutUid(plan, record.uid);
}

/** What `amend` would lead to. @throws Refusal as it would */
export async function planChange(services: PlanServices, change: Change): Promise<Plan> {
  const foreseen = await foreseenChange(services, change);
  return planOf(foreseen, 'update', await services.observer.present(subjectOf(foreseen.record)));
}

/** What a deletion would lead to. @throws Refusal as it would */
export async function planDeletion(services: PlanServices, change: Change): Promise<Plan> {
  const foreseen = await foreseenChange(services, change);
  const { record } = foreseen;
  const kept = Object.keys(record.resources).filter((logicalId) => isKept(record, logicalId));
  const manner = { force: record.force, kept };
  return deletionPlanOf(foreseen, await services.observer.absent(subjectOf(record), manner));
}

/**
 * What AWS has otherwise than desired, at this moment.
 *
 * @throws Refusal not-found, gone
 */
export async function observeDrift(services: PlanServices, key: EnvironmentKey) {
  const record = await describeEnvironment(services, key);
  refuseUnlessPresent(record);
  const looks = await services.observer.present(subjectOf(record));
  const { differences, unclear } = driftOf(looks);
  return {
    id: record.id,
    status: record.status,
    generation: record.generation,
    checkedAt: services.now().toISOString(),
    inSync: differences.length === 0 && unclear.length === 0,
    differences,
    unclear,
  };
}

export const subjectOf = ({ tenant, id, uid, spec, resources, retiredPolicies }: EnvironmentRecord) => ({
  tenant,
  id,
  uid,
  spec,
  resources,
  ...(retiredPolicies && { retiredPolicies }),
});

/** Accepting the request makes up another uid than the plan did. */
export const withoutUid = (plan: Plan, uid: string): Plan =>
  JSON.parse(JSON.stringify(plan).replaceAll(uid, UNIQUE).replaceAll(uniquePart(uid), UNIQUE));
