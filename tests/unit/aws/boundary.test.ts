import { expect, it } from '@jest/globals';
import { keyPolicy } from '../../../lib/environment/policies.ts';
import { ACCOUNT, BOUNDARY, documentOf, REGION } from '../../support/policies.ts';
import { decide, type Policies } from '../environment/evaluate.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/groundwork/dev/groundwork-pr-123`;
const INITIAL = 'arn:aws:s3:::initial-pr-123';
const FINAL = 'arn:aws:s3:::final-pr-123';
const OTHER = 'arn:aws:s3:::initial-pr-124';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11`;
const ELSEWHERE = '444455556666';

const FOREIGN_KEY = KEY.replace(ACCOUNT, ELSEWHERE);

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** As the blueprint tags the role. */
const TAGS = {
  'aws:PrincipalTag/groundwork:initial-bucket': 'initial-pr-123',
  'aws:PrincipalTag/groundwork:final-bucket': 'final-pr-123',
};
const HERE = { ...TAGS, 'aws:ResourceAccount': ACCOUNT };
const usedFor = (arn: string) => ({
  ...TAGS,
  'kms:ViaService': `s3.${REGION}.amazonaws.com`,
  'kms:EncryptionContext:aws:s3:arn': arn,
});

const boundary = documentOf('provisioner.yml', 'Boundary');
/** The key's own leaves it to the account's, also where the key is another account's. */
const policiesOf = (action: string): Policies => ({
  identity: EVERYTHING,
  ...(action.startsWith('kms:') && { resource: keyPolicy({ partition: 'aws', accountId: ACCOUNT }) }),
});

type Attempt = [what: string, action: string, resource: string, context: Record<string, string>];

/** The ARN of a bucket does not say. */
const ownerOf = (arn: string): string => arn.split(':')[4] || ACCOUNT;

const decided = ([, action, resource, context]: Attempt, limits: Pick<Policies, 'boundary'>) =>
  decide(
    { principal: ROLE, action, resource, context, accountId: ownerOf(resource) },
    { ...policiesOf(action), ...limits },
  );

it.each<Attempt>([
  ['list its bucket', 's3:ListBucket', INITIAL, HERE],
  ['ask where its bucket is', 's3:GetBucketLocation', FINAL, HERE],
  ['read its object', 's3:GetObject', `${INITIAL}/a/b`, HERE],
  ['write its object', 's3:PutObject', `${FINAL}/a`, HERE],
  ['delete its object', 's3:DeleteObject', `${FINAL}/a`, HERE],
  ['give up an upload', 's3:AbortMultipartUpload', `${INITIAL}/a`, HERE],
  ["use a bucket's key through S3", 'kms:GenerateDataKey', KEY, usedFor(INITIAL)],
  ['read what was encrypted without a bucket key', 'kms:Decrypt', KEY, usedFor(`${FINAL}/a/b`)],
])('a role that is allowed everything may, under the boundary, %s', async (...attempt) => {
  expect(await decided(attempt, { boundary })).toBe('Allowed');
});

it.each<Attempt>([
  ["read another environment's object", 's3:GetObject', `${OTHER}/a`, HERE],
  ["list another environment's bucket", 's3:ListBucket', OTHER, HERE],
  ['read in a bucket whose name only begins like its own', 's3:GetObject', `${INITIAL}4/a`, HERE],
  ['read without the tags', 's3:GetObject', `${INITIAL}/a`, { 'aws:ResourceAccount': ACCOUNT }],
  [
    'write to a bucket of its name in another account',
    's3:PutObject',
    `${INITIAL}/a`,
    {
      ...TAGS,
      'aws:ResourceAccount': ELSEWHERE,
    },
  ],
  ['read older versions', 's3:GetObjectVersion', `${INITIAL}/a`, HERE],
  ['change the policy of its bucket', 's3:PutBucketPolicy', INITIAL, HERE],
  ['take the policy of its bucket away', 's3:DeleteBucketPolicy', INITIAL, HERE],
  ['delete its bucket', 's3:DeleteBucket', INITIAL, HERE],
  ['make a bucket', 's3:CreateBucket', OTHER, HERE],
  ['decrypt without S3', 'kms:Decrypt', KEY, TAGS],
  [
    'decrypt through another service',
    'kms:Decrypt',
    KEY,
    {
      ...usedFor(INITIAL),
      'kms:ViaService': `ebs.${REGION}.amazonaws.com`,
    },
  ],
  ["use a key for another environment's bucket", 'kms:Decrypt', KEY, usedFor(OTHER)],
  ["use a key for another environment's object", 'kms:Decrypt', KEY, usedFor(`${OTHER}/a`)],
  ['use a key for a bucket whose name only begins like its own', 'kms:Decrypt', KEY, usedFor(`${INITIAL}4`)],
  [
    'use a key through S3 without the tags',
    'kms:Decrypt',
    KEY,
    {
      'kms:ViaService': `s3.${REGION}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': INITIAL,
    },
  ],
  ["use another account's key that lets it in", 'kms:Decrypt', FOREIGN_KEY, usedFor(INITIAL)],
  [
    "encrypt with another account's key that lets it in",
    'kms:GenerateDataKey',
    FOREIGN_KEY,
    usedFor(INITIAL),
  ],
  ['hand a key on', 'kms:CreateGrant', KEY, usedFor(INITIAL)],
  ['change the policy of a key', 'kms:PutKeyPolicy', KEY, TAGS],
  ['delete a key', 'kms:ScheduleKeyDeletion', KEY, TAGS],
  ['make a user', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/x`, TAGS],
  ['make a role', 'iam:CreateRole', ROLE, { ...TAGS, 'iam:PermissionsBoundary': BOUNDARY }],
  ['tag itself for another bucket', 'iam:TagRole', ROLE, TAGS],
  ['take its boundary away', 'iam:DeleteRolePermissionsBoundary', ROLE, TAGS],
  ['change the boundary', 'iam:CreatePolicyVersion', BOUNDARY, TAGS],
  ['pass itself on', 'iam:PassRole', ROLE, { ...TAGS, 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['become another role', 'sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/Admin`, TAGS],
])('may never %s', async (...attempt) => {
  expect(await decided(attempt, { boundary })).toMatch(/Denied$/);
  // It is the boundary that keeps it from that.
  expect(await decided(attempt, {})).toBe('Allowed');
});

it.each<[string, object]>([
  ['has tags that name one', { 'aws:PrincipalTag/groundwork:initial-bucket': 'payroll' }],
  ['has tags for every bucket', { 'aws:PrincipalTag/groundwork:initial-bucket': '*' }],
])('a role that %s gets at no bucket that the service itself may not have', async (_, tags) => {
  const context = { ...HERE, ...tags };
  const attempts: Attempt[] = [
    ['list it', 's3:ListBucket', 'arn:aws:s3:::payroll', context],
    ['read in it', 's3:GetObject', 'arn:aws:s3:::payroll/a', context],
    ['write to it', 's3:PutObject', 'arn:aws:s3:::payroll/a', context],
  ];
  for (const attempt of attempts) expect(await decided(attempt, { boundary })).toBe('ExplicitlyDenied');
});
