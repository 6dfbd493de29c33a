import { describe, expect, it } from '@jest/globals';
import type { Candidates } from '../../../lib/environment/adoption.ts';
import { bucketPolicy, trustPolicy } from '../../../lib/environment/policies.ts';
import { specSeen } from '../../../lib/environment/spec-seen.ts';
import type { Aspects } from '../../../lib/provisioning/resource.ts';

const at = (physicalId: string) => ({ physicalId, pointer: '/x' });
const candidates: Candidates = {
  resources: {
    key: { ...at('k'), region: 'eu-west-1' },
    alias: at('alias/a'),
    initialBucket: at('in'),
    finalBucket: at('out'),
    role: at('r'),
    instanceProfile: at('p'),
  },
  policies: [],
  spec: { encryption: { deletionWindowDays: 14 } },
};

/** What both buckets say, unless the second says something else. */
const seen = (initial: Aspects, final = initial) =>
  specSeen(candidates, { initialBucket: initial, finalBucket: final });

const EVERYTHING = { Principal: '*', Action: 's3:*', Effect: 'Deny', Resource: 'arn:aws:s3:::in' };
const deny = (Condition: object, more: object = {}) => ({
  policy: { Statement: [{ ...EVERYTHING, Condition, ...more }] },
});

it('names, key and deletion window are those of what is there', () => {
  expect(specSeen(candidates, {}).spec).toMatchObject({
    encryption: { algorithm: 'aws:kms', keyAlias: 'alias/a', deletionWindowDays: 14 },
    storage: { initialBucketName: 'in', finalBucketName: 'out' },
    role: { name: 'r', instanceProfileName: 'p' },
  });
});

it('without a key it is AES256, which has no deletion window', () => {
  const { key: _, ...resources } = candidates.resources;
  expect(specSeen({ ...candidates, resources }, {}).spec.encryption).toEqual({
    algorithm: 'AES256',
    keyAlias: 'alias/a',
  });
});

describe('the network is that of the bucket policies', () => {
  it.each([
    [
      'a list',
      { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } },
      ['192.0.2.0/24', '2001:db8::/32'],
    ],
    ['a text', { NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } }, ['192.0.2.7']],
    ['a key in other letters', { NotIpAddress: { 'AWS:sourceip': '192.0.2.7' } }, ['192.0.2.7']],
    ['IfExists', { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.7' } }, ['192.0.2.7']],
  ])('given as %s', (_, condition, allowedCidrs) => {
    expect(seen(deny(condition))).toMatchObject({
      spec: { allowedCidrs, allowedVpcEndpoints: [] },
      faults: [],
    });
  });

  it('with its endpoints, as groundwork itself writes it', () => {
    const network = { allowedCidrs: ['192.0.2.0/24'], allowedVpcEndpoints: ['vpce-0a1b2c3d'] };
    const serviceArns = ['arn:aws:iam::1:role/worker', 'arn:aws:iam::1:role/observer'];
    const policy = bucketPolicy({ bucketArn: 'arn', spec: network, serviceArns, keyArn: undefined });
    const both = { initialBucket: { policy }, finalBucket: { policy } };
    expect(specSeen(candidates, both, serviceArns)).toMatchObject({ spec: network, faults: [] });
    expect(specSeen(candidates, both).faults).toEqual([
      expect.objectContaining({ pointer: '/allowedCidrs' }),
    ]);
  });

  it.each([
    ['there is no policy', {}],
    ['the policy is about something else', deny({ Bool: { 'aws:SecureTransport': 'false' } })],
    [
      'the rule allows instead of denying',
      deny({ NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } }, { Effect: 'Allow' }),
    ],
  ])('left open when %s', (_, bucket) => {
    const { spec, faults } = seen(bucket);
    expect([spec.allowedCidrs, faults]).toEqual([undefined, []]);
  });

  const fromOne = { NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } };
  it.each<[string, Aspects]>([
    ['an endpoint alone', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } })],
    ['a network of its own', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } })],
    ['addresses in it', deny({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })],
    ['a pattern of endpoints', deny({ ...fromOne, StringNotLike: { 'aws:SourceVpce': 'vpce-*' } })],
    ['addresses that are shut out', deny({ IpAddress: { 'aws:SourceIp': '192.0.2.7' } })],
    ['some actions only', deny(fromOne, { Action: ['s3:DeleteObject'] })],
    ['all actions but some', deny(fromOne, { Action: undefined, NotAction: 's3:GetObject' })],
    ['some objects only', deny(fromOne, { Resource: ['arn:aws:s3:::in', 'arn:aws:s3:::in/secret/*'] })],
    ['all objects but some', deny(fromOne, { Resource: undefined, NotResource: 'arn:aws:s3:::in/public/*' })],
    [
      'addresses, with exceptions',
      deny({ ...fromOne, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/ci' } }),
    ],
    ['addresses, without TLS', deny({ ...fromOne, Bool: { 'aws:SecureTransport': 'false' } })],
    ['addresses of services', deny({ ...fromOne, BoolIfExists: { 'aws:ViaAWSService': 'true' } })],
    ['somebody only', deny(fromOne, { Principal: { AWS: 'arn:aws:iam::1:role/r' } })],
    [
      'two rules that differ',
      {
        policy: {
          Statement: [fromOne, { NotIpAddress: { 'aws:SourceIp': '192.0.2.8' } }].map((Condition) => ({
            ...EVERYTHING,
            Condition,
          })),
        },
      },
    ],
  ])('unclear when the policies are about %s, which a spec can not say', (_, bucket) => {
    const { spec, faults } = seen(bucket);
    expect(faults).toEqual([expect.objectContaining({ pointer: '/allowedCidrs' })]);
    expect(spec.allowedCidrs).toBeUndefined();
  });

  it('as one rule says it that stands there twice', () => {
    const policy = { Statement: [fromOne, fromOne].map((Condition) => ({ ...EVERYTHING, Condition })) };
    expect(seen({ policy })).toMatchObject({ spec: { allowedCidrs: ['192.0.2.7'] }, faults: [] });
  });

  it('for everybody in the longer form', () => {
    const principal = { Principal: { AWS: '*' }, Action: ['s3:*'] };
    expect(seen(deny(fromOne, principal))).toMatchObject({
      spec: { allowedCidrs: ['192.0.2.7'] },
      faults: [],
    });
  });

  it.each([
    ['each allows another', deny({ NotIpAddress: { 'aws:SourceIp': '192.0.2.8' } })],
    ['one of them is open', {}],
  ])('unclear when %s', (_, other) => {
    const { spec, faults } = seen(deny({ NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } }), other);
    expect(faults).toEqual([expect.objectContaining({ pointer: '/allowedCidrs' })]);
    expect(spec.allowedCidrs).toBeUndefined();
  });
});

it.each([
  [true, true, true],
  [true, false, true],
  [false, false, false],
])('versioning of %p and %p is %p: what has versions keeps them', (initial, final, versioning) => {
  expect(seen({ versioning: initial }, { versioning: final }).spec.storage?.versioning).toBe(versioning);
});

describe('expiry', () => {
  const rule = (days: number, more: object = {}) => ({
    Status: 'Enabled',
    Expiration: { Days: days },
    NoncurrentVersionExpiration: { NoncurrentDays: days },
    ...more,
  });
  const objects = { Status: 'Enabled', Expiration: { Days: 30 } };
  const versions = (more: object) => ({
    Status: 'Enabled',
    NoncurrentVersionExpiration: { NoncurrentDays: 30, ...more },
  });
  it.each([
    ['of our own rules', { abortUploadsAfterDays: 7, expireAfterDays: 30 }, 30],
    ['of a rule of somebody else', [rule(60)], 60],
    ['of the shortest rule', [rule(60), rule(9)], 9],
    ['of a rule with an empty filter', [rule(60, { Filter: { Prefix: '' } })], 60],
    ['of a rule that is off', [rule(60, { Status: 'Disabled' })], undefined],
    ['of a rule for some objects', [rule(60, { Filter: { Prefix: 'logs/' } })], undefined],
    ['of a rule for some tags', [rule(60, { Filter: { Tag: { Key: 'a', Value: 'b' } } })], undefined],
    ['of no rules', [], undefined],
    ['of two rules, one of them for older versions', [objects, versions({})], 30],
    ['of a rule that keeps older versions for ever', [objects], undefined],
    [
      'of a rule that keeps older versions for longer',
      [objects, versions({ NoncurrentDays: 90 })],
      undefined,
    ],
    [
      'of a rule that keeps some of the older versions',
      [objects, versions({ NewerNoncurrentVersions: 3 })],
      undefined,
    ],
  ])('%s is taken over as it is', (_, lifecycle, days) => {
    expect(seen({ lifecycle }).spec.storage?.expireAfterDays).toBe(days);
  });

  it('of a bucket that never had versions is that of its objects', () => {
    const { spec } = seen({ lifecycle: [objects], mayHaveVersions: false });
    expect(spec.storage?.expireAfterDays).toBe(30);
  });

  it('that differs between the buckets is not', () => {
    expect(
      seen({ lifecycle: [rule(1)] }, { lifecycle: [rule(2)] }).spec.storage?.expireAfterDays,
    ).toBeUndefined();
  });
});

it.each([
  [
    ['ec2.amazonaws.com', 'lambda.amazonaws.com'],
    ['ec2.amazonaws.com', 'lambda.amazonaws.com'],
  ],
  [['glue.amazonaws.com', 'ecs-tasks.amazonaws.com'], ['ecs-tasks.amazonaws.com']],
  [['glue.amazonaws.com'], undefined],
])('of the trusted services %p remain %p', (services, known) => {
  const { spec } = specSeen(candidates, { role: { trust: trustPolicy(services) } });
  expect(spec.role?.trustedServices).toEqual(known);
});

describe('whom the role trusts', () => {
  const trusting = (...more: object[]) => ({
    role: {
      trust: {
        Statement: more.map((statement) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })),
      },
    },
  });
  const ec2 = { Principal: { Service: 'ec2.amazonaws.com' } };

  it('is clear when it is only services that a spec knows', () => {
    expect(specSeen(candidates, trusting(ec2)).faults).toEqual([]);
    expect(specSeen(candidates, {}).faults).toEqual([]);
  });

  it('has to be said when it is all but somebody', () => {
    const [fault] = specSeen(candidates, trusting({ NotPrincipal: { AWS: 'arn:aws:iam::1:root' } })).faults;
    expect(fault?.pointer).toBe('/role/trustedServices');
  });

  it('is clear when others are only denied', () => {
    const denied = { Effect: 'Deny', Principal: { Service: 'glue.amazonaws.com' } };
    expect(specSeen(candidates, trusting(ec2, denied)).faults).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another service', { Principal: { Service: ['glue.amazonaws.com'] } }, 'glue.amazonaws.com'],
    ['another role', { Principal: { AWS: 'arn:aws:iam::1:role/deployer' } }, 'role/deployer'],
    ['a cluster', { Principal: { Federated: 'arn:aws:iam::1:oidc-provider/x' } }, 'oidc-provider/x'],
    ['anybody', { Principal: '*' }, '*'],
    ['somebody called like a service', { Principal: { AWS: 'lambda.amazonaws.com' } }, 'lambda'],
    ['a service under conditions', { ...ec2, Condition: { Bool: { a: 'true' } } }, 'under conditions'],
  ])('has to be said when it also is %s', (_, statement, named) => {
    expect(specSeen(candidates, trusting(ec2, statement)).faults).toEqual([
      { pointer: '/role/trustedServices', detail: expect.stringContaining(named) },
    ]);
  });
});

it('tags are those that everything carries, but for ownership tags', () => {
  const common = { team: 'files', 'groundwork:uid': 'old' };
  const { spec } = specSeen(candidates, {
    key: { tags: { ...common, Name: 'key' } },
    alias: { target: 'k' },
    role: { tags: { ...common, Name: 'role' } },
  });
  expect(spec.tags).toEqual({ team: 'files' });
});
