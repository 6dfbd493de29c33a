import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  waitUntilInstanceProfileExists,
  waitUntilRoleExists,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  waitUntilBucketExists,
} from '@aws-sdk/client-s3';
import type { Identity } from '../../lib/provisioning/resource.ts';
import type { Target } from '../../scripts/local/credentials.ts';
import type { Wanted, WantedBucket } from '../support/wanted.ts';

/** Seconds that the SDK's waiters may take. They ask at once, and again after seconds only where they have to. */
const WAIT = { maxWaitTime: 60 };

export interface Clients {
  iam: IAMClient;
  kms: KMSClient;
  s3: S3Client;
}

/** A client per service, as a script has them. */
export const clientsFor = (target: Target): Clients => ({
  iam: new IAMClient(target),
  kms: new KMSClient(target),
  s3: new S3Client({ ...target, forcePathStyle: true }),
});

/**
 * An environment as a straight script makes it, one call after another. It waits for what AWS shows late, and reads no
 * setting back.
 *
 * @param wanted tells what is wanted once there is a key
 */
export async function createInSequence(
  { iam, kms, s3 }: Clients,
  wanted: (key: Identity) => Wanted,
): Promise<void> {
  // Neither of these names the key.
  const { key } = wanted({ physicalId: '', arn: '' });
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description: key.description,
      KeyUsage: 'ENCRYPT_DECRYPT',
      Policy: JSON.stringify(key.policy),
      Tags: key.tags,
    }),
  );
  const { KeyId = '', Arn = '' } = KeyMetadata ?? {};
  const { alias, region, buckets, role, profile } = wanted({ physicalId: KeyId, arn: Arn });
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: key.rotationDays }));
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));

  for (const bucket of buckets) await createBucket(s3, region, bucket);

  await iam.send(
    new CreateRoleCommand({
      RoleName: role.name,
      Path: role.path,
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
      PermissionsBoundary: role.boundary,
      MaxSessionDuration: role.maxSessionSeconds,
      Tags: role.tags,
    }),
  );
  await waitUntilRoleExists({ client: iam, ...WAIT }, { RoleName: role.name });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: role.name,
      PolicyName: role.policyName,
      PolicyDocument: JSON.stringify(role.policy),
    }),
  );
  const InstanceProfileName = profile.name;
  await iam.send(
    new CreateInstanceProfileCommand({ InstanceProfileName, Path: profile.path, Tags: profile.tags }),
  );
  await waitUntilInstanceProfileExists({ client: iam, ...WAIT }, { InstanceProfileName });
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: role.name }));
}

async function createBucket(s3: S3Client, region: string, bucket: WantedBucket): Promise<void> {
  const Bucket = bucket.name;
  const LocationConstraint = region as BucketLocationConstraint;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  await waitUntilBucketExists({ client: s3, ...WAIT }, { Bucket });
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: bucket.tagging }));
  await s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: bucket.publicAccess }),
  );
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: bucket.ownership }));
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: bucket.encryption }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: bucket.versioning }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: bucket.lifecycle }),
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(bucket.policy) }));
}

/** Deletes it again, one call after another. */
export async function deleteInSequence(
  { iam, kms, s3 }: Clients,
  { key, alias, buckets, role, profile }: Wanted,
): Promise<void> {
  const InstanceProfileName = profile.name;
  const RoleName = role.name;
  await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: role.policyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  for (const { name } of buckets) await s3.send(new DeleteBucketCommand({ Bucket: name }));
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  await kms.send(new DeleteAliasCommand({ AliasName: alias }));
  await kms.send(
    new ScheduleKeyDeletionCommand({
      KeyId: KeyMetadata?.KeyId,
      PendingWindowInDays: key.deletionWindowDays,
    }),
  );
}
