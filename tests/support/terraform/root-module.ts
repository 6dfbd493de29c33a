import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  IAMClient,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

/** What the root module leaves in an account, by id. */
export interface RootModule {
  key: string;
  alias: string;
  initialBucket: string;
  finalBucket: string;
  role: string;
  instanceProfile: string;
  policies: [string];
}

export const CONTENTS = 'what the microservice has stored';
const ADDRESS = '203.0.113.7/32';

const json = (Statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** Makes what `baseline/main.tf` makes, without Terraform, with an object in each bucket. */
export async function makeRootModule(region: string, name: string): Promise<RootModule> {
  const kms = new KMSClient({ region });
  const iam = new IAMClient({ region });
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Description: 'This key is used to encrypt bucket objects' }),
  );
  const keyArn = KeyMetadata?.Arn ?? '';
  const alias = `alias/${name}-s3-key`;
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  const buckets = { initialBucket: `initial-${name}-bucket`, finalBucket: `final-${name}-bucket` };
  for (const bucket of Object.values(buckets)) await makeBucket(region, bucket, keyArn);

  const [role, instanceProfile] = [`${name}_role`, `${name}_profile`];
  await iam.send(
    new CreateRoleCommand({
      RoleName: role,
      AssumeRolePolicyDocument: json([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
      ]),
    }),
  );
  const all = json([{ Effect: 'Allow', Action: '*', Resource: keyArn }]);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `${name}_deploy_policy`, PolicyDocument: all }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  // Applied twice, as such modules are: the policy has a version that is not the default one.
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: all, SetAsDefault: true }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: instanceProfile }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: instanceProfile, RoleName: role }),
  );
  return { key: KeyMetadata?.KeyId ?? '', alias, ...buckets, role, instanceProfile, policies: [PolicyArn] };
}

/** What Terraform's state would say of it, as short as can be. */
export function stateOf({ key, initialBucket, finalBucket, role, instanceProfile, ...rest }: RootModule) {
  const [policy] = rest.policies;
  const attributes: [type: string, name: string, attributes: object][] = [
    ['aws_kms_key', 'key', { key_id: key }],
    ['aws_kms_alias', 'key', { name: rest.alias, target_key_id: key }],
    ['aws_s3_bucket', 'initial', { bucket: initialBucket }],
    ['aws_s3_bucket', 'final', { bucket: finalBucket }],
    ['aws_iam_role', 'role', { name: role }],
    ['aws_iam_policy', 'policy', { arn: policy }],
    ['aws_iam_role_policy_attachment', 'attachment', { role, policy_arn: policy }],
    ['aws_iam_instance_profile', 'profile', { name: instanceProfile, role }],
  ];
  const resources = attributes.map(([type, name, instance]) => ({
    mode: 'managed',
    type,
    name,
    instances: [{ attributes: instance }],
  }));
  return { version: 4, resources };
}

async function makeBucket(region: string, Bucket: string, keyArn: string): Promise<void> {
  const s3 = s3In(region);
  const location = region === 'us-east-1' ? {} : { LocationConstraint: region as 'eu-west-1' };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: location }));
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } as const,
  };
  const ServerSideEncryptionConfiguration = { Rules: [rule] };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'object', Body: CONTENTS }));
  // moto refuses objects to everybody where a policy denies something, whatever the condition.
  const Policy = json([
    {
      Sid: 'IPAllow',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: { NotIpAddress: { 'aws:SourceIp': [ADDRESS] } },
    },
  ]);
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

/** What must be the same however often somebody else takes care of it. */
export async function treasures(
  region: string,
  { key, initialBucket, finalBucket }: RootModule,
): Promise<object> {
  const { KeyMetadata } = await new KMSClient({ region }).send(new DescribeKeyCommand({ KeyId: key }));
  const objects = await Promise.all(
    [initialBucket, finalBucket].map(async (Bucket) => {
      const { Body, SSEKMSKeyId } = await s3In(region).send(new GetObjectCommand({ Bucket, Key: 'object' }));
      return { contents: await Body?.transformToString(), key: SSEKMSKeyId };
    }),
  );
  return { state: KeyMetadata?.KeyState, objects };
}

/** The managed policies of the account itself. */
export async function managedPolicies(region: string): Promise<string[]> {
  const { Policies = [] } = await new IAMClient({ region }).send(new ListPoliciesCommand({ Scope: 'Local' }));
  return Policies.map(({ Arn = '' }) => Arn);
}

const s3In = (region: string) => new S3Client({ region, forcePathStyle: true });
