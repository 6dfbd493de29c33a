import type * as z from 'zod/mini';
import { MEDIA_TYPES, type OutputFormat, renderOutputs } from '../environment/output-formats.ts';
import type { Outputs } from '../environment/outputs.ts';
import { PLANNED_ACTIONS, type PlannedAction } from '../environment/plan.ts';
import type { drift, environment, environmentList, eventList, health, plan } from './response-schemas.ts';
import { importPlanExample, terraformExample } from './terraform-examples.ts';
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
  tenant: '111122223333',
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

const updating: Environment = { ...ready, status: 'UPDATING', generation: 2 };
const restored: Environment = {
  ...ready,
  generation: 3,
  observedGeneration: 3,
  restoredAt: '2030-02-01T10:00:00.000Z',
  warnings: [
    {
      code: 'restored-without-objects',
      message:
        'The environment was restored at 2030-02-01T10:00:00.000Z: what its deletion had removed was made anew, buckets without their objects.',
    },
  ],
};

const summary = Object.fromEntries(PLANNED_ACTIONS.map((action) => [action, 0])) as Record<
  PlannedAction,
  number
>;
const creationPlan: z.infer<typeof plan> = {
  id: 'pr-123',
  request: 'create',
  changes: [],
  warnings: [],
  summary: { ...summary, create: 6 },
  resources: [
    {
      logicalId: 'alias',
      type: 'kms-alias',
      name: 'alias/groundwork-pr-123-<unique>',
      action: 'create',
      aspects: [{ aspect: 'target', after: '(known after it is made)' }],
    },
  ],
};
const updatePlan: z.infer<typeof plan> = {
  id: 'pr-123',
  request: 'update',
  changes: ['/storage/versioning'],
  warnings: [],
  summary: { ...summary, change: 1, none: 5 },
  resources: [
    {
      logicalId: 'initialBucket',
      type: 's3-bucket',
      name: bucket('initial').name,
      physicalId: bucket('initial').name,
      action: 'change',
      aspects: [{ aspect: 'versioning', before: true, after: false }],
    },
  ],
};

const drifted: z.infer<typeof drift> = {
  id: 'pr-123',
  status: 'READY',
  generation: 1,
  checkedAt: '2030-02-01T09:00:00.000Z',
  inSync: false,
  differences: [
    {
      logicalId: 'role',
      aspect: 'attachedPolicies',
      desired: [],
      observed: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    },
  ],
  unclear: [],
};

const events: z.infer<typeof eventList> = {
  items: [
    {
      id: '0k8j3v1zkabcdefgh',
      time: '2030-01-31T12:00:04.000Z',
      type: 'environment.ready',
      message: 'The environment is READY.',
      actor: `${IAM}:role/ci`,
      generation: 1,
      data: { status: 'READY', previousStatus: 'PROVISIONING' },
    },
    {
      id: '0k8j3v0abqrstuvwx',
      time: '2030-01-31T12:00:01.000Z',
      type: 'aws.call',
      message: 'KMS CreateKey for key: ok after 120 ms',
      actor: `${IAM}:role/ci`,
      generation: 1,
      data: {
        service: 'KMS',
        operation: 'CreateKey',
        logicalId: 'key',
        milliseconds: 120,
        requestId: '5f2b0f7e-1d5c-4c39-8a0e-3a1d0a6d7f11',
        result: 'ok',
      },
    },
  ],
};

const list: z.infer<typeof environmentList> = {
  items: [ready],
  nextPageToken: 'WyIxMTExMjIyMjMzMzMiLCJwci0xMjMiXQ',
};

const healthy: z.infer<typeof health> = { status: 'ok', version: VERSION };

const exampleOutputs = ready.outputs as Outputs;
const rendered = (format: OutputFormat): string => {
  const result = renderOutputs(format, exampleOutputs, 'pr-123');
  if ('faults' in result) throw new Error('the example has outputs that can not be told');
  return result.text;
};

/** The outputs in the formats that are not JSON, by media type. */
export const OUTPUT_EXAMPLES: Readonly<Record<string, string>> = Object.fromEntries(
  (['dotenv', 'tfvars', 'shell', 'cloud-init'] as const).map((format) => [
    MEDIA_TYPES[format],
    rendered(format),
  ]),
);

export const EXAMPLES = {
  pending,
  ready,
  updating,
  restored,
  deleting,
  deleted,
  list,
  plan: creationPlan,
  updatePlan,
  drift: drifted,
  events,
  outputs: exampleOutputs,
  terraform: terraformExample(ready, ID),
  importPlan: importPlanExample(ready, summary),
  health: healthy,
  contract: { openapi: '3.1.0', info: { title: 'groundwork', version: VERSION }, paths: {} },
} as const;
export type ExampleName = keyof typeof EXAMPLES;
