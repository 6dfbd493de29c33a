/** States as Terraform writes them, of the root module: cut down to what matters, in the words of several providers. */

const REGION = 'eu-west-1';
const ACCOUNT = '111122223333';
export const NAMES = {
  key: '1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11',
  alias: 'alias/microservice-s3-key',
  initialBucket: 'initial-microservice-bucket-20300131',
  finalBucket: 'final-microservice-bucket-20300131',
  role: 'microservice_role',
  instanceProfile: 'microservice_profile',
};
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${NAMES.key}`;
export const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/microservice_deploy_policy`;

export interface Block {
  module?: string;
  mode: string;
  type: string;
  name: string;
  instances: { index_key?: string | number; deposed?: string; attributes: Record<string, unknown> }[];
}

export const block = (
  type: string,
  name: string,
  attributes: Record<string, unknown>,
  more: Partial<Block> = {},
): Block => ({ mode: 'managed', type, name, instances: [{ attributes }], ...more });

export const stateWith = (resources: readonly object[]) => ({
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: '0',
  outputs: {},
  resources,
});

const encryption = [
  {
    rule: [
      { apply_server_side_encryption_by_default: [{ kms_master_key_id: KEY_ARN, sse_algorithm: 'aws:kms' }] },
    ],
  },
];

const key = () =>
  block('aws_kms_key', 'key', {
    id: NAMES.key,
    key_id: NAMES.key,
    arn: KEY_ARN,
    deletion_window_in_days: 14,
  });
const alias = () =>
  block('aws_kms_alias', 'key', {
    id: NAMES.alias,
    name: NAMES.alias,
    target_key_id: NAMES.key,
    target_key_arn: KEY_ARN,
  });
const role = () =>
  block('aws_iam_role', 'role', {
    id: NAMES.role,
    name: NAMES.role,
    arn: `arn:aws:iam::${ACCOUNT}:role/${NAMES.role}`,
  });
const policy = () =>
  block('aws_iam_policy', 'policy', { id: POLICY_ARN, arn: POLICY_ARN, name: 'microservice_deploy_policy' });
const attachment = () =>
  block('aws_iam_role_policy_attachment', 'attachment', { role: NAMES.role, policy_arn: POLICY_ARN });
const profile = (held: object) =>
  block('aws_iam_instance_profile', 'profile', {
    id: NAMES.instanceProfile,
    name: NAMES.instanceProfile,
    ...held,
  });

const bucketAttributes = (bucket: string, more: object = {}) => ({
  id: bucket,
  bucket,
  arn: `arn:aws:s3:::${bucket}`,
  region: REGION,
  ...more,
});
const buckets = (more: object = {}) => ({
  ...block('aws_s3_bucket', 'bucket', {}),
  instances: [
    { index_key: 'final', attributes: bucketAttributes(NAMES.finalBucket, more) },
    { index_key: 'initial', attributes: bucketAttributes(NAMES.initialBucket, more) },
  ],
});
const rest = () => [key(), alias(), role(), policy(), attachment()];
const data = block('aws_caller_identity', 'current', { account_id: ACCOUNT }, { mode: 'data' });
const otherKey = block('aws_kms_key', 'theirs', { key_id: 'other' }, { mode: 'data' });

/** By who wrote it. */
export const STATES: Readonly<Record<string, object>> = {
  'provider 2, encryption within the bucket, profiles with a list of roles': stateWith([
    otherKey,
    ...rest(),
    buckets({ server_side_encryption_configuration: encryption, acl: 'private' }),
    profile({ role: null, roles: [NAMES.role] }),
  ]),
  'provider 3, buckets of their own and an attachment of several roles': stateWith([
    data,
    key(),
    alias(),
    role(),
    policy(),
    block('aws_iam_policy_attachment', 'all', { roles: ['other', NAMES.role], policy_arn: POLICY_ARN }),
    block(
      'aws_s3_bucket',
      'initial',
      bucketAttributes(NAMES.initialBucket, { server_side_encryption_configuration: encryption }),
    ),
    block(
      'aws_s3_bucket',
      'final',
      bucketAttributes(NAMES.finalBucket, { server_side_encryption_configuration: encryption }),
    ),
    profile({ role: NAMES.role }),
  ]),
  'provider 4 or 5, encryption beside the bucket': stateWith([
    ...rest(),
    buckets(),
    block('aws_s3_bucket_server_side_encryption_configuration', 'bucket', {
      bucket: NAMES.initialBucket,
      rule: encryption[0]?.rule,
    }),
    profile({ role: NAMES.role }),
  ]),
  'provider 6, a region on everything': stateWith(
    [...rest(), buckets({ bucket_region: REGION }), profile({ role: NAMES.role })].map((entry) => ({
      ...entry,
      instances: entry.instances.map((instance) => ({
        ...instance,
        attributes: entry.type.startsWith('aws_iam')
          ? instance.attributes
          : { ...instance.attributes, region: REGION },
      })),
    })),
  ),
  'modules within modules': stateWith(
    [...rest(), buckets(), profile({ role: NAMES.role })].map((entry) => ({
      ...entry,
      name: 'this',
      module: `module.platform.module.${entry.type}["eu"]`,
    })),
  ),
};
