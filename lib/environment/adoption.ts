import type { ResourceState } from '../provisioning/resource.ts';
import type { EnvironmentRecord } from './environment.ts';
import type { SpecRequest } from './spec.ts';

/** What can be taken over, by logical id. The two buckets must be there. */
export const ADOPTABLE = ['key', 'alias', 'initialBucket', 'finalBucket', 'role', 'instanceProfile'] as const;
export type Adoptable = (typeof ADOPTABLE)[number];

/** Something at AWS that is to become an environment's. */
export interface Candidate {
  physicalId: string;
  /** As far as whoever named it knows it. */
  arn?: string;
  region?: string;
  /** Where in the request it is named. */
  pointer: string;
  /** The caller said which one it is; left out: it was found in a state. */
  isPicked?: true;
}

/** Everything that is to become one environment's. */
export interface Candidates {
  resources: Partial<Record<Adoptable, Candidate>>;
  /** Managed policies that the role has and that are to give way to its own. `physicalId` is the ARN. */
  policies: Candidate[];
  /** What of the spec AWS does not tell. */
  spec: SpecRequest;
}

type Resources = Readonly<Record<string, Pick<ResourceState, 'adopted' | 'status'>>>;

/** Whether something was handed over when the environment was deleted: then nothing of it may be lost. */
export const wasHandedOver = (resources: Resources): boolean =>
  Object.values(resources).some(({ status }) => status === 'RETAINED');

/**
 * Whether a deletion leaves the resource as it is. All of them when that was asked for; what is yet to be taken over; and
 * until the environment has been READY once, what it took over is not its own to delete, either.
 */
export function isKept(
  {
    retain,
    resources,
    observedGeneration,
  }: Pick<EnvironmentRecord, 'retain' | 'resources' | 'observedGeneration'>,
  logicalId: string,
): boolean {
  if (retain || resources[logicalId]?.adopted === 'pending') return true;
  const isImport = Object.values(resources).some(({ adopted }) => adopted !== undefined);
  // Asked first: what it has left so far does not make what it made itself anybody else's.
  if (isImport && observedGeneration === 0) return resources[logicalId]?.adopted !== undefined;
  return wasHandedOver(resources);
}
