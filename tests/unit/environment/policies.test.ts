import { describe, expect, it } from '@jest/globals';
import { keyPolicy, rolePolicy, trustPolicy } from '../../../lib/environment/policies.ts';
import {
  ACCOUNT,
  ADMIN,
  allowAll,
  bucket,
  decision,
  FINAL,
  from,
  INITIAL,
  INSIDE,
  KEY,
  OTHER_KEY,
  PROVISIONER,
  REGION,
  ROLE,
  ROOT,
  role,
  STRANGER,
  VIA_S3,
} from './cast.ts';

describe('the role, on its buckets', () => {
  const both = { identity: role(), resource: bucket() };

  it.each([
    ['s3:GetObject', `${INITIAL}/a/b.csv`],
    ['s3:PutObject', `${INITIAL}/a/b.csv`],
    ['s3:DeleteObject', `${INITIAL}/a/b.csv`],
    ['s3:AbortMultipartUpload', `${INITIAL}/a/b.csv`],
    ['s3:ListBucket', INITIAL],
    ['s3:GetBucketLocation', INITIAL],
  ])('may %s on %s', async (action, resource) => {
    expect(await decision({ action, resource }, both)).toBe('Allowed');
    const onFinal = resource.replace(INITIAL, FINAL);
    const policies = { identity: role(), resource: bucket({ bucketArn: FINAL }) };
    expect(await decision({ action, resource: onFinal }, policies)).toBe('Allowed');
  });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::other/a'],
    ['s3:PutObject', 'arn:aws:s3:::other/a'],
    ['s3:ListBucket', 'arn:aws:s3:::other'],
    ['s3:GetObject', 'arn:aws:s3:::initial-pr-1234/a'],
    ['s3:ListBucket', 'arn:aws:s3:::initial-pr-1234'],
  ])('may not %s on %s, which is none of them', async (action, resource) => {
    expect(await decision({ action, resource }, { identity: role() })).toBe('ImplicitlyDenied');
  });

  it.each([
    ['s3:PutBucketPolicy', INITIAL],
    ['s3:DeleteBucketPolicy', INITIAL],
    ['s3:GetBucketPolicy', INITIAL],
    ['s3:PutEncryptionConfiguration', INITIAL],
    ['s3:PutBucketPublicAccessBlock', INITIAL],
    ['s3:PutBucketVersioning', INITIAL],
    ['s3:PutLifecycleConfiguration', INITIAL],
    ['s3:DeleteBucket', INITIAL],
    ['s3:ListBucketVersions', INITIAL],
    ['s3:GetObjectVersion', `${INITIAL}/a`],
    ['s3:DeleteObjectVersion', `${INITIAL}/a`],
    ['s3:PutObjectAcl', `${INITIAL}/a`],
    ['s3:BypassGovernanceRetention', `${INITIAL}/a`],
    ['s3:CreateBucket', 'arn:aws:s3:::new'],
    ['s3:ListAllMyBuckets', '*'],
    ['iam:PassRole', ROLE],
    ['iam:PutRolePolicy', ROLE],
    ['sts:AssumeRole', ADMIN],
  ])('may not %s on %s', async (action, resource) => {
    expect(await decision({ action, resource }, { identity: role() })).toBe('ImplicitlyDenied');
  });
});

it("the role's own policy allows these calls, and no others", () => {
  expect(role().Statement.map(({ Effect, Action }) => [Effect, Action])).toEqual([
    ['Allow', ['s3:ListBucket', 's3:GetBucketLocation']],
    ['Allow', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']],
    ['Allow', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ]);
});

describe('the key', () => {
  const key = keyPolicy({ partition: 'aws', accountId: ACCOUNT });
  const withRole = { identity: role(), resource: key };
  const inRegion = (more: Record<string, string>) => from(INSIDE, { 'aws:RequestedRegion': REGION, ...more });

  it.each(['kms:Decrypt', 'kms:GenerateDataKey'])(
    'may be used by the role for %s through S3',
    async (action) => {
      const context = inRegion({ ...VIA_S3, 'kms:EncryptionContext:aws:s3:arn': INITIAL });
      expect(await decision({ action, resource: KEY, context }, withRole)).toBe('Allowed');
    },
  );

  it("leaves the decision to the role's own policy: without it the role may do nothing", async () => {
    const request = { action: 'kms:Decrypt', resource: KEY, context: inRegion(VIA_S3) };
    expect(await decision(request, { resource: key })).toBe('ImplicitlyDenied');
  });

  it.each(['kms:Decrypt', 'kms:GenerateDataKey'])('is closed to the role for %s directly', async (action) => {
    const request = { action, resource: KEY, context: inRegion({}) };
    expect(await decision(request, withRole)).toBe('ImplicitlyDenied');
  });

  it.each([
    ['another service', 'secretsmanager.eu-west-1.amazonaws.com'],
    ['S3 in another region', 's3.us-east-1.amazonaws.com'],
  ])('is closed to the role through %s', async (_, service) => {
    const request = {
      action: 'kms:Decrypt',
      resource: KEY,
      context: inRegion({ 'kms:ViaService': service }),
    };
    expect(await decision(request, withRole)).toBe('ImplicitlyDenied');
  });

  it.each([
    'kms:Encrypt',
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    'kms:CreateGrant',
    'kms:DisableKey',
    'kms:DescribeKey',
  ])('is closed to the role for %s, through S3 too', async (action) => {
    const request = { action, resource: KEY, context: inRegion(VIA_S3) };
    expect(await decision(request, withRole)).toBe('ImplicitlyDenied');
  });

  it('is the only one the role may use', async () => {
    const request = { action: 'kms:Decrypt', resource: OTHER_KEY, context: inRegion(VIA_S3) };
    expect(await decision(request, withRole)).toBe('ImplicitlyDenied');
  });

  it('stays manageable for those in the account whom IAM allows it', async () => {
    for (const principal of [ADMIN, PROVISIONER]) {
      const request = { principal, action: 'kms:PutKeyPolicy', resource: KEY, context: inRegion({}) };
      expect(await decision(request, { identity: allowAll, resource: key })).toBe('Allowed');
    }
  });

  it('stays manageable for the account root', async () => {
    const request = { principal: ROOT, action: 'kms:PutKeyPolicy', resource: KEY, context: inRegion({}) };
    // The root user has every permission of its account; the evaluator wants to be told.
    expect(await decision(request, { identity: allowAll, resource: key })).toBe('Allowed');
  });

  it('is closed to other roles of the account that IAM does not allow it', async () => {
    const request = { principal: ADMIN, action: 'kms:Decrypt', resource: KEY, context: inRegion(VIA_S3) };
    expect(await decision(request, { resource: key })).toBe('ImplicitlyDenied');
  });

  it('is closed to another account', async () => {
    const request = { principal: STRANGER, action: 'kms:Decrypt', resource: KEY, context: inRegion(VIA_S3) };
    expect(await decision(request, { identity: allowAll, resource: key })).toBe('ImplicitlyDenied');
  });

  it('does not appear in the policy of a role without one', async () => {
    expect(
      JSON.stringify(rolePolicy({ bucketArns: [INITIAL], region: REGION, keyArn: undefined })),
    ).not.toContain('kms');
  });
});

describe('the trust policy', () => {
  const trust = trustPolicy(['ec2.amazonaws.com', 'lambda.amazonaws.com']);
  const assume = (principal: string, identity?: object) =>
    decision(
      { principal, action: 'sts:AssumeRole', resource: ROLE, context: {} },
      { resource: trust, ...(identity && { identity }) },
    );

  it.each(['ec2.amazonaws.com', 'lambda.amazonaws.com'])('lets %s assume the role', async (service) => {
    expect(await assume(service)).toBe('Allowed');
  });

  it('lets no other service, no role of the account and no other account', async () => {
    expect(await assume('ecs-tasks.amazonaws.com')).toBe('ImplicitlyDenied');
    expect(await assume(ADMIN, allowAll)).toBe('ImplicitlyDenied');
    expect(await assume(STRANGER, allowAll)).toBe('ImplicitlyDenied');
  });
});
