import { describe, expect, it } from '@jest/globals';
import {
  bucketPolicy,
  keyPolicy,
  type PolicyDocument,
  rolePolicy,
  trustPolicy,
} from '../../../lib/environment/policies.ts';
import { decide, type Policies, type Request } from './evaluate.ts';

const ACCOUNT = '111122223333';
const STRANGER = 'arn:aws:iam::444455556666:role/stranger';
const REGION = 'eu-west-1';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/groundwork/prod/groundwork-pr-123`;
const PROVISIONER = `arn:aws:iam::${ACCOUNT}:role/groundwork-prod-reconcile`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const INITIAL = 'arn:aws:s3:::initial-pr-123';
const FINAL = 'arn:aws:s3:::final-pr-123';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f5d1c2e-0000-4000-8000-000000000001`;
const OTHER_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f5d1c2e-0000-4000-8000-000000000002`;
const ENDPOINT = 'vpce-0123456789abcdef0';

const INSIDE = '203.0.113.7';
const OUTSIDE = '198.51.100.1';

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const role = (keyArn: string | undefined = KEY): PolicyDocument =>
  rolePolicy({ bucketArns: [INITIAL, FINAL], region: REGION, keyArn });

const bucket = (changes: Partial<Parameters<typeof bucketPolicy>[0]> = {}): PolicyDocument =>
  bucketPolicy({
    bucketArn: INITIAL,
    spec: { allowedCidrs: ['203.0.113.7/32', '2001:db8::/32'], allowedVpcEndpoints: [ENDPOINT] },
    provisionerArn: PROVISIONER,
    keyArn: KEY,
    ...changes,
  });

/** A direct request over TLS from an address. */
const from = (address: string, more: Record<string, string> = {}) => ({
  'aws:SourceIp': address,
  'aws:SecureTransport': 'true',
  'aws:ViaAWSService': 'false',
  'aws:PrincipalIsAWSService': 'false',
  ...more,
});

/** A request through a gateway endpoint: it has no public address. */
const through = (endpoint: string) => {
  const { 'aws:SourceIp': _, ...context } = from(INSIDE, { 'aws:SourceVpce': endpoint });
  return context;
};

const VIA_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };

type Ask = Partial<Request> & Pick<Request, 'action' | 'resource'>;

const decision = (request: Ask, policies: Policies) =>
  decide({ principal: ROLE, accountId: ACCOUNT, context: from(INSIDE), ...request }, policies);

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

describe('the key', () => {
  const key = keyPolicy({ partition: 'aws', accountId: ACCOUNT, region: REGION, roleArn: ROLE });
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
    const other = keyPolicy({ partition: 'aws', accountId: ACCOUNT, region: REGION, roleArn: ADMIN });
    expect(await decision(request, { identity: role(), resource: other })).toBe('ImplicitlyDenied');
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

describe('the network rule', () => {
  const TARGETS = [
    ['s3:GetObject', `${INITIAL}/a`],
    ['s3:PutObject', `${INITIAL}/a`],
    ['s3:DeleteObject', `${INITIAL}/a`],
    ['s3:ListBucket', INITIAL],
    ['s3:DeleteBucketPolicy', INITIAL],
  ] as const;

  const onAll = (request: Partial<Request>, resource = bucket(), identity: object | undefined = allowAll) =>
    Promise.all(
      TARGETS.map(([action, target]) =>
        decision(
          { principal: ADMIN, ...request, action, resource: target },
          { resource, ...(identity && { identity }) },
        ),
      ),
    );
  const all = (value: string): string[] => TARGETS.map(() => value);

  it.each([
    ['an IPv4 address outside', OUTSIDE],
    ['the address next to a single one', '203.0.113.8'],
    ['an IPv6 address outside', '2001:db9::1'],
  ])('denies %s, on the bucket and on objects', async (_, address) => {
    expect(await onAll({ context: from(address) })).toEqual(all('ExplicitlyDenied'));
  });

  it.each([
    ['a single listed IPv4 address', INSIDE],
    ['an IPv6 address in a listed block', '2001:db8::17'],
  ])('lets %s pass', async (_, address) => {
    expect(await onAll({ context: from(address) })).toEqual(all('Allowed'));
  });

  it('lets every address in a listed IPv4 block pass, and none beside it', async () => {
    const spec = { allowedCidrs: ['198.51.100.128/25'], allowedVpcEndpoints: [] };
    const policy = bucket({ spec });
    expect(await onAll({ context: from('198.51.100.128') }, policy)).toEqual(all('Allowed'));
    expect(await onAll({ context: from('198.51.100.255') }, policy)).toEqual(all('Allowed'));
    expect(await onAll({ context: from('198.51.100.127') }, policy)).toEqual(all('ExplicitlyDenied'));
  });

  it('takes a bare address for a block of one', async () => {
    const policy = bucket({ spec: { allowedCidrs: [INSIDE], allowedVpcEndpoints: [] } });
    expect(await onAll({ context: from(INSIDE) }, policy)).toEqual(all('Allowed'));
    expect(await onAll({ context: from('203.0.113.8') }, policy)).toEqual(all('ExplicitlyDenied'));
  });

  it('denies IPv6 when only IPv4 is listed', async () => {
    const policy = bucket({ spec: { allowedCidrs: ['0.0.0.0/0'], allowedVpcEndpoints: [] } });
    expect(await onAll({ context: from('2001:db8::17') }, policy)).toEqual(all('ExplicitlyDenied'));
  });

  it('lets a listed VPC endpoint pass', async () => {
    expect(await onAll({ context: through(ENDPOINT) })).toEqual(all('Allowed'));
  });

  it('denies an unlisted VPC endpoint', async () => {
    expect(await onAll({ context: through('vpce-99999999999999999') })).toEqual(all('ExplicitlyDenied'));
  });

  it('denies every VPC endpoint when none is listed', async () => {
    const policy = bucket({ spec: { allowedCidrs: ['203.0.113.7/32'], allowedVpcEndpoints: [] } });
    expect(await onAll({ context: through(ENDPOINT) }, policy)).toEqual(all('ExplicitlyDenied'));
    expect(await onAll({ context: from(INSIDE) }, policy)).toEqual(all('Allowed'));
  });

  it('denies everybody but listed endpoints when no address is listed', async () => {
    const policy = bucket({ spec: { allowedCidrs: [], allowedVpcEndpoints: [ENDPOINT] } });
    expect(await onAll({ context: through(ENDPOINT) }, policy)).toEqual(all('Allowed'));
    expect(await onAll({ context: from(INSIDE) }, policy)).toEqual(all('ExplicitlyDenied'));
  });

  it('never locks the provisioner out', async () => {
    const outside = await onAll({ principal: PROVISIONER, context: from(OUTSIDE) });
    expect(outside).toEqual(all('Allowed'));
    expect(await onAll({ principal: PROVISIONER, context: through('vpce-9') })).toEqual(all('Allowed'));
  });

  it("exempts nobody whose name only begins like the provisioner's", async () => {
    const principal = `${PROVISIONER}-2`;
    expect(await onAll({ principal, context: from(OUTSIDE) })).toEqual(all('ExplicitlyDenied'));
  });

  it("denies the environment's own role from outside", async () => {
    const outside = await onAll({ principal: ROLE, context: from(OUTSIDE) }, bucket(), role());
    expect(outside).toEqual(all('ExplicitlyDenied'));
  });

  it('denies the account root from outside', async () => {
    const outside = await onAll({ principal: ROOT, context: from(OUTSIDE) }, bucket(), undefined);
    expect(outside).toEqual(all('ExplicitlyDenied'));
  });

  it('denies another account from outside, and grants it nothing inside', async () => {
    const principal = STRANGER;
    expect(await onAll({ principal, context: from(OUTSIDE) })).toEqual(all('ExplicitlyDenied'));
    expect(await onAll({ principal, context: from(INSIDE) })).toEqual(all('ImplicitlyDenied'));
  });

  it('does not fire for a request that an AWS service makes for somebody', async () => {
    const context = from(OUTSIDE, { 'aws:ViaAWSService': 'true' });
    expect(await onAll({ context })).toEqual(all('Allowed'));
  });

  it('does not fire for an AWS service itself, which still needs an allow of its own', async () => {
    const context = { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'true' };
    const request = { principal: 'logging.s3.amazonaws.com', context };
    expect(await onAll(request, bucket(), undefined)).toEqual(all('ImplicitlyDenied'));
  });

  it('takes a request that does not tell who makes it for a direct one', async () => {
    const context = { 'aws:SourceIp': OUTSIDE, 'aws:SecureTransport': 'true' };
    expect(await onAll({ context })).toEqual(all('ExplicitlyDenied'));
  });

  it('denies plain HTTP, to the provisioner and from inside, too', async () => {
    const context = from(INSIDE, { 'aws:SecureTransport': 'false' });
    expect(await onAll({ context })).toEqual(all('ExplicitlyDenied'));
    expect(await onAll({ principal: PROVISIONER, context })).toEqual(all('ExplicitlyDenied'));
  });
});

describe('putting an object', () => {
  const ALGORITHM = 's3:x-amz-server-side-encryption';
  const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

  const put = (headers: Record<string, string>, resource = bucket()) =>
    decision(
      { action: 's3:PutObject', resource: `${INITIAL}/a`, context: from(INSIDE, headers) },
      { identity: role(), resource },
    );

  it.each([
    ['no encryption headers: the default applies', {}],
    ['the algorithm only', { [ALGORITHM]: 'aws:kms' }],
    ["the environment's key", { [ALGORITHM]: 'aws:kms', [KEY_ID]: KEY }],
  ])('is allowed with %s', async (_, headers) => {
    expect(await put(headers)).toBe('Allowed');
  });

  it.each([
    ['another key', { [ALGORITHM]: 'aws:kms', [KEY_ID]: OTHER_KEY }],
    ['AES256', { [ALGORITHM]: 'AES256' }],
    ['another kind of KMS encryption', { [ALGORITHM]: 'aws:kms:dsse', [KEY_ID]: KEY }],
  ])('is denied with %s', async (_, headers) => {
    expect(await put(headers)).toBe('ExplicitlyDenied');
  });

  it('is allowed with AES256 where the environment has no key of its own', async () => {
    const keyless = bucket({ keyArn: undefined });
    expect(await put({ [ALGORITHM]: 'AES256' }, keyless)).toBe('Allowed');
    expect(await put({}, keyless)).toBe('Allowed');
  });

  it('would be denied without headers if the rule used IfExists, which is true for an absent key', async () => {
    const withIfExists: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DenyOtherKey',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `${INITIAL}/*`,
          Condition: { StringNotEqualsIfExists: { [KEY_ID]: KEY } },
        },
      ],
    };
    expect(await put({}, withIfExists)).toBe('ExplicitlyDenied');
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
