import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { World } from './world.ts';

type Details = Record<string, unknown>;

/**
 * Everything AWS tells of one resource, read without the handlers; undefined when there is none. Two
 * snapshots are equal when nothing about the resource changed.
 */
export function snapshot(world: World, logicalId: string): Promise<Details | undefined> {
  const look = looks[logicalId];
  if (!look) throw new Error(`no way to look at ${logicalId}`);
  return look(world);
}

const looks: Record<string, (world: World) => Promise<Details | undefined>> = {
  key: async (world) => keyDetails(world, world.state('key')?.physicalId ?? 'none'),
  alias: aliasDetails,
  initialBucket: (world) => bucketDetails(world, world.names.initialBucket),
  finalBucket: (world) => bucketDetails(world, world.names.finalBucket),
  role: roleDetails,
  instanceProfile: profileDetails,
};

export async function keyDetails({ hand: { kms } }: World, KeyId: string): Promise<Details | undefined> {
  const described = await orNone(kms.send(new DescribeKeyCommand({ KeyId })));
  if (!described) return undefined;
  const { Policy = 'null' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
  return {
    id: KeyId,
    state: described.KeyMetadata?.KeyState,
    description: described.KeyMetadata?.Description,
    grants: Grants.map(({ GranteePrincipal }) => GranteePrincipal),
    rotation: KeyRotationEnabled,
    policy: JSON.parse(Policy),
    tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
  };
}

async function aliasDetails({ hand: { kms }, names }: World): Promise<Details | undefined> {
  const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
  const found = Aliases.find(({ AliasName }) => AliasName === names.keyAlias);
  return found && { target: found.TargetKeyId };
}

async function bucketDetails({ hand: { s3 } }: World, Bucket: string): Promise<Details | undefined> {
  const target = { Bucket };
  const location = await orNone(s3.send(new GetBucketLocationCommand(target)));
  if (!location) return undefined;
  const tagging = await orNone(s3.send(new GetBucketTaggingCommand(target)));
  const block = await orNone(s3.send(new GetPublicAccessBlockCommand(target)));
  const ownership = await orNone(s3.send(new GetBucketOwnershipControlsCommand(target)));
  const encryption = await orNone(s3.send(new GetBucketEncryptionCommand(target)));
  const versioning = await s3.send(new GetBucketVersioningCommand(target));
  const lifecycle = await orNone(s3.send(new GetBucketLifecycleConfigurationCommand(target)));
  const policy = await orNone(s3.send(new GetBucketPolicyCommand(target)));
  return {
    region: location.LocationConstraint ?? 'us-east-1',
    tags: tagMap(tagging?.TagSet),
    publicAccess: block?.PublicAccessBlockConfiguration,
    ownership: ownership?.OwnershipControls?.Rules,
    encryption: encryption?.ServerSideEncryptionConfiguration?.Rules,
    versioning: versioning.Status,
    lifecycle: lifecycle?.Rules,
    policy: JSON.parse(policy?.Policy ?? 'null'),
  };
}

async function roleDetails({ hand: { iam }, names }: World): Promise<Details | undefined> {
  const RoleName = names.role;
  const seen = await orNone(iam.send(new GetRoleCommand({ RoleName })));
  if (!seen?.Role) return undefined;
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const inline = await Promise.all(
    PolicyNames.sort().map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, parsed(PolicyDocument)] as const;
    }),
  );
  return {
    path: seen.Role.Path,
    trust: parsed(seen.Role.AssumeRolePolicyDocument),
    boundary: seen.Role.PermissionsBoundary?.PermissionsBoundaryArn,
    maxSessionSeconds: seen.Role.MaxSessionDuration,
    inlinePolicies: Object.fromEntries(inline),
    attachedPolicies: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
    tags: tagMap(seen.Role.Tags),
  };
}

async function profileDetails({ hand: { iam }, names }: World): Promise<Details | undefined> {
  const InstanceProfileName = names.instanceProfile;
  const seen = await orNone(iam.send(new GetInstanceProfileCommand({ InstanceProfileName })));
  if (!seen?.InstanceProfile) return undefined;
  const { Path, Roles = [], Tags } = seen.InstanceProfile;
  return { path: Path, roles: Roles.map(({ RoleName }) => RoleName), tags: tagMap(Tags) };
}

const tagMap = (list: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));

const parsed = (encoded = 'null'): unknown => JSON.parse(decodeURIComponent(encoded));

/** The services' ways to say that there is none. */
const NONE =
  /^(NoSuch\w+|NotFoundException|OwnershipControlsNotFoundError|ServerSideEncryption\w+NotFoundError)$/;

async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && NONE.test(error.name)) return undefined;
    throw error;
  }
}
