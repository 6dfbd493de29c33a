import type { Identities, Node, Tags } from '../provisioning/resource.ts';
import type { Deployment, EnvironmentRecord, Spec } from './environment.ts';
import { type PhysicalNames, physicalNames } from './names.ts';
import { bucketPolicy, keyPolicy, rolePolicy, trustPolicy } from './policies.ts';

/** Days after which an upload that was begun and never completed is dropped. */
const ABORT_UPLOADS_AFTER_DAYS = 7;

const KEY_DESCRIPTION = 'Encrypts the objects of one groundwork environment';
const KEY_ROTATION_DAYS = 365;
/** IAM's own default. */
const LONGEST_SESSION_SECONDS = 3600;

type Subject = Pick<EnvironmentRecord, 'tenant' | 'id' | 'uid' | 'spec' | 'retiredPolicies'>;

interface Plan {
  spec: Spec;
  deployment: Deployment;
  names: PhysicalNames;
  owner: Tags;
  tags: Tags;
  keyed: boolean;
  retiredPolicies: readonly string[] | undefined;
}

/**
 * The whole graph of an environment:
 *
 *     key ──> alias          (an arrow: must exist before the other is made)
 *     key ··> initial, final, role    (a dotted one: before the other is configured)
 *     role ··> profile
 *
 * With `AES256` there is neither key nor alias.
 */
export function blueprint(subject: Subject, deployment: Deployment): Node[] {
  const { spec, retiredPolicies } = subject;
  const names = physicalNames(subject, subject.uid, spec);
  const owner = ownerTags(subject, deployment);
  const plan: Plan = {
    spec,
    deployment,
    names,
    owner,
    tags: { ...spec.tags, ...owner },
    keyed: spec.encryption.algorithm === 'aws:kms',
    retiredPolicies,
  };
  return [
    ...(plan.keyed ? [keyNode(plan), aliasNode(plan)] : []),
    bucketNode(plan, 'initialBucket'),
    bucketNode(plan, 'finalBucket'),
    roleNode(plan),
    instanceProfileNode(plan),
  ];
}

/** The tags that make a resource this environment's: exactly this life of this id. */
export const ownerTags = ({ tenant, id, uid }: Subject, { service, stage }: Deployment): Tags => ({
  'groundwork:service': service,
  'groundwork:stage': stage,
  'groundwork:tenant': tenant,
  'groundwork:environment': id,
  'groundwork:uid': uid,
});

const keyNode = ({ spec, deployment, owner, tags }: Plan): Node => ({
  logicalId: 'key',
  type: 'kms-key',
  region: spec.region,
  dependsOn: [],
  refersTo: [],
  owner,
  // Every spec with a key has one; 30 is KMS's own.
  settings: { deletionWindowDays: spec.encryption.deletionWindowDays ?? 30 },
  aspects: () => ({
    state: 'Enabled',
    description: KEY_DESCRIPTION,
    rotationDays: KEY_ROTATION_DAYS,
    policy: keyPolicy(deployment),
    grants: [],
    tags,
  }),
});

const aliasNode = ({ spec, names, owner }: Plan): Node => ({
  logicalId: 'alias',
  type: 'kms-alias',
  name: names.keyAlias,
  region: spec.region,
  dependsOn: ['key'],
  refersTo: [],
  owner,
  settings: {},
  aspects: (made) => ({ target: made.key?.physicalId }),
});

const bucketNode = (plan: Plan, logicalId: 'initialBucket' | 'finalBucket'): Node => ({
  logicalId,
  type: 's3-bucket',
  name: plan.names[logicalId],
  region: plan.spec.region,
  dependsOn: [],
  refersTo: plan.keyed ? ['key'] : [],
  owner: plan.owner,
  settings: {},
  aspects: (made) => bucketAspects(plan, plan.names[logicalId], made),
});

function bucketAspects({ spec, deployment, tags, keyed }: Plan, name: string, made: Identities) {
  const { storage } = spec;
  const keyArn = made.key?.arn;
  return {
    tags,
    publicAccess: 'blocked',
    ownership: 'BucketOwnerEnforced',
    encryption: keyed
      ? { algorithm: 'aws:kms', keyArn, bucketKey: true }
      : { algorithm: 'AES256', bucketKey: false },
    versioning: storage.versioning,
    lifecycle: {
      abortUploadsAfterDays: ABORT_UPLOADS_AFTER_DAYS,
      ...(storage.expireAfterDays && { expireAfterDays: storage.expireAfterDays }),
    },
    policy: bucketPolicy({
      bucketArn: bucketArn(deployment, name),
      spec,
      serviceArns: [deployment.provisionerArn, deployment.observerArn],
      keyArn,
    }),
  };
}

const roleNode = ({ spec, deployment, names, owner, tags, keyed, retiredPolicies }: Plan): Node => ({
  logicalId: 'role',
  type: 'iam-role',
  name: names.role,
  region: spec.region,
  dependsOn: [],
  refersTo: keyed ? ['key'] : [],
  owner,
  settings: {
    path: deployment.iamPath,
    inlinePolicy: names.policy,
    instanceProfile: names.instanceProfile,
    ...(retiredPolicies && { retiredPolicies }),
  },
  aspects: (made) => ({
    trust: trustPolicy(spec.role.trustedServices),
    boundary: deployment.boundaryArn,
    maxSessionSeconds: LONGEST_SESSION_SECONDS,
    inlinePolicies: {
      [names.policy]: rolePolicy({
        bucketArns: [names.initialBucket, names.finalBucket].map((name) => bucketArn(deployment, name)),
        region: spec.region,
        keyArn: made.key?.arn,
      }),
    },
    attachedPolicies: [],
    ...(retiredPolicies && { retiredPolicies: [] }),
    tags: { ...tags, ...bucketTags(names) },
  }),
});

/** By which the boundary knows the role's buckets. They don't tell whose it is: a role that is handed over keeps them. */
const bucketTags = ({ initialBucket, finalBucket }: PhysicalNames): Tags => ({
  'groundwork:initial-bucket': initialBucket,
  'groundwork:final-bucket': finalBucket,
});

const instanceProfileNode = ({ spec, deployment, names, owner, tags }: Plan): Node => ({
  logicalId: 'instanceProfile',
  type: 'iam-instance-profile',
  name: names.instanceProfile,
  region: spec.region,
  dependsOn: [],
  refersTo: ['role'],
  owner,
  settings: { path: deployment.iamPath },
  aspects: (made) => ({ roles: [made.role?.physicalId], tags }),
});

const bucketArn = ({ partition }: Deployment, name: string): string => `arn:${partition}:s3:::${name}`;
