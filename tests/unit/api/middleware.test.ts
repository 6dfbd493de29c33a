import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { type ApiEvent, type ApiResult, json } from '../../../lib/api/http.ts';
import { api, open } from '../../../lib/api/middleware.ts';
import { Problem } from '../../../lib/api/problem.ts';
import { problem } from '../../../lib/api/response-schemas.ts';
import { Refusal } from '../../../lib/environment/refusal.ts';
import { logger } from '../../../lib/logger.ts';

const IAM = { accountId: '111122223333', userArn: 'arn:aws:iam::111122223333:user/me' };
const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30_000 } as Context;

interface Asked {
  iam?: { accountId?: string; userArn?: string };
  id?: string;
  method?: string;
}

const event = ({ iam, id, method = 'GET' }: Asked = {}): ApiEvent =>
  ({
    headers: {},
    requestContext: { http: { method, path: '/environments' }, ...(iam && { authorizer: { iam } }) },
    ...(id !== undefined && { pathParameters: { id } }),
  }) as unknown as ApiEvent;

type Handle = Parameters<typeof api>[0];

/** Answers with what the handler was told of the request. */
const tell: Handle = async ({ caller, id }) => json(200, { caller, id });

function answerTo(asked: Asked, handle: Handle = tell): Promise<ApiResult> {
  return api(handle)(event(asked), context);
}

const bodyOf = ({ body = '' }: ApiResult): unknown => JSON.parse(body);

const before = { ...process.env };
beforeAll(() => {
  logger.setLogLevel('SILENT');
  const everybody = { CALLERS: '*', ADMINS: 'off', OPERATORS: '*', READERS: 'off', TENANT_CLAIM: 'sub' };
  Object.assign(process.env, { STAGE: 'local', ...everybody });
});
afterAll(() => {
  process.env = before;
});

describe('where callers have to sign', () => {
  beforeAll(() => {
    process.env.AUTH = 'iam';
  });

  it('one who did is the tenant of the account', async () => {
    const answer = await answerTo({ iam: IAM, id: 'pr-123' });
    expect(answer.statusCode).toBe(200);
    const principal = 'arn:aws:iam::111122223333:user/me';
    const caller = { tenant: '111122223333', principal, role: 'operator' };
    expect(bodyOf(answer)).toEqual({ caller, id: 'pr-123' });
  });

  it.each([
    ['GET', 200],
    ['POST', 403],
    ['PATCH', 403],
    ['DELETE', 403],
  ])('one who may only read is answered to %s with %i', async (method, status) => {
    Object.assign(process.env, { OPERATORS: 'off', READERS: '*' });
    const handler = api(tell);
    Object.assign(process.env, { OPERATORS: '*', READERS: 'off' });
    const asked = event({ iam: IAM, method });
    expect((await handler(asked, context)).statusCode).toBe(status);
  });

  it('one who asks for too much is told when to ask again, and nothing is done', async () => {
    let reached = false;
    const asks: string[] = [];
    const limit = async (tenant: string, kind: string) => {
      asks.push(`${tenant} ${kind}`);
      return 17;
    };
    const handler = api(
      async () => {
        reached = true;
        return json(200, {});
      },
      { limit },
    );
    const answer = await handler(event({ iam: IAM, method: 'POST' }), context);
    expect([answer.statusCode, answer.headers?.['retry-after'], reached]).toEqual([429, '17', false]);
    expect(problem.parse(bodyOf(answer))).toMatchObject({ code: 'rate-limited', retryable: true });
    expect(asks).toEqual(['111122223333 changes']);
  });

  it('an admin’s requests count as the admin’s, whosever environments they are about, and looks for themselves', async () => {
    Object.assign(process.env, { ADMINS: '*' });
    const asks: string[] = [];
    const limit = async (tenant: string, kind: string) => {
      asks.push(`${tenant} ${kind}`);
      return undefined;
    };
    const handler = api(tell, { limit, isDear: ({ headers }) => headers.prefer === undefined });
    Object.assign(process.env, { ADMINS: 'off' });
    const of = (method: string, headers: Record<string, string>) => {
      const asked = { ...event({ iam: IAM, method }), headers: { 'groundwork-tenant': 'other', ...headers } };
      return handler(asked, context);
    };
    expect(bodyOf(await of('DELETE', {}))).toMatchObject({ caller: { tenant: 'other', role: 'admin' } });
    await of('GET', {});
    await of('GET', { prefer: 'wait=1' });
    expect(asks).toEqual(['111122223333 changes', '111122223333 looks']);
  });

  it.each<[string, Asked]>([
    ['without an identity', {}],
    ['with an empty identity', { iam: {} }],
    ['without an account', { iam: { userArn: IAM.userArn } }],
    ['with an empty account', { iam: { ...IAM, accountId: '' } }],
    ['without a principal', { iam: { accountId: IAM.accountId } }],
    ['without an identity, for an id that can not be', { id: 'PR' }],
  ])('one %s is answered with 401', async (_, asked) => {
    let reached = false;
    const answer = await answerTo(asked, async () => {
      reached = true;
      return json(200, {});
    });
    expect([answer.statusCode, reached]).toEqual([401, false]);
    expect(problem.parse(bodyOf(answer))).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('what is open is open', async () => {
    const answer = await open(async () => json(200, { status: 'ok' }))(event(), context);
    expect(answer.statusCode).toBe(200);
  });

  it.each(['PR-123', 'ab', 'a'.repeat(33), 'pr-', '..', 'a/b'])('the id %s is not found', async (id) => {
    const answer = await answerTo({ iam: IAM, id });
    expect(problem.parse(bodyOf(answer))).toMatchObject({ code: 'not-found', status: 404 });
  });
});

describe('on one machine', () => {
  beforeAll(() => {
    process.env.AUTH = 'none';
  });

  it.each<[string, Asked]>([
    ['nobody signs', {}],
    ['somebody signs', { iam: IAM }],
  ])('everybody is the tenant local: %s', async (_, asked) => {
    const caller = { tenant: 'local', principal: 'local', role: 'admin' };
    expect(bodyOf(await answerTo(asked))).toEqual({ caller, id: '' });
  });

  it.each<[string, Error, number, string]>([
    ['a problem', new Problem('invalid-json', 'It is none.'), 400, 'It is none.'],
    ['a refusal', new Refusal('gone', 'It is gone.', { nextAction: 'Go.' }), 410, 'It is gone.'],
    ['a bug', new TypeError('table arn:aws:dynamodb'), 500, 'It is logged under the request id.'],
  ])('%s is answered as a problem', async (_, error, status, detail) => {
    const { statusCode, headers, body } = await answerTo({}, () => Promise.reject(error));
    expect([statusCode, headers?.['content-type']]).toEqual([status, 'application/problem+json']);
    const told = problem.parse(JSON.parse(body ?? ''));
    expect(told).toMatchObject({ status, detail, instance: '/environments', requestId: 'r-1' });
    expect(body).not.toContain('dynamodb');
  });

  it('a problem keeps the headers that belong to it', async () => {
    const busy = Object.assign(new Error('busy'), { name: 'ThrottlingException' });
    const { statusCode, headers } = await answerTo({}, () => Promise.reject(busy));
    expect([statusCode, headers?.['retry-after']]).toEqual([503, '2']);
  });

  it('no answer can be framed, cached, sniffed, or lead a browser to anything', async () => {
    const { headers } = await answerTo({});
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      'x-content-type-options': 'nosniff',
    });
    expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it.each<[string, Handle]>([
    ['a success', tell],
    ['a problem', () => Promise.reject(new Problem('not-found', 'There is none.'))],
    ['a bug', () => Promise.reject(new TypeError('x'))],
  ])('%s is not cached and carries the request id', async (_, handle) => {
    const { headers } = await answerTo({}, handle);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'r-1' });
  });
});

describe('a route that needs a caller', () => {
  it.each([undefined, '', 'off'])('does not start with AUTH=%s', (value) => {
    if (value === undefined) delete process.env.AUTH;
    else process.env.AUTH = value;
    expect(() => api(tell)).toThrow('AUTH');
  });
});
