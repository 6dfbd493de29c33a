import { describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '../../../lib/environment/policies.ts';
import {
  ADMIN,
  allowAll,
  bucket,
  decision,
  ENDPOINT,
  from,
  INITIAL,
  INSIDE,
  KEY,
  OBSERVER,
  OTHER_KEY,
  OUTSIDE,
  PROVISIONER,
  ROLE,
  ROOT,
  role,
  STRANGER,
  through,
} from './cast.ts';
import type { Request } from './evaluate.ts';

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

  it.each([
    ['provisions', PROVISIONER],
    ['looks for plans and drift', OBSERVER],
  ])('never locks out who %s', async (_, principal) => {
    expect(await onAll({ principal, context: from(OUTSIDE) })).toEqual(all('Allowed'));
    expect(await onAll({ principal, context: through('vpce-9') })).toEqual(all('Allowed'));
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
    ["the environment's key", { [ALGORITHM]: 'aws:kms', [KEY_ID]: KEY }],
  ])('is allowed with %s', async (_, headers) => {
    expect(await put(headers)).toBe('Allowed');
  });

  it.each([
    ['another key', { [ALGORITHM]: 'aws:kms', [KEY_ID]: OTHER_KEY }],
    ["the algorithm only, for which S3 has a key of the account's own", { [ALGORITHM]: 'aws:kms' }],
    ['AES256', { [ALGORITHM]: 'AES256' }],
    ['another kind of KMS encryption', { [ALGORITHM]: 'aws:kms:dsse', [KEY_ID]: KEY }],
  ])('is denied with %s', async (_, headers) => {
    expect(await put(headers)).toBe('ExplicitlyDenied');
  });

  it('is denied with a key of the caller, which nothing else in the request tells of', async () => {
    const keyOfCaller = { [`${ALGORITHM}-customer-algorithm`]: 'AES256' };
    expect(await put(keyOfCaller)).toBe('ExplicitlyDenied');
    expect(await put(keyOfCaller, bucket({ keyArn: undefined }))).toBe('ExplicitlyDenied');
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
