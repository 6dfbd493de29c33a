import { describe, expect, it } from '@jest/globals';
import { answerOf, createClient } from '../../../client/client.ts';
import type { Environment } from '../../../client/contract.ts';
import { ConnectionError, ProblemError } from '../../../client/errors.ts';
import { isSettled, watch } from '../../../client/watch.ts';
import { environmentLike, type MadeUp, useMadeUpApi } from '../../support/made-up-api.ts';

const api = useMadeUpApi();
const client = () => createClient({ url: `${api.url}/base/` });
const PROBLEM = { 'content-type': 'application/problem+json' };
const params = { path: { id: 'pr-123' } };
const get = () => answerOf(client().GET('/environments/{id}', { params }));

const problemIn = async (asked: Promise<unknown>) =>
  ((await asked.catch((error: unknown) => error)) as ProblemError).problem;

describe('the client', () => {
  it('asks below the address that it was given', async () => {
    api.answers({ body: environmentLike() });
    expect(await get()).toMatchObject({ id: 'pr-123' });
    expect(api.received[0]?.path).toBe('/base/environments/pr-123');
  });

  it('takes no address with a password, and does not tell it', () => {
    const made = () => createClient({ url: 'http://user:hunter2@localhost' });
    expect(made).toThrow(TypeError);
    expect(made).toThrow(/^The address has a name or a password in it\.$/);
  });

  it('escapes names and values of a query, and leaves out what is undefined', async () => {
    api.answers({ body: { items: [] } });
    const query = { 'tag.a&b=c': "d+e/ü'", limit: undefined } as object;
    await answerOf(client().GET('/environments', { params: { query } }));
    expect(api.received[0]?.path).toBe('/base/environments?tag.a%26b%3Dc=d%2Be%2F%C3%BC%27');
  });

  it('gives what it is told of as a problem as it is', async () => {
    const body = {
      title: 'The environment is protected',
      status: 409,
      code: 'deletion-protected',
      detail: 'It is.',
    };
    api.answers({ status: 409, body, headers: { 'content-type': 'application/problem+json' } });
    await expect(get()).rejects.toThrow(ProblemError);
    expect(await problemIn(get())).toEqual(body);
  });

  it.each([
    [403, { message: 'Forbidden' }, { code: 'forbidden', title: 'This is not yours to do' }],
    [401, { message: 'Unauthorized' }, { code: 'unauthenticated' }],
    [413, { message: 'Request Too Long' }, { code: 'body-too-large', retryable: false }],
    [502, { message: 'Bad Gateway' }, { code: 'internal', retryable: true }],
    [500, '', { code: 'internal', detail: expect.stringContaining('answered 500 (no content type).') }],
    [418, 'short and stout', { code: 'internal', title: 'This is not an answer of groundwork' }],
  ])('makes a problem of another %i: %j', async (status, body, problem) => {
    api.answers({ status, body });
    expect(await problemIn(get())).toMatchObject({
      ...problem,
      status,
      instance: '/base/environments/pr-123',
    });
  });

  it('makes a problem of a page that comes as a success', async () => {
    const body = '<!doctype html><title>\n Log in\n</title>';
    api.answers({ body, headers: { 'content-type': 'text/html' } });
    expect(await problemIn(get())).toMatchObject({ status: 502, detail: `${api.url} answered 200: Log in` });
  });

  it.each<[what: string, answer: MadeUp]>([
    ['no environment', { body: { hello: 'world' } }],
    ['nothing', { status: 204, body: '' }],
    ['a text', { body: 'ok', headers: { 'content-type': 'text/plain' } }],
    ['null', { body: 'null', headers: { 'content-type': 'application/json' } }],
    ['a problem that says nothing', { status: 500, body: {}, headers: PROBLEM }],
    ['a problem that is no JSON', { status: 500, body: '<', headers: PROBLEM }],
  ])("takes %s for no answer of groundwork's", async (_, answer) => {
    api.answers(answer);
    expect(await problemIn(get())).toMatchObject({
      code: 'internal',
      title: 'This is not an answer of groundwork',
      status: answer.status === 500 ? 500 : 502,
      detail: expect.stringContaining(`answered ${answer.status ?? 200}`),
    });
  });

  it.each(['/drift', '/events', '/outputs', '/ready'] as const)(
    "takes what others answer for no %s of groundwork's",
    async (part) => {
      api.answers({ body: { hello: 'world' } });
      const asked = answerOf(client().GET(`/environments/{id}${part}`, { params }));
      expect(await problemIn(asked)).toMatchObject({ title: 'This is not an answer of groundwork' });
    },
  );

  it('takes for an environment what is called like a part of one', async () => {
    api.answers({ body: environmentLike({ id: 'events' }) });
    const asked = client().GET('/environments/{id}', { params: { path: { id: 'events' } } });
    expect(await answerOf(asked)).toMatchObject({ id: 'events' });
  });

  it('asks again after 429 and 503 and broken connections, with the same body', async () => {
    const busy = { status: 429, headers: { 'retry-after': '0' }, body: { message: 'Too Many Requests' } };
    api.answers(busy, { ...busy, status: 503 }, 'hang up', { status: 202, body: environmentLike() });
    await answerOf(client().POST('/environments', { body: { id: 'pr-123' } }));
    expect(api.received.map(({ body }) => body)).toEqual(Array(4).fill('{"id":"pr-123"}'));
  });

  it('names what it creates by a key of its own, the same when it asks again', async () => {
    api.answers('hang up', { status: 202, body: environmentLike() });
    await answerOf(client().POST('/environments', { body: {} }));
    const [key, again] = api.received.map(({ headers }) => headers['idempotency-key']);
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toBe(key);
    expect(api.received.map(({ body }) => body)).toEqual(['{}', '{}']);
  });

  it.each([
    ['an id', { body: { id: 'pr-123' } }, undefined],
    ['a key', { body: {}, params: { header: { 'Idempotency-Key': 'own' } } }, 'own'],
  ])('leaves what has %s as it is', async (_, init, key) => {
    api.answers({ status: 202, body: environmentLike() });
    await answerOf(client().POST('/environments', init));
    expect(api.received.map(({ headers }) => headers['idempotency-key'])).toEqual([key]);
  });

  it.each(['', '.', '..', undefined])(
    'asks for no environment %j, which would be something else',
    async (id) => {
      const asked = client().GET('/environments/{id}', { params: { path: { id: id as string } } });
      await expect(asked).rejects.toThrow(TypeError);
      await expect(asked).rejects.toThrow(`'${id}' is no id.`);
      expect(api.received).toEqual([]);
    },
  );

  it('asks once for what is conditional, and may have arrived', async () => {
    api.answers('hang up');
    const header = { 'If-Match': '"life-1"' };
    const asked = client().PATCH('/environments/{id}', { params: { ...params, header }, body: {} });
    await expect(asked).rejects.toThrow(ConnectionError);
    expect(api.received).toHaveLength(1);
  });

  it('asks again for none of the others', async () => {
    api.answers({ status: 500, body: {} });
    await problemIn(get());
    expect(api.received).toHaveLength(1);
  });

  it('gives up where nobody answers, and says whom it asked', async () => {
    api.answers('hang up');
    const error = await get().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain(`${api.url} did not answer (`);
  });

  it('ends at once when it is told to', async () => {
    api.answers({ status: 503, headers: { 'retry-after': '30' }, body: {} });
    const stop = new AbortController();
    const asked = client().GET('/environments/{id}', { params, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(asked).rejects.toThrow();
  });
});

describe('watch', () => {
  it('yields what has changed, and ends with what is settled', async () => {
    const etag = (version: number) => ({ etag: `"life-${version}"` });
    api.answers(
      { body: environmentLike({ status: 'PENDING' }), headers: etag(1) },
      { status: 304 },
      { body: environmentLike({ status: 'PROVISIONING' }), headers: etag(2) },
      'hang up',
      { status: 502, body: {} },
      { body: environmentLike(), headers: etag(3) },
    );
    const seen: Environment['status'][] = [];
    for await (const { status } of watch(client(), 'pr-123')) seen.push(status);
    expect(seen).toEqual(['PENDING', 'PROVISIONING', 'READY']);
    const conditions = api.received.map(({ headers }) => headers['if-none-match']);
    expect(conditions.slice(0, 3)).toEqual([undefined, '"life-1"', '"life-1"']);
    expect(conditions.at(-1)).toBe('"life-2"');
  });

  it('fails at once where there is no such environment', async () => {
    const headers = { 'content-type': 'application/problem+json' };
    api.answers({
      status: 404,
      headers,
      body: { title: 'There is no such thing', status: 404, retryable: false },
    });
    await expect(watch(client(), 'pr-123').next()).rejects.toThrow(ProblemError);
  });

  it('ends when it is told to', async () => {
    api.answers({ body: environmentLike({ status: 'PENDING' }) });
    const stop = new AbortController();
    const watching = watch(client(), 'pr-123', { signal: stop.signal });
    await watching.next();
    stop.abort();
    await expect(watching.next()).rejects.toThrow();
  });

  it('takes for settled what nothing further happens to', () => {
    const settled = ['READY', 'FAILED', 'DELETE_FAILED', 'DELETED'] as const;
    expect(settled.map((status) => isSettled({ status }))).toEqual([true, true, true, true]);
    expect(isSettled({ status: 'UPDATING' })).toBe(false);
  });
});
