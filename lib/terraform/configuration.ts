import { blueprint } from '../environment/blueprint.ts';
import type { Deployment, EnvironmentRecord } from '../environment/environment.ts';
import type { Aspects, Identities, Identity } from '../provisioning/resource.ts';

/** What `main.tf.json` says: Terraform's JSON syntax. */
export interface TerraformConfiguration {
  terraform: object;
  provider: object;
  resource: Record<string, Record<string, object>>;
  import: { to: string; id: string }[];
  output: Record<string, { value: unknown }>;
}

/** One of Terraform's resources; what is one at AWS may be several of them. */
interface Block {
  type: string;
  label: string;
  /** What Terraform finds it by. */
  id: string;
  settings: object;
}

/** One resource of an environment with everything that Terraform wants to know of it. */
interface Subject extends Identity {
  label: string;
  // biome-ignore lint/suspicious/noExplicitAny: which form belongs to which aspect is the blueprint's agreement with the handlers
  aspects: Readonly<Record<string, any>>;
  tags: object;
}

/** The provider with which the configuration is tested. */
const PROVIDER = { source: 'hashicorp/aws', version: '~> 5.100' };
/** The first that knows `import` blocks. */
const TERRAFORM = '>= 1.5';
/** Ownership tags are groundwork's own: Terraform neither shows nor removes them. */
const OWNERSHIP_TAGS = 'groundwork:';

const LABELS: Readonly<Record<string, string>> = {
  key: 'key',
  alias: 'key',
  initialBucket: 'initial',
  finalBucket: 'final',
  role: 'role',
  instanceProfile: 'role',
};

/**
 * An environment as a Terraform configuration that imports everything and changes nothing.
 *
 * @param record of an environment all of whose resources are known
 */
export function configuration(record: EnvironmentRecord, deployment: Deployment): TerraformConfiguration {
  const { spec, resources } = record;
  const made = Object.fromEntries(
    Object.entries(resources).map(([logicalId, { physicalId = '', arn = '' }]) => [
      logicalId,
      { physicalId, arn },
    ]),
  );
  const nodes = blueprint(record, deployment);
  const blocks = nodes.flatMap((node) =>
    (TRANSLATIONS[node.type] ?? untranslated)(subjectOf(node.logicalId, node.aspects(made), made, spec.tags)),
  );
  const resource: TerraformConfiguration['resource'] = {};
  for (const { type, label, settings } of blocks) resource[type] = { ...resource[type], [label]: settings };
  return {
    terraform: { required_version: TERRAFORM, required_providers: { aws: PROVIDER } },
    provider: {
      aws: {
        region: spec.region,
        allowed_account_ids: [deployment.accountId],
        ignore_tags: { key_prefixes: [OWNERSHIP_TAGS] },
      },
    },
    resource: inTerraform(resource),
    import: blocks.map(({ type, label, id }) => ({ to: `${type}.${label}`, id: inTerraform(id) })),
    output: inTerraform(outputsOf(spec.region, resource)),
  };
}

/** Marks what stands where a setting is another resource's attribute; no tag can be called so. */
const ATTRIBUTE = Symbol('attribute');

interface Reference {
  [ATTRIBUTE]: string;
}

const isReference = (value: object): value is Reference => ATTRIBUTE in value;

/**
 * Settings in the JSON that Terraform reads, in which every text is a template: a reference is one, and what only
 * looks like one is not.
 */
function inTerraform<T>(value: T): T {
  const told = (): unknown => {
    if (typeof value === 'string') return value.replace(/[$%]\{/g, (begin) => `${begin[0]}${begin}`);
    if (Array.isArray(value)) return value.map(inTerraform);
    if (typeof value !== 'object' || value === null) return value;
    if (isReference(value)) return `\${${value[ATTRIBUTE]}}`;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inTerraform(inner)]));
  };
  return told() as T;
}

function subjectOf(logicalId: string, aspects: Aspects, made: Identities, tags: object): Subject {
  const { physicalId, arn } = made[logicalId] ?? { physicalId: '', arn: '' };
  return { label: LABELS[logicalId] ?? logicalId, physicalId, arn, aspects, tags };
}

const untranslated = ({ label }: Subject): never => {
  throw new Error(`no Terraform for ${label}`);
};

type Translation = (subject: Subject) => Block[];

/** By resource type. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  'kms-key': ({ label, physicalId, aspects, tags }) => [
    block('aws_kms_key', label, physicalId, {
      description: aspects.description,
      enable_key_rotation: aspects.rotationDays > 0,
      policy: JSON.stringify(aspects.policy),
      tags,
    }),
  ],

  'kms-alias': ({ label, physicalId: name }) => [
    block('aws_kms_alias', label, name, { name, target_key_id: attribute('aws_kms_key', 'key', 'key_id') }),
  ],

  's3-bucket': ({ label, physicalId: name, aspects, tags }) => [
    block('aws_s3_bucket', label, name, { bucket: name, tags }),
    ...Object.entries(BUCKET_PARTS).flatMap(([type, settingsOf]) => {
      const settings = settingsOf(aspects);
      const bucket = attribute('aws_s3_bucket', label, 'id');
      return settings ? [block(type, label, name, { bucket, ...settings })] : [];
    }),
  ],

  'iam-role': ({ label, physicalId: name, arn, aspects, tags }) => [
    block('aws_iam_role', label, name, {
      name,
      path: pathOf(arn),
      assume_role_policy: JSON.stringify(aspects.trust),
      permissions_boundary: aspects.boundary,
      max_session_duration: aspects.maxSessionSeconds,
      tags,
      // Not groundwork's to set: one that was taken over keeps what it says.
      lifecycle: { ignore_changes: ['description'] },
    }),
    ...Object.entries(aspects.inlinePolicies).map(([policy, document]) =>
      block('aws_iam_role_policy', label, `${name}:${policy}`, {
        name: policy,
        role: attribute('aws_iam_role', label, 'name'),
        policy: JSON.stringify(document),
      }),
    ),
  ],

  'iam-instance-profile': ({ label, physicalId: name, arn, tags }) => [
    block('aws_iam_instance_profile', label, name, {
      name,
      path: pathOf(arn),
      role: attribute('aws_iam_role', 'role', 'name'),
      tags,
    }),
  ],
};

/** What Terraform keeps beside the bucket; undefined: it is off, and so has no resource. */
const BUCKET_PARTS: Readonly<Record<string, (aspects: Subject['aspects']) => object | undefined>> = {
  aws_s3_bucket_public_access_block: () => ({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  }),
  aws_s3_bucket_ownership_controls: ({ ownership }) => ({ rule: { object_ownership: ownership } }),
  aws_s3_bucket_server_side_encryption_configuration: ({ encryption }) => ({
    rule: {
      apply_server_side_encryption_by_default: {
        sse_algorithm: encryption.algorithm,
        ...(encryption.keyArn && { kms_master_key_id: attribute('aws_kms_key', 'key', 'arn') }),
      },
      bucket_key_enabled: encryption.bucketKey,
    },
  }),
  aws_s3_bucket_versioning: ({ versioning }) =>
    versioning ? { versioning_configuration: { status: 'Enabled' } } : undefined,
  aws_s3_bucket_lifecycle_configuration: ({ lifecycle }) => ({ rule: lifecycleRules(lifecycle) }),
  aws_s3_bucket_policy: ({ policy }) => ({ policy: JSON.stringify(policy) }),
};

/** As lib/aws/s3-bucket/lifecycle.ts writes them. */
const lifecycleRules = ({ abortUploadsAfterDays, expireAfterDays }: Record<string, number>) => {
  const everything = { status: 'Enabled', filter: { prefix: '' } };
  return [
    {
      id: 'abort-incomplete-uploads',
      ...everything,
      abort_incomplete_multipart_upload: { days_after_initiation: abortUploadsAfterDays },
    },
    ...(expireAfterDays
      ? [
          {
            id: 'expire-objects',
            ...everything,
            expiration: { days: expireAfterDays },
            noncurrent_version_expiration: { noncurrent_days: expireAfterDays },
          },
        ]
      : []),
  ];
};

/** Under the names that `GET …/outputs?format=tfvars` gives them. */
function outputsOf(
  region: string,
  resource: TerraformConfiguration['resource'],
): TerraformConfiguration['output'] {
  const values: Record<string, string | Reference> = {
    initial_bucket: attribute('aws_s3_bucket', 'initial', 'bucket'),
    initial_bucket_arn: attribute('aws_s3_bucket', 'initial', 'arn'),
    final_bucket: attribute('aws_s3_bucket', 'final', 'bucket'),
    final_bucket_arn: attribute('aws_s3_bucket', 'final', 'arn'),
    ...(resource.aws_kms_key && {
      kms_key_id: attribute('aws_kms_key', 'key', 'key_id'),
      kms_key_arn: attribute('aws_kms_key', 'key', 'arn'),
      kms_key_alias: attribute('aws_kms_alias', 'key', 'name'),
    }),
    role_name: attribute('aws_iam_role', 'role', 'name'),
    role_arn: attribute('aws_iam_role', 'role', 'arn'),
    instance_profile_name: attribute('aws_iam_instance_profile', 'role', 'name'),
    instance_profile_arn: attribute('aws_iam_instance_profile', 'role', 'arn'),
    region,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

const block = (type: string, label: string, id: string, settings: object): Block => ({
  type,
  label,
  id,
  settings,
});

const attribute = (type: string, label: string, name: string): Reference => ({
  [ATTRIBUTE]: `${type}.${label}.${name}`,
});

/** `arn:aws:iam::111122223333:role/some/path/name` has the path `/some/path/`. */
const pathOf = (arn: string): string => arn.replace(/^.*?:[\w-]+(\/(?:.*\/)?)[^/]*$/, '$1');
