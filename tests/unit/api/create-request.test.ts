import { describe, expect, it } from '@jest/globals';
import { parseCreate } from '../../../lib/api/create-request.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { Problem } from '../../../lib/api/problem.ts';

const context = {
  allowedRegions: ['eu-west-1'],
  bucketNames: ['*'],
  defaultRegion: 'eu-west-1',
  now: new Date('2030-01-01T00:00:00Z'),
};

interface Around {
  key?: string;
  query?: Record<string, string>;
  bucketNames?: string[];
}

function parse(body: unknown, { key, query, bucketNames = ['*'] }: Around = {}) {
  const event = {
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...(query && { queryStringParameters: query }),
  };
  return parseCreate(event as unknown as ApiEvent, { ...context, bucketNames });
}

function pointersOf(body: unknown, around: Around = {}): string[] {
  try {
    parse(body, around);
  } catch (error) {
    if (error instanceof Problem && error.code === 'validation-failed') {
      return (error.options.errors ?? []).map(({ pointer }) => pointer).sort();
    }
    throw error;
  }
  return [];
}

describe('a request to create', () => {
  it('that is empty asks for the defaults and no id', () => {
    const request = parse({});
    expect(request).not.toHaveProperty('id');
    expect(request).not.toHaveProperty('idempotencyKey');
    expect(request.spec).toMatchObject({ region: 'eu-west-1', storage: { versioning: true } });
  });

  it('has its id and key beside the spec, not in it', () => {
    const request = parse({ id: 'pr-123', ttl: '72h' }, { key: 'build-4711' });
    expect(request).toMatchObject({ id: 'pr-123', idempotencyKey: 'build-4711', spec: { ttl: '72h' } });
    expect(request.spec).not.toHaveProperty('id');
  });
});

describe('the hash of a request', () => {
  const body = { id: 'pr-123', tags: { a: '1', b: '2' }, allowedCidrs: ['10.0.0.0/8', '::1'] };
  const { requestHash } = parse(body);

  it.each([
    [
      'its fields stand in another order',
      { allowedCidrs: body.allowedCidrs, tags: { b: '2', a: '1' }, id: 'pr-123' },
    ],
    ['it is written with spaces', JSON.stringify(body, null, 2)],
  ])('is the same when %s', (_, again) => expect(parse(again).requestHash).toBe(requestHash));

  it('is the same under another key', () => expect(parse(body, { key: 'b' }).requestHash).toBe(requestHash));

  it.each([
    ['its id', { ...body, id: 'pr-124' }],
    ['a field', { ...body, forceDestroy: true }],
    ['a nested value', { ...body, tags: { a: '2', b: '1' } }],
    ['the order of a list', { ...body, allowedCidrs: ['::1', '10.0.0.0/8'] }],
    ['a field left out', { ...body, tags: {} }],
  ])('differs with %s', (_, other) => expect(parse(other).requestHash).not.toBe(requestHash));
});

describe('every mistake is told at once', () => {
  it('of form, between fields, in headers and in the query', () => {
    const body = {
      id: 'PR',
      colour: 'blue',
      region: 'mars',
      allowedCidrs: ['home'],
      storage: { versioning: 'yes', initialBucketName: 'one', finalBucketName: 'one' },
      tags: { 'aws:a': '' },
    };
    expect(pointersOf(body, { key: '', query: { force: 'true' } })).toEqual([
      '/allowedCidrs/0',
      '/colour',
      '/headers/idempotency-key',
      '/id',
      '/query/force',
      '/region',
      '/storage/finalBucketName',
      '/storage/versioning',
      '/tags/aws:a',
    ]);
  });

  it('in a list at the index at which it was sent', () => {
    const body = { allowedCidrs: [1, '10.0.0.0/8', 'home', null] };
    expect(pointersOf(body)).toEqual(['/allowedCidrs/0', '/allowedCidrs/2', '/allowedCidrs/3']);
  });

  it.each<[string, unknown, string[]]>([
    [
      'a list for an object',
      { encryption: [], storage: [], role: [], tags: [] },
      ['/encryption', '/role', '/storage', '/tags'],
    ],
    ['null for a value', { region: null, ttl: null, tags: null }, ['/region', '/tags', '/ttl']],
    ['text for a number', { encryption: { deletionWindowDays: '7' } }, ['/encryption/deletionWindowDays']],
    ['a fraction', { storage: { expireAfterDays: 1.5 } }, ['/storage/expireAfterDays']],
    ['a life of another form', { ttl: '1w' }, ['/ttl']],
    ['a time that is none', { expiresAt: '2030-02-30T00:00:00Z' }, ['/expiresAt']],
    ['a time without seconds', { expiresAt: '2030-02-01T00:00Z' }, ['/expiresAt']],
    ['a time without an offset', { expiresAt: '2030-02-01T00:00:00' }, ['/expiresAt']],
    [
      'a service twice',
      { role: { trustedServices: ['lambda.amazonaws.com', 'lambda.amazonaws.com'] } },
      ['/role/trustedServices'],
    ],
    ['a prototype', '{"__proto__":{"region":"mars"}}', ['/__proto__']],
    ['a tag named like a prototype', '{"tags":{"__proto__":"a"}}', ['/tags/__proto__']],
  ])('%s', (_, body, pointers) => expect(pointersOf(body)).toEqual(pointers));

  it.each(['ü', '', 'a'.repeat(256), 'a\tb'])('the key %j', (key) => {
    expect(pointersOf({}, { key })).toEqual(['/headers/idempotency-key']);
  });
});

describe('an expiry is taken in any offset and precision', () => {
  it.each([
    ['2030-01-31T12:00:00Z', '2030-01-31T12:00:00.000Z'],
    ['2030-01-31T12:00:00.999999999Z', '2030-01-31T12:00:00.999Z'],
    ['2030-01-31T23:59:59+23:59', '2030-01-31T00:00:59.000Z'],
    ['2030-01-31T12:00:00-11:30', '2030-01-31T23:30:00.000Z'],
  ])('%s', (expiresAt, utc) => expect(parse({ expiresAt }).spec.expiresAt).toBe(utc));
});

describe('where buckets are called acme-…', () => {
  const bucketNames = ['acme-*', 'initial-acme-*', 'final-acme-*'];
  const MADE_UP = ['/storage/finalBucketName', '/storage/initialBucketName'];

  it.each<[string[], object]>([
    [MADE_UP, {}],
    [MADE_UP, { id: 'pr-123' }],
    [[], { id: 'acme-1' }],
    [[], { storage: { bucketPrefix: 'acme-' } }],
    [[], { storage: { initialBucketName: 'acme-raw', finalBucketName: 'acme-done' } }],
    [
      ['/storage/initialBucketName'],
      { storage: { initialBucketName: 'Acme_Raw', finalBucketName: 'acme-done' } },
    ],
    [['/id'], { id: 'Acme' }],
  ])('%j is told of %j', (pointers, body) => {
    expect(pointersOf(body, { bucketNames })).toEqual(pointers);
  });
});
