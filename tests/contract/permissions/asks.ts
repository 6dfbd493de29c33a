import type { Sent } from './recorder.ts';
import type { Context, Looking, Seen } from './seen.ts';

/** What IAM is asked for a call. */
export interface Ask {
  action: string;
  resource: string;
  context: Context;
}

type Asking = (call: Sent, look: Looking) => Promise<Ask[]> | Ask[];

/** A key that is about to be made has no id yet. */
const NEW_KEY = 'key/00000000-0000-4000-8000-000000000000';

const ask = (action: string, { arn, context }: Seen, more: Context = {}): Ask => ({
  action,
  resource: arn,
  context: { ...context, ...more },
});

interface Tag {
  Key?: string;
  TagKey?: string;
  Value?: string;
  TagValue?: string;
}

/** What a call says of tags. */
function tagging({ Tags = [], TagKeys = [] }: Sent['input']): Context {
  const tags = (Tags as Tag[]).map(({ Key, TagKey, Value, TagValue }) => [Key ?? TagKey, Value ?? TagValue]);
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, String(value)])),
    'aws:TagKeys': [...tags.map(([key]) => String(key)), ...(TagKeys as string[])],
  };
}

const ofRole =
  (action: string, more: (input: Sent['input']) => Context = () => ({})): Asking =>
  async ({ input }, look) => [ask(action, await look.role(input.RoleName), more(input))];

const ofProfile =
  (action: string, more: (input: Sent['input']) => Context = () => ({})): Asking =>
  async ({ input }, look) => [
    ask(action, await look.instanceProfile(input.InstanceProfileName), more(input)),
  ];

const ofPolicy =
  (action: string): Asking =>
  ({ input }) => [{ action, resource: String(input.PolicyArn), context: {} }];

const boundaryOf = ({ PermissionsBoundary }: Sent['input']): Context => ({
  'iam:PermissionsBoundary': String(PermissionsBoundary),
});

/** KMS says that a key isn't there before it asks who wants to know. */
const ofKey =
  (action: string, more: (input: Sent['input']) => Context = () => ({})): Asking =>
  async ({ input, region }, look) => {
    const key = await look.key(input.KeyId, region);
    return key ? [ask(action, key, more(input))] : [];
  };

const ofNothing =
  (action: string): Asking =>
  () => [{ action, resource: '*', context: {} }];

/** An alias and each key that the call is about. */
const ofAlias =
  (action: string): Asking =>
  async ({ input, region }, look) => {
    const arn = `arn:aws:kms:${region}:${look.accountId}:${input.AliasName}`;
    const keys = [
      input.TargetKeyId ? await look.key(input.TargetKeyId, region) : undefined,
      await look.keyBehind(input.AliasName, region),
    ];
    return [
      { action, resource: arn, context: {} },
      ...keys.filter((key) => key !== undefined).map((key) => ask(action, key)),
    ];
  };

const bucketArn = ({ Bucket }: Sent['input']): string => `arn:aws:s3:::${Bucket}`;

/** S3 says that a bucket isn't there before it asks who wants to know. */
const inBucket =
  (resources: (input: Sent['input']) => [action: string, resource: string][]): Asking =>
  async ({ input, region }, look) => {
    if (!(await look.hasBucket(input.Bucket, region))) return [];
    const context = { 's3:ResourceAccount': look.accountId, 'aws:ResourceAccount': look.accountId };
    return resources(input).map(([action, resource]) => ({ action, resource, context }));
  };

const ofBucket = (action: string): Asking => inBucket((input) => [[action, bucketArn(input)]]);

interface Deletion {
  Objects: { Key: string; VersionId?: string }[];
}

const ofTable =
  (action: string): Asking =>
  ({ input: { TableName, IndexName }, region }, { accountId }) => {
    const table = `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`;
    return [{ action, resource: IndexName ? `${table}/index/${IndexName}` : table, context: {} }];
  };

const ofQueue =
  (action: string): Asking =>
  ({ input, region }, { accountId }) => [
    {
      action,
      resource: `arn:aws:sqs:${region}:${accountId}:${String(input.QueueUrl).split('/').at(-1)}`,
      context: {},
    },
  ];

/** By call: which actions it needs on which resources. */
export const ASKS: Readonly<Record<string, Asking>> = {
  'DynamoDB.Get': ofTable('dynamodb:GetItem'),
  'DynamoDB.Put': ofTable('dynamodb:PutItem'),
  'DynamoDB.Query': ofTable('dynamodb:Query'),
  'DynamoDB.Scan': ofTable('dynamodb:Scan'),
  'DynamoDB.Update': ofTable('dynamodb:UpdateItem'),
  'DynamoDB.BatchWrite': (call, look) =>
    Object.keys(call.input.RequestItems as object).flatMap(
      (TableName) => ofTable('dynamodb:BatchWriteItem')({ ...call, input: { TableName } }, look) as Ask[],
    ),
  'EventBridge.PutEvents': ({ input, region }, { accountId }) => [
    {
      action: 'events:PutEvents',
      resource: `arn:aws:events:${region}:${accountId}:event-bus/default`,
      context: { 'events:source': (input.Entries as { Source: string }[]).map(({ Source }) => Source) },
    },
  ],
  'Lambda.Invoke': ({ input, region }, { accountId }) => [
    {
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:${region}:${accountId}:function:${input.FunctionName}`,
      context: {},
    },
  ],
  'SQS.GetQueueAttributes': ofQueue('sqs:GetQueueAttributes'),
  'SQS.SendMessage': ofQueue('sqs:SendMessage'),
  'SQS.SendMessageBatch': ofQueue('sqs:SendMessage'),

  'IAM.CreateRole': ({ input }, { accountId }) => {
    const role = { arn: `arn:aws:iam::${accountId}:role${input.Path}${input.RoleName}`, context: {} };
    return [
      ask('iam:CreateRole', role, { ...boundaryOf(input), ...tagging(input) }),
      ask('iam:TagRole', role, tagging(input)),
    ];
  },
  'IAM.DeletePolicy': ofPolicy('iam:DeletePolicy'),
  'IAM.DeletePolicyVersion': ofPolicy('iam:DeletePolicyVersion'),
  'IAM.DeleteRole': ofRole('iam:DeleteRole'),
  'IAM.DeleteRolePolicy': ofRole('iam:DeleteRolePolicy'),
  'IAM.DetachRolePolicy': ofRole('iam:DetachRolePolicy'),
  'IAM.GetPolicy': ofPolicy('iam:GetPolicy'),
  'IAM.GetRole': ofRole('iam:GetRole'),
  'IAM.GetRolePolicy': ofRole('iam:GetRolePolicy'),
  'IAM.ListAttachedRolePolicies': ofRole('iam:ListAttachedRolePolicies'),
  'IAM.ListInstanceProfilesForRole': ofRole('iam:ListInstanceProfilesForRole'),
  'IAM.ListPolicyVersions': ofPolicy('iam:ListPolicyVersions'),
  'IAM.ListRolePolicies': ofRole('iam:ListRolePolicies'),
  'IAM.PutRolePermissionsBoundary': ofRole('iam:PutRolePermissionsBoundary', boundaryOf),
  'IAM.PutRolePolicy': ofRole('iam:PutRolePolicy'),
  'IAM.TagRole': ofRole('iam:TagRole', tagging),
  'IAM.UntagRole': ofRole('iam:UntagRole', tagging),
  'IAM.UpdateAssumeRolePolicy': ofRole('iam:UpdateAssumeRolePolicy'),
  'IAM.UpdateRole': ofRole('iam:UpdateRole'),

  'IAM.AddRoleToInstanceProfile': async (call, look) => [
    ...(await ofProfile('iam:AddRoleToInstanceProfile')(call, look)),
    ...(await ofRole('iam:PassRole', () => ({ 'iam:PassedToService': 'ec2.amazonaws.com' }))(call, look)),
  ],
  'IAM.CreateInstanceProfile': ({ input }, { accountId }) => {
    const arn = `arn:aws:iam::${accountId}:instance-profile${input.Path}${input.InstanceProfileName}`;
    return ['iam:CreateInstanceProfile', 'iam:TagInstanceProfile'].map((action) =>
      ask(action, { arn, context: {} }, tagging(input)),
    );
  },
  'IAM.DeleteInstanceProfile': ofProfile('iam:DeleteInstanceProfile'),
  'IAM.GetInstanceProfile': ofProfile('iam:GetInstanceProfile'),
  'IAM.RemoveRoleFromInstanceProfile': ofProfile('iam:RemoveRoleFromInstanceProfile'),
  'IAM.TagInstanceProfile': ofProfile('iam:TagInstanceProfile', tagging),
  'IAM.UntagInstanceProfile': ofProfile('iam:UntagInstanceProfile', tagging),

  'KMS.CancelKeyDeletion': ofKey('kms:CancelKeyDeletion'),
  'KMS.CreateAlias': ofAlias('kms:CreateAlias'),
  'KMS.CreateKey': ({ input, region }, { accountId }) => [
    { action: 'kms:CreateKey', resource: '*', context: tagging(input) },
    {
      action: 'kms:TagResource',
      resource: `arn:aws:kms:${region}:${accountId}:${NEW_KEY}`,
      context: tagging(input),
    },
  ],
  'KMS.DeleteAlias': ofAlias('kms:DeleteAlias'),
  'KMS.DescribeKey': ofKey('kms:DescribeKey'),
  'KMS.EnableKey': ofKey('kms:EnableKey'),
  'KMS.EnableKeyRotation': ofKey('kms:EnableKeyRotation'),
  'KMS.GetKeyPolicy': ofKey('kms:GetKeyPolicy'),
  'KMS.GetKeyRotationStatus': ofKey('kms:GetKeyRotationStatus'),
  'KMS.ListAliases': ofNothing('kms:ListAliases'),
  'KMS.ListGrants': ofKey('kms:ListGrants'),
  'KMS.ListKeys': ofNothing('kms:ListKeys'),
  'KMS.ListResourceTags': ofKey('kms:ListResourceTags'),
  'KMS.PutKeyPolicy': ofKey('kms:PutKeyPolicy'),
  'KMS.RevokeGrant': ofKey('kms:RevokeGrant'),
  'KMS.ScheduleKeyDeletion': ofKey('kms:ScheduleKeyDeletion'),
  'KMS.TagResource': ofKey('kms:TagResource', tagging),
  'KMS.UntagResource': ofKey('kms:UntagResource', tagging),
  'KMS.UpdateAlias': ofAlias('kms:UpdateAlias'),
  'KMS.UpdateKeyDescription': ofKey('kms:UpdateKeyDescription'),

  'S3.AbortMultipartUpload': inBucket((input) => [
    ['s3:AbortMultipartUpload', `${bucketArn(input)}/${input.Key}`],
  ]),
  // On AWS a bucket is tagged by the call that makes it; the emulator drops these tags, so the service doesn't send them.
  'S3.CreateBucket': ({ input }) =>
    ['s3:CreateBucket', 's3:TagResource'].map((action) => ({
      action,
      resource: bucketArn(input),
      context: {},
    })),
  'S3.DeleteBucket': ofBucket('s3:DeleteBucket'),
  'S3.DeleteBucketPolicy': ofBucket('s3:DeleteBucketPolicy'),
  'S3.DeleteBucketTagging': ofBucket('s3:PutBucketTagging'),
  'S3.DeleteObjects': inBucket((input) =>
    (input.Delete as Deletion).Objects.map(({ Key, VersionId }) => [
      VersionId ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
      `${bucketArn(input)}/${Key}`,
    ]),
  ),
  'S3.GetBucketEncryption': ofBucket('s3:GetEncryptionConfiguration'),
  'S3.GetBucketLifecycleConfiguration': ofBucket('s3:GetLifecycleConfiguration'),
  'S3.GetBucketLocation': ofBucket('s3:GetBucketLocation'),
  'S3.GetBucketOwnershipControls': ofBucket('s3:GetBucketOwnershipControls'),
  'S3.GetBucketPolicy': ofBucket('s3:GetBucketPolicy'),
  'S3.GetBucketTagging': ofBucket('s3:GetBucketTagging'),
  'S3.GetBucketVersioning': ofBucket('s3:GetBucketVersioning'),
  'S3.GetPublicAccessBlock': ofBucket('s3:GetBucketPublicAccessBlock'),
  'S3.ListMultipartUploads': ofBucket('s3:ListBucketMultipartUploads'),
  'S3.ListObjectVersions': ofBucket('s3:ListBucketVersions'),
  'S3.PutBucketEncryption': ofBucket('s3:PutEncryptionConfiguration'),
  'S3.PutBucketLifecycleConfiguration': ofBucket('s3:PutLifecycleConfiguration'),
  'S3.PutBucketOwnershipControls': ofBucket('s3:PutBucketOwnershipControls'),
  'S3.PutBucketPolicy': ofBucket('s3:PutBucketPolicy'),
  'S3.PutBucketTagging': ofBucket('s3:PutBucketTagging'),
  'S3.PutBucketVersioning': ofBucket('s3:PutBucketVersioning'),
  'S3.PutPublicAccessBlock': ofBucket('s3:PutBucketPublicAccessBlock'),
};

/** What IAM is asked for a call. @throws Error where nobody said which actions it needs */
export async function asksOf(call: Sent, look: Looking): Promise<Ask[]> {
  const asking = ASKS[call.name];
  if (!asking) throw new Error(`nobody says which actions ${call.name} needs`);
  return asking(call, look);
}
