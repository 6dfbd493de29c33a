import type { ResourceState } from '../provisioning/resource.ts';
import type { EnvironmentEvent } from './events.ts';

export { RESOURCE_STATUSES } from '../provisioning/resource.ts';

/** What the caller asked for, defaults filled in. Physical names are not part of it: see names.ts. */
export interface Spec {
  region: string;
  /** IPv4 and IPv6 blocks in CIDR notation whose addresses may use the buckets. */
  allowedCidrs: string[];
  /** VPC endpoints (`vpce-…`) whose traffic may use the buckets. */
  allowedVpcEndpoints: string[];
  encryption: {
    algorithm: 'aws:kms' | 'AES256';
    /** `alias/…`; left out: derived from the id. */
    keyAlias?: string;
    /** Days between the deletion of the environment and that of its key, 7 to 30. AES256 has none. */
    deletionWindowDays?: number;
  };
  storage: {
    bucketPrefix?: string;
    initialBucketName?: string;
    finalBucketName?: string;
    acl: 'private';
    versioning: boolean;
    /** Days after which objects expire; left out: never. */
    expireAfterDays?: number;
  };
  role: {
    name?: string;
    policyName?: string;
    instanceProfileName?: string;
    trustedServices: string[];
  };
  /** Time to live from the request on (`90m`, `72h`, `7d`). Excludes `expiresAt`. */
  ttl?: string;
  /** RFC 3339. Excludes `ttl`. */
  expiresAt?: string;
  deletionProtection: boolean;
  forceDestroy: boolean;
  tags: Record<string, string>;
}

/** AWS services that a role may be handed to. */
export const TRUSTABLE_SERVICES = [
  'ec2.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'lambda.amazonaws.com',
] as const;

export const STATUSES = [
  'PENDING',
  'PROVISIONING',
  'READY',
  'UPDATING',
  'FAILED',
  'DELETING',
  'DELETE_FAILED',
  'DELETED',
] as const;
export type Status = (typeof STATUSES)[number];

/** A fact about an environment, with the time it last became so. */
export interface Condition {
  type: 'Ready' | 'Progressing';
  status: 'True' | 'False';
  /** CamelCase word for machines. */
  reason: string;
  /** Sentence for people. */
  message: string;
  lastTransitionTime: string;
}

/** What the last look for drift told: what AWS has otherwise than desired, without a change of ours. */
export interface Drift {
  checkedAt: string;
  differences: { logicalId: string; aspect: string }[];
  /** What could not be looked at, and why. */
  unclear: { logicalId: string; message: string }[];
  /** When it was all made as desired again. */
  repairedAt?: string;
}

/** Who an environment belongs to and which life of its id it is. */
export interface EnvironmentKey {
  tenant: string;
  id: string;
}

/** The record: one DynamoDB item, the truth about one environment. Times are RFC 3339 in UTC. */
export interface EnvironmentRecord extends EnvironmentKey {
  schemaVersion: 1;
  /** 16 random characters of [a-z2-7]; new for every life of an id. */
  uid: string;
  /** Counts writes of any kind; the ETag. */
  version: number;
  spec: Spec;
  desired: 'present' | 'absent';
  /** Whether the requested deletion may empty buckets. */
  force: boolean;
  /** Whether the requested deletion leaves everything at AWS as it is. */
  retain?: boolean;
  /** ARNs of managed policies that came with a role that is being taken over, and go if nothing else uses them. */
  retiredPolicies?: string[] | undefined;
  /** Counts changes of desired state. */
  generation: number;
  /** The last generation fully applied. */
  observedGeneration: number;
  status: Status;
  statusReason?: string;
  /** By logical id. */
  resources: Record<string, ResourceState>;
  conditions: Condition[];
  /** Failed attempts in a row at the present generation. */
  attempts: number;
  createdAt: string;
  createdBy: string;
  /** Who asked for what is desired now: an ARN, or the service itself. */
  requestedBy: string;
  /** Id of the event of the last granted change; absent: there was none since its creation. */
  grantedAs?: string;
  updatedAt: string;
  readyAt?: string;
  expiresAt?: string;
  /** The `expiresAt` whose approach was announced. */
  expiryTold?: string;
  deletedAt?: string;
  restoredAt?: string;
  drift?: Drift;
  /** When a deletion that failed is tried again by itself; absent: never. */
  retryAt?: string;
  /** When to look for drift next; absent: nobody asked for that. */
  driftDueAt?: string;
  /** By id, what happened and has not been published yet: written with the change that it tells of. */
  outbox: Record<string, EnvironmentEvent>;
  /** Hash of tenant and Idempotency-Key. */
  idempotencyKey?: string;
  /** Hash of the accepted request body, to tell a replay from another request under the same key. */
  requestHash?: string;
  /** When the record wants to be looked at next; absent: never. */
  dueAt?: string;
  /** Fencing number: counts claims. */
  leaseEpoch: number;
  /** The last claim whose run was brought to its end; runs of the claims between it and the present one died. */
  concludedEpoch?: number;
  /** Until then a worker holds it; absent: nobody does. */
  leaseUntil?: string;
  /** Which claim of which worker: it recognises its own write by it. */
  leaseHolder?: string;
}

/** What environments have in common in one deployment of the service. */
export interface Deployment {
  /** `groundwork`; marks resources as the service's. */
  service: string;
  stage: string;
  accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  partition: string;
  /** The worker's role, which the buckets' network rule must not lock out. */
  provisionerArn: string;
  /** The role that only looks, for plans and drift; the network rule must not lock it out either. */
  observerArn: string;
  /** IAM path of everything made, with both slashes. */
  iamPath: string;
  /** Managed policy that caps what an environment's role can ever do. */
  boundaryArn: string;
}
