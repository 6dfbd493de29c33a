import { describe, expect, it } from '@jest/globals';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { parseImport } from '../../../lib/api/import-request.ts';
import { Problem } from '../../../lib/api/problem.ts';
import { NAMES, STATES, stateWith } from '../terraform/states.ts';

const context = {
  allowedRegions: ['eu-west-1'],
  defaultRegion: 'eu-west-1',
  bucketNames: ['one', 'two', 'x-*', NAMES.initialBucket, NAMES.finalBucket],
  now: new Date('2030-01-01T00:00:00Z'),
};
const [state = {}] = Object.values(STATES);
const resources = { initialBucket: 'one', finalBucket: 'two' };

function parse(
  body: unknown,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
  handedOver: object = {},
) {
  const event = {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    queryStringParameters: query,
    ...handedOver,
  };
  return parseImport(event as unknown as ApiEvent, context);
}

function problemOf(...request: Parameters<typeof parse>): { code: string; pointers: string[] } {
  try {
    parse(...request);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.code, pointers: (error.options.errors ?? []).map(({ pointer }) => pointer).sort() };
  }
  throw new Error('it was taken');
}

describe('an import', () => {
  it('is told by a state, as an object or as text, and what is to be otherwise', () => {
    const asked = parse({ id: 'prod', state, allowedCidrs: ['192.0.2.7'], ttl: '7d' }, { dryRun: 'true' });
    expect(asked).toMatchObject({
      id: 'prod',
      dryRun: true,
      overrides: { allowedCidrs: ['192.0.2.7'], ttl: '7d' },
      candidates: { resources: { key: { physicalId: NAMES.key } } },
    });
    expect(parse({ id: 'prod', state: JSON.stringify(state) }).candidates).toEqual(asked.candidates);
  });

  it('keeps nothing of the state but ids', () => {
    const secret = { ...state, outputs: { password: { value: 'hunter2' } } };
    expect(JSON.stringify(parse({ id: 'prod', state: secret }))).not.toContain('hunter2');
  });

  it('is the same import only with the same state', () => {
    const hash = (body: object) => parse({ id: 'prod', ...body }).requestHash;
    expect(hash({ state })).toBe(hash({ state }));
    expect(hash({ state: { ...state, serial: 8 } })).not.toBe(hash({ state }));
  });

  it('takes 4 MB of state', () => {
    const text = 'x'.repeat(4 * 1024 * 1024 - JSON.stringify(state).length - 100);
    expect(parse({ id: 'prod', state: { ...state, text } }).id).toBe('prod');
  });

  it('takes as much of it as text, whose quotation marks take more room in the body', () => {
    const text = JSON.stringify({ ...state, outputs: { text: '"'.repeat(1024 * 1024) } });
    const body = JSON.stringify({ id: 'prod', state: text.padEnd(3.3 * 1024 * 1024) });
    expect(body.length).toBeGreaterThan(5 * 1024 * 1024);
    expect(parse(body).id).toBe('prod');
  });

  it('takes a state in which something is nested deeper than a stack goes', () => {
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parse(`{"id":"prod","state":${JSON.stringify(state).replace('{', `{"odd":${nested},`)}}`).id).toBe(
      'prod',
    );
  });

  it('with AES256 leaves the key where it is', () => {
    const { candidates } = parse({ id: 'prod', state, encryption: { algorithm: 'AES256' } });
    expect(Object.keys(candidates.resources).sort()).toEqual([
      'finalBucket',
      'initialBucket',
      'instanceProfile',
      'role',
    ]);
  });
});

describe('mistakes are told with a pointer', () => {
  it.each<[string, unknown, string[]]>([
    ['no id', { state }, ['/id']],
    ['neither state nor ids', { id: 'prod' }, ['/state']],
    ['a state that is a number', { id: 'prod', state: 4 }, ['/state']],
    ['a state of another version', { id: 'prod', state: { ...state, version: 3 } }, ['/state/version']],
    [
      'a state without buckets',
      { id: 'prod', state: stateWith([]) },
      ['/state/resources', '/state/resources'],
    ],
    ['ids without buckets', { id: 'prod', resources: { role: 'r' } }, ['/resources', '/resources']],
    ['an unknown kind', { id: 'prod', resources: { ...resources, queue: 'q' } }, ['/resources/queue']],
    [
      'a policy of AWS',
      { id: 'prod', resources: { ...resources, policies: ['arn:aws:iam::aws:policy/A'] } },
      ['/resources/policies/0'],
    ],
    [
      'AES256 and a key to take over',
      {
        id: 'prod',
        resources: { ...resources, key: 'k', alias: 'alias/k' },
        encryption: { algorithm: 'AES256' },
      },
      ['/resources/alias', '/resources/key'],
    ],
    [
      'buckets that the deployment does not reach',
      { id: 'prod', resources: { initialBucket: 'payroll', finalBucket: 'two' } },
      ['/resources/initialBucket'],
    ],
    ['an unknown field', { id: 'prod', resources, colour: 'blue' }, ['/colour']],
    [
      'names for what has its name',
      {
        id: 'prod',
        state,
        encryption: { keyAlias: 'alias/x' },
        storage: { initialBucketName: 'x-y-z' },
        role: { name: 'x', instanceProfileName: 'x' },
      },
      ['/encryption/keyAlias', '/role/instanceProfileName', '/role/name', '/storage/initialBucketName'],
    ],
    [
      'several at once',
      { id: 'PROD', state: { version: 4, resources: {} }, ttl: '1s', allowedCidrs: ['10.0.0.1/8'] },
      ['/allowedCidrs/0', '/id', '/state/resources', '/ttl'],
    ],
  ])('%s', (_, body, pointers) => {
    expect(problemOf(body)).toEqual({ code: 'validation-failed', pointers });
  });

  it('of query and headers along with them', () => {
    expect(problemOf({ id: 'prod' }, { dry: 'true' }, { 'idempotency-key': '' }).pointers).toEqual([
      '/headers/idempotency-key',
      '/query/dry',
      '/state',
    ]);
  });

  it.each([
    ['5 MB of text', { id: 'prod', state: `"${'x'.repeat(5 * 1024 * 1024)}"` }, 'body-too-large'],
    [
      '6 MB beside it',
      { id: 'prod', state: JSON.stringify(state), colour: 'x'.repeat(6 * 1024 * 1024) },
      'body-too-large',
    ],
    ['6 MB', { id: 'prod', state: { ...state, text: 'x'.repeat(6 * 1024 * 1024) } }, 'body-too-large'],
    ['5 MB', { id: 'prod', state: { ...state, text: 'x'.repeat(5 * 1024 * 1024) } }, 'body-too-large'],
    ['a body that is cut off', JSON.stringify({ id: 'prod', state }).slice(0, -30), 'invalid-json'],
  ])('%s, which is told of the state', (_, body, code) => {
    expect(problemOf(body)).toEqual({ code, pointers: ['/state'] });
  });

  it('a content type is not the state’s', () => {
    const problem = problemOf({ id: 'prod', state }, {}, { 'content-type': 'text/plain' });
    expect(problem).toEqual({ code: 'unsupported-media-type', pointers: [] });
  });

  it.each([
    ['entries', (entries: unknown[]) => entries],
    ['instances', (instances: unknown[]) => [{ mode: 'managed', type: 'a', name: 'b', instances }]],
  ])('no more of them than anybody reads: %s', (_, resourcesOf) => {
    const resources = resourcesOf(Array.from({ length: 300_000 }, () => 1));
    expect(problemOf({ id: 'prod', state: { version: 4, resources } }).pointers).toHaveLength(100);
  });

  it('more beside the state than other bodies may have', () => {
    const allowedCidrs = Array.from({ length: 300_000 }, () => 1);
    expect(problemOf({ id: 'prod', state, allowedCidrs })).toEqual({ code: 'body-too-large', pointers: [] });
  });

  it('lists in lists beside the state, deeper than the stack', () => {
    const body = `{"id":"prod","role":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(problemOf(body).code).toBe('validation-failed');
  });

  it('a body that is cut off before the state is not the state’s', () => {
    expect(problemOf('{"id": "pr')).toEqual({ code: 'invalid-json', pointers: [] });
  });

  it('a body that is cut off in the state is told of the state also when it is handed over in base64', () => {
    const text = JSON.stringify({ id: 'prod', state }).slice(0, -30);
    const handedOver = { body: Buffer.from(text).toString('base64'), isBase64Encoded: true };
    expect(problemOf(text, {}, {}, handedOver)).toEqual({ code: 'invalid-json', pointers: ['/state'] });
  });

  it('a body that is a number, which serverless-offline hands over as one, is no JSON object', () => {
    expect(problemOf('0', {}, {}, { body: 0 })).toEqual({ code: 'invalid-json', pointers: [] });
  });
});
