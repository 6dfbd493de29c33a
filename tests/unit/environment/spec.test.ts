import { describe, expect, it } from '@jest/globals';
import {
  expiryOf,
  faultsOf,
  madeUpNameFaults,
  type SpecRequest,
  specFrom,
} from '../../../lib/environment/spec.ts';
import { spec } from './sample.ts';

const now = new Date('2030-01-01T00:00:00Z');
const context = {
  allowedRegions: ['eu-west-1', 'us-east-1'],
  defaultRegion: 'eu-west-1',
  bucketNames: ['in-*', 'out-*', 'one'],
  now,
};

const pointersOf = (request: SpecRequest): string[] =>
  faultsOf(request, context).map(({ pointer }) => pointer);

describe('the spec of a request', () => {
  it('that names nothing has every default', () => {
    expect(specFrom({}, context)).toStrictEqual({
      region: 'eu-west-1',
      allowedCidrs: ['0.0.0.0/0', '::/0'],
      allowedVpcEndpoints: [],
      encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 },
      storage: { acl: 'private', versioning: true },
      role: { trustedServices: ['ec2.amazonaws.com'] },
      deletionProtection: false,
      forceDestroy: false,
      tags: {},
    });
  });

  it('that names everything has it as it was given', () => {
    const everything = spec({
      region: 'us-east-1',
      allowedVpcEndpoints: ['vpce-0123456789abcdef0'],
      encryption: { keyAlias: 'alias/files', deletionWindowDays: 30 },
      storage: { bucketPrefix: 'files-', versioning: false, expireAfterDays: 7 },
      role: { name: 'files', policyName: 'use', instanceProfileName: 'hand', trustedServices: ['lambda'] },
      ttl: '72h',
      deletionProtection: true,
      forceDestroy: true,
      tags: { team: 'files' },
    });
    expect(specFrom(everything, context)).toStrictEqual(everything);
  });

  it('whose fields are undefined is the spec of one that lacks them', () => {
    const sparse = {
      region: undefined,
      encryption: { keyAlias: undefined },
      storage: { versioning: undefined },
      ttl: undefined,
    };
    expect(specFrom(sparse, context)).toStrictEqual(specFrom({}, context));
  });

  it('has each block once, in canonical form, in the order given', () => {
    const allowedCidrs = ['2001:DB8::1', '10.0.0.0/8', '2001:db8:0::1/128', '203.0.113.7', '203.0.113.7/32'];
    expect(specFrom({ allowedCidrs }, context).allowedCidrs).toEqual([
      '2001:db8::1/128',
      '10.0.0.0/8',
      '203.0.113.7/32',
    ]);
  });

  it('has its expiry in UTC', () => {
    const { expiresAt } = specFrom({ expiresAt: '2030-01-31T14:00:00+02:00' }, context);
    expect(expiresAt).toBe('2030-01-31T12:00:00.000Z');
  });
});

describe('a spec is itself a request that gives the same spec', () => {
  it.each<[string, SpecRequest]>([
    ['by default', {}],
    ['without a key', { encryption: { algorithm: 'AES256' } }],
    ['with all of a key', { encryption: { keyAlias: 'alias/a', deletionWindowDays: 7 } }],
    ['with names', { storage: { initialBucketName: 'in-1', finalBucketName: 'out-1' }, role: { name: 'r' } }],
    ['with an end', { expiresAt: '2030-01-31T14:00:00+02:00' }],
    ['with a time to live', { ttl: '72h' }],
  ])('%s', (_, request) => {
    const spec = specFrom(request, context);
    expect(faultsOf(spec, context)).toEqual([]);
    expect(specFrom(spec, context)).toEqual(spec);
  });
});

describe('a request has no fault when it', () => {
  it.each<[string, SpecRequest]>([
    ['is empty', {}],
    ['names an allowed region', { region: 'us-east-1' }],
    ['uses AES256 alone', { encryption: { algorithm: 'AES256' } }],
    ['names a key', { encryption: { algorithm: 'aws:kms', keyAlias: 'alias/a', deletionWindowDays: 7 } }],
    ['names two buckets', { storage: { initialBucketName: 'in-1', finalBucketName: 'out-1' } }],
    ['gives a prefix', { storage: { bucketPrefix: 'a-' } }],
    ['lives for the shortest time', { ttl: '5m' }],
    ['lives for the longest time', { ttl: '366d' }],
    ['ends at the earliest time', { expiresAt: '2030-01-01T00:05:00Z' }],
    ['ends at the latest time', { expiresAt: '2031-01-02T00:00:00Z' }],
    ['has tags that look reserved only at first sight', { tags: { awsome: '', 'my:aws:tag': '' } }],
  ])('%s', (_, request) => expect(faultsOf(request, context)).toEqual([]));
});

describe('a request has a fault at the field that', () => {
  it.each<[string, SpecRequest, string[]]>([
    ['names a region that is not allowed', { region: 'mars-north-1' }, ['/region']],
    [
      'names a key that AES256 has not',
      { encryption: { algorithm: 'AES256', keyAlias: 'alias/a', deletionWindowDays: 7 } },
      ['/encryption/keyAlias', '/encryption/deletionWindowDays'],
    ],
    [
      'gives a prefix beside an exact name',
      { storage: { bucketPrefix: 'a-', finalBucketName: 'out-1' } },
      ['/storage/bucketPrefix'],
    ],
    [
      'gives both buckets one name',
      { storage: { initialBucketName: 'one', finalBucketName: 'one' } },
      ['/storage/finalBucketName'],
    ],
    [
      'names buckets that the deployment has not',
      { storage: { initialBucketName: 'my-in-1', finalBucketName: 'one-1' } },
      ['/storage/initialBucketName', '/storage/finalBucketName'],
    ],
    ['ends twice', { ttl: '1h', expiresAt: '2030-01-02T00:00:00Z' }, ['/expiresAt']],
    [
      'holds no block',
      { allowedCidrs: ['10.0.0.0/8', '10.0.0.1/8', 'home'] },
      ['/allowedCidrs/1', '/allowedCidrs/2'],
    ],
    ['is too short a life', { ttl: '4m' }, ['/ttl']],
    ['is too long a life', { ttl: '367d' }, ['/ttl']],
    ['is a life too long by a minute', { ttl: `${366 * 24 * 60 + 1}m` }, ['/ttl']],
    ['is too early an end', { expiresAt: '2030-01-01T00:04:59Z' }, ['/expiresAt']],
    ['is an end in the past', { expiresAt: '2029-01-01T00:00:00Z' }, ['/expiresAt']],
    ['is too late an end', { expiresAt: '2031-01-02T00:00:01Z' }, ['/expiresAt']],
    [
      'is a reserved tag',
      { tags: { 'AWS:x': '', 'groundwork:uid': '' } },
      ['/tags/AWS:x', '/tags/groundwork:uid'],
    ],
    [
      'is a tag for the second time',
      { tags: { Team: '', team: '', TEAM: '' } },
      ['/tags/team', '/tags/TEAM'],
    ],
    ['is a tag with characters of a pointer', { tags: { 'aws:a/b~c': '' } }, ['/tags/aws:a~1b~0c']],
  ])('%s', (_, request, pointers) => expect(pointersOf(request)).toEqual(pointers));

  it('is any of several, all told at once', () => {
    const request = { region: 'mars', ttl: '1m', allowedCidrs: ['home'], tags: { 'aws:a': '' } };
    expect(pointersOf(request)).toEqual(['/region', '/allowedCidrs/0', '/ttl', '/tags/aws:a']);
  });
});

describe('the expiry of a spec', () => {
  it.each([
    [{ ttl: '90m' }, '2030-01-01T01:30:00.000Z'],
    [{ ttl: '72h' }, '2030-01-04T00:00:00.000Z'],
    [{ ttl: '7d' }, '2030-01-08T00:00:00.000Z'],
    [{ expiresAt: '2030-01-31T12:00:00.000Z' }, '2030-01-31T12:00:00.000Z'],
    [{}, undefined],
  ])('of %j is %s', (given, expiry) => expect(expiryOf(given, now)).toBe(expiry));
});

it('a name that the deployment does not let a bucket have is told with those that it does', () => {
  const [fault] = faultsOf({ storage: { initialBucketName: 'payroll' } }, context);
  expect(fault?.detail).toMatch(/^payroll must fit one of in-\*, out-\*, one: .*--param bucketNames=/);
});

it.each<[string[], string, object, string | undefined]>([
  [[], 'initial-*,final-*', {}, 'pr-123'],
  [[], 'initial-*,final-*', {}, undefined],
  [[], '*', {}, 'pr-123'],
  [['/storage/initialBucketName', '/storage/finalBucketName'], 'acme-*', {}, 'pr-123'],
  [['/storage/finalBucketName'], 'initial-*', {}, 'pr-123'],
  [[], 'acme-*', { initialBucketName: 'acme-raw', finalBucketName: 'acme-done' }, 'pr-123'],
  [['/storage/finalBucketName'], 'acme-*', { initialBucketName: 'acme-raw' }, 'pr-123'],
  [[], 'initial-acme-*,final-acme-*', { bucketPrefix: 'acme-' }, 'pr-123'],
  [[], 'initial-acme-*,final-acme-*', {}, 'acme-1'],
  [['/storage/initialBucketName', '/storage/finalBucketName'], 'initial-acme-*,final-acme-*', {}, 'pr-123'],
])(
  '%j must be given where buckets are %s and a request has %j and the id %s',
  (pointers, names, storage, id) => {
    const faults = madeUpNameFaults({ storage }, id, { bucketNames: names.split(',') });
    expect(faults.map(({ pointer }) => pointer)).toEqual(pointers);
    for (const { detail } of faults)
      expect(detail).toContain(`must be given, to fit one of ${names.split(',').join(', ')}`);
  },
);
