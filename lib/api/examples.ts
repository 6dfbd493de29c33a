import type * as z from 'zod';
import type { environment, environmentList, health } from './response-schemas.ts';
import { VERSION } from './version.ts';

type Environment = z.infer<typeof environment>;

/** Answers as the contract shows them. */

const ID = 'k5xw2ab3cd4e';
const NAME = `groundwork-pr-123-${ID}`;
const IAM = 'arn:aws:iam::111122223333';
const KEY_ID = '1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11';
const KEY_ARN = `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`;
const ALIAS_ARN = `arn:aws:kms:eu-west-1:111122223333:alias/${NAME}`;
const ROLE_ARN = `${IAM}:role/groundwork/prod/${NAME}`;
const PROFILE_ARN = `${IAM}:instance-profile/groundwork/prod/${NAME}`;
const bucket = (kind: 'initial' | 'final') => {
  const name = `${kind}-pr-123-${ID}`;
  return { name, arn: `arn:aws:s3:::${name}` };
};

const pending: Environment = {
  id: 'pr-123',
  status: 'PENDING',
  generation: 1,
  observedGeneration: 0,
  spec: {
    region: 'eu-west-1',
    allowedCidrs: ['203.0.113.7/32'],
    allowedVpcEndpoints: [],
    encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 },
    storage: { acl: 'private', versioning: true },
    role: { trustedServices: ['ec2.amazonaws.com'] },
    deletionProtection: false,
    forceDestroy: false,
    tags: {},
  },
  outputs: { region: 'eu-west-1', buckets: {} },
  resources: [],
  conditions: [],
  warnings: [],
  createdAt: '2030-01-31T12:00:00.000Z',
  updatedAt: '2030-01-31T12:00:00.000Z',
  createdBy: `${IAM}:role/ci`,
  links: { self: '/environments/pr-123' },
};

const made = (
  logicalId: string,
  type: string,
  physicalId: string,
  arn: string,
): Environment['resources'][number] => ({ logicalId, type, physicalId, arn, status: 'READY' });

const ready: Environment = {
  ...pending,
  status: 'READY',
  observedGeneration: 1,
  outputs: {
    region: 'eu-west-1',
    buckets: { initial: bucket('initial'), final: bucket('final') },
    kmsKeyId: KEY_ID,
    kmsKeyArn: KEY_ARN,
    kmsKeyAlias: `alias/${NAME}`,
    roleName: NAME,
    roleArn: ROLE_ARN,
    instanceProfileName: NAME,
    instanceProfileArn: PROFILE_ARN,
  },
  resources: [
    made('key', 'kms-key', KEY_ID, KEY_ARN),
    made('alias', 'kms-alias', `alias/${NAME}`, ALIAS_ARN),
    made('initialBucket', 's3-bucket', bucket('initial').name, bucket('initial').arn),
    made('finalBucket', 's3-bucket', bucket('final').name, bucket('final').arn),
    made('role', 'iam-role', NAME, ROLE_ARN),
    made('instanceProfile', 'iam-instance-profile', NAME, PROFILE_ARN),
  ],
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'AsDesired',
      message: 'Every resource was read back as desired.',
      lastTransitionTime: '2030-01-31T12:00:04.000Z',
    },
    {
      type: 'Progressing',
      status: 'False',
      reason: 'AsDesired',
      message: 'Every resource was read back as desired.',
      lastTransitionTime: '2030-01-31T12:00:04.000Z',
    },
  ],
  updatedAt: '2030-01-31T12:00:04.000Z',
  readyAt: '2030-01-31T12:00:04.000Z',
};

const deleting: Environment = { ...ready, status: 'DELETING', generation: 2 };
const deleted: Environment = {
  ...deleting,
  status: 'DELETED',
  observedGeneration: 2,
  outputs: pending.outputs,
  resources: ready.resources.map((resource) => ({ ...resource, status: 'DELETED' })),
  deletedAt: '2030-02-01T09:30:00.000Z',
};

const list: z.infer<typeof environmentList> = {
  items: [ready],
  nextPageToken: 'WyIxMTExMjIyMjMzMzMiLCJwci0xMjMiXQ',
};

const healthy: z.infer<typeof health> = { status: 'ok', version: VERSION };

export const EXAMPLES = { pending, ready, deleting, deleted, list, health: healthy } as const;
export type ExampleName = keyof typeof EXAMPLES;
