import { blueprint } from '../environment/blueprint.ts';
import type { Deployment, Drift, EnvironmentRecord } from '../environment/environment.ts';
import { driftOf } from '../environment/plan.ts';
import type { Subject } from '../observer.ts';
import { compare, type Look, type Viewing } from '../provisioning/compare.ts';
import type { Registry } from '../provisioning/resource.ts';

export interface LookServices {
  deployment: Deployment;
  handlers: Registry;
  visibleAfterSeconds: number;
  now: () => Date;
}

/** What a look at everything that a record describes needs. */
export const viewing = (
  { deployment, handlers, visibleAfterSeconds, now }: LookServices,
  subject: Subject,
  signal: AbortSignal,
): Viewing => ({
  nodes: blueprint(subject, deployment),
  handlers,
  state: (logicalId) => subject.resources[logicalId],
  signal,
  now,
  visibleAfterSeconds,
});

/** Looks for drift. */
export async function lookForDrift(
  services: LookServices,
  record: EnvironmentRecord,
  signal: AbortSignal,
): Promise<Drift> {
  const looks: Look[] = await compare(viewing(services, record, signal));
  const { differences, unclear } = driftOf(looks);
  return {
    checkedAt: services.now().toISOString(),
    differences: differences.map(({ logicalId, aspect }) => ({ logicalId, aspect })),
    unclear: unclear.map(({ logicalId, error }) => ({ logicalId, message: error.message })),
  };
}
