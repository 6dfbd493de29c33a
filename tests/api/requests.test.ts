import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environment, environmentList, problem } from '../../lib/api/response-schemas.ts';
import { type Answer, WAIT } from '../support/http.ts';
import { REFUSED_BODIES } from '../support/refused-bodies.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  system.send('POST /environments', { body, headers });

/** Holds an answer against the contract's problem and gives its pointers. */
function refusal(answer: Answer): { status: number; code: string; pointers: string[] } {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const body = problem.parse(answer.body);
  expect(body.status).toBe(answer.status);
  return {
    status: answer.status,
    code: body.code,
    pointers: (body.errors ?? []).map(({ pointer }) => pointer).sort(),
  };
}

const listedIds = async (query = ''): Promise<string[]> => {
  const { body } = await system.send(`GET /environments${query}`);
  return environmentList.parse(body).items.map(({ id }) => id);
};

describe('POST /environments refuses', () => {
  it.each(REFUSED_BODIES)('%s', async (_name, body, pointers) => {
    expect(refusal(await post(body))).toEqual({ status: 400, code: 'validation-failed', pointers });
  });

  it.each([
    ['JSON that is cut off', '{"id":"bad"', {}, 400, 'invalid-json'],
    ['a list', '[]', {}, 400, 'invalid-json'],
    ['zero', '0', {}, 400, 'invalid-json'],
    ['false', 'false', {}, 400, 'invalid-json'],
    ['no body', '', {}, 400, 'invalid-json'],
    ['another content type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a body over 64 KB', JSON.stringify({ id: 'a'.repeat(70_000) }), {}, 413, 'body-too-large'],
  ])('%s', async (_name, body, headers, status, code) => {
    expect(refusal(await post(body, headers))).toMatchObject({ status, code });
  });

  it('mistakes in headers and query, together with those in the body', async () => {
    const answer = await system.send('POST /environments?dryrun=true', {
      body: { id: 'PR' },
      headers: { 'idempotency-key': 'x'.repeat(256) },
    });

    expect(refusal(answer)).toEqual({
      status: 400,
      code: 'validation-failed',
      pointers: ['/headers/idempotency-key', '/id', '/query/dryrun'],
    });
    expect(refusal(await post({}, { prefer: 'wait=soon' })).pointers).toEqual(['/headers/prefer']);
  });

  it('and stores nothing of it', async () => {
    expect(await listedIds()).toEqual([]);
  });
});

describe('POST /environments accepts', () => {
  it('without waiting: 202 with a Location where the environment can be followed', async () => {
    const answer = await post({ id: 'followed' });

    expect(answer.status).toBe(202);
    expect(environment.parse(answer.body)).toMatchObject({
      status: 'PENDING',
      warnings: [{ code: 'open-to-any-address' }],
    });
    const followed = await system.send(`GET ${answer.headers.get('location')}`, { headers: WAIT });
    expect(environment.parse(followed.body)).toMatchObject({ id: 'followed', status: 'READY' });
  });

  it('the same spec again: 200 with the same environment, however it is written', async () => {
    const first = await post({ id: 'twice', allowedCidrs: ['2001:DB8::/32', '203.0.113.7'] });
    const again = await post({ allowedCidrs: ['2001:db8:0::/32', '203.0.113.7/32'], id: 'twice' });

    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.createdAt).toBe(first.body.createdAt);
  });

  it('not another spec under the same id', async () => {
    const answer = await post({ id: 'twice', allowedCidrs: ['198.51.100.0/24'] });

    expect(refusal(answer)).toMatchObject({ status: 409, code: 'environment-exists' });
    expect(answer.body.nextAction).toContain('PATCH');
  });

  it('a ttl, and says when it ends', async () => {
    const { body } = await post({ id: 'mortal', ttl: '72h' });

    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(72 * 60 * 60 * 1000);
    expect((await post({ id: 'mortal', ttl: '72h' })).status).toBe(200);
    // What was answered can be sent again.
    expect((await post({ id: 'mortal', ...body.spec })).status).toBe(200);
    expect((await post({ id: 'mortal', ttl: '71h' })).status).toBe(409);
    expect((await post({ id: 'mortal' })).status).toBe(409);
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'build-4711' };

  it('makes the same id for the same request', async () => {
    const first = await post({ tags: { a: '1', b: '2' } }, key);
    const again = await post({ tags: { b: '2', a: '1' } }, key);

    expect(first.status).toBe(202);
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
  });

  it.each([
    ['another body', { tags: { a: '2' } }],
    ['another body with an id', { id: 'other-id' }],
  ])('is refused with %s', async (_name, body) => {
    expect(refusal(await post(body, key))).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  });

  it('answers with the deleted environment instead of making it again', async () => {
    const headers = { ...WAIT, 'idempotency-key': 'once-only' };
    await post({ id: 'once-only' }, headers);
    await system.send('DELETE /environments/once-only', { headers: WAIT });

    expect(await post({ id: 'once-only' }, headers)).toMatchObject({
      status: 200,
      body: { status: 'DELETED' },
    });
  });
});

describe('GET', () => {
  it('answers 304 while the ETag holds', async () => {
    await system.send('GET /environments/twice', { headers: WAIT });
    const { headers } = await system.send('GET /environments/twice');
    const etag = headers.get('etag') ?? '';

    const unchanged = await system.send('GET /environments/twice', { headers: { 'if-none-match': etag } });
    const changed = await system.send('GET /environments/twice', { headers: { 'if-none-match': '"x-1"' } });

    expect(etag).toMatch(/^"[a-z2-7]{16}-\d+"$/);
    expect(unchanged).toMatchObject({ status: 304, body: '' });
    expect(changed.status).toBe(200);
  });

  it('answers 404 for an id that never was', async () => {
    expect(refusal(await system.send('GET /environments/nobody'))).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });

  it('pages through the list without losing or repeating one', async () => {
    const all = await listedIds();
    const seen: string[] = [];
    let path: string | undefined = '/environments?limit=2';
    while (path) {
      const answer: Answer = await system.send(`GET ${path}`);
      const { items, nextPageToken } = environmentList.parse(answer.body);
      seen.push(...items.map(({ id }) => id));
      expect(items.length).toBeLessThanOrEqual(2);
      path = answer.headers.get('link')?.match(/^<(.+)>; rel="next"$/)?.[1];
      expect(Boolean(path)).toBe(nextPageToken !== undefined);
    }

    expect(all.length).toBeGreaterThan(3);
    expect(seen).toEqual(all);
  });

  it('filters by tag and status', async () => {
    await post({ id: 'tagged', tags: { team: 'a b' } }, WAIT);

    expect(await listedIds('?tag.team=a%20b')).toEqual(['tagged']);
    expect(await listedIds('?status=READY&tag.team=a%20b')).toEqual(['tagged']);
    expect(await listedIds('?tag.team=other')).toEqual([]);
    expect(await listedIds('?status=FAILED')).toEqual([]);
  });

  it.each([
    ['?limit=0', '/query/limit'],
    ['?limit=101', '/query/limit'],
    ['?limit=ten', '/query/limit'],
    ['?status=ready', '/query/status'],
    ['?pageToken=nonsense', '/query/pageToken'],
    ['?colour=blue', '/query/colour'],
  ])('refuses %s', async (query, pointer) => {
    expect(refusal(await system.send(`GET /environments${query}`))).toEqual({
      status: 400,
      code: 'validation-failed',
      pointers: [pointer],
    });
  });

  it('tells the health, and the contract that openapi.yaml holds', async () => {
    const contract = await system.send('GET /openapi.json');
    const file = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');

    expect(await system.send('GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(contract).toMatchObject({ status: 200, body: parse(file) });
  });
});

describe('DELETE', () => {
  it('is refused for a protected environment, which stays as it is', async () => {
    await post({ id: 'guarded', deletionProtection: true }, WAIT);

    const answer = await system.send('DELETE /environments/guarded?force=true');

    expect(refusal(answer)).toMatchObject({ status: 409, code: 'deletion-protected' });
    expect((await system.send('GET /environments/guarded')).body.status).toBe('READY');
  });

  it('is refused with a stale If-Match, and granted with the present one', async () => {
    const { headers } = await post({ id: 'matched' }, WAIT);
    const remove = (etag: string) =>
      system.send('DELETE /environments/matched', { headers: { ...WAIT, 'if-match': etag } });

    expect(refusal(await remove('"aaaaaaaaaaaaaaaa-1"'))).toMatchObject({
      status: 412,
      code: 'precondition-failed',
    });
    expect(await remove(headers.get('etag') ?? '')).toMatchObject({
      status: 200,
      body: { status: 'DELETED' },
    });
  });

  it('twice is fine: 200 when it is gone', async () => {
    expect(await system.send('DELETE /environments/matched')).toMatchObject({
      status: 200,
      body: { status: 'DELETED' },
    });
  });

  it('with a parameter in a body is refused, instead of being done without it', async () => {
    const body = '{"force":true}';
    expect(refusal(await system.send('DELETE /environments/guarded', { body }))).toMatchObject({
      status: 400,
      pointers: [''],
    });
  });

  it('answers 404 for an id that never was, and refuses a force that is neither true nor false', async () => {
    expect(refusal(await system.send('DELETE /environments/nobody'))).toMatchObject({ status: 404 });
    expect(refusal(await system.send('DELETE /environments/nobody?force=yes'))).toMatchObject({
      status: 400,
      pointers: ['/query/force'],
    });
  });
});

describe('other paths and methods', () => {
  it('answers OPTIONS with the methods that there are, where there are any', async () => {
    const answer = await system.send('OPTIONS /environments/pr-123');
    expect([answer.status, answer.body]).toEqual([204, '']);
    expect(answer.headers.get('allow')).toBe('GET, PATCH, DELETE, OPTIONS');
    expect(await system.send('OPTIONS /nowhere')).toMatchObject({ status: 404 });
  });

  it('answers 405 with the methods that there are', async () => {
    const answer = await system.send('PUT /environments/twice');

    expect(refusal(answer)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.get('allow')).toBe('GET, PATCH, DELETE');
  });

  it('answers 404 for a path that there is not', async () => {
    expect(refusal(await system.send('GET /environment'))).toMatchObject({ status: 404 });
  });
});
