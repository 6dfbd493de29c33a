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
}

const event = ({ iam, id }: Asked = {}): ApiEvent =>
  ({
    headers: {},
    requestContext: { http: { method: 'GET', path: '/environments' }, ...(iam && { authorizer: { iam } }) },
    ...(id !== undefined && { pathParameters: { id } }),
  }) as unknown as ApiEvent;

type Handle = Parameters<typeof api>[0];

/** Answers with what the handler was told of the request. */
const tell: Handle = async ({ caller, id }) => json(200, { caller, id });

function answerTo(asked: Asked, handle: Handle = tell): Promise<ApiResult> {
  return api(handle)(event(asked), context);
}

const bodyOf = ({ body = '' }: ApiResult): unknown => JSON.parse(body);

const before = process.env.AUTH;
beforeAll(() => logger.setLogLevel('SILENT'));
afterAll(() => {
  process.env.AUTH = before;
  if (before === undefined) delete process.env.AUTH;
});

describe('where callers have to sign', () => {
  beforeAll(() => {
    process.env.AUTH = 'iam';
  });

  it('one who did is the tenant of the account', async () => {
    const answer = await answerTo({ iam: IAM, id: 'pr-123' });
    expect(answer.statusCode).toBe(200);
    const caller = { tenant: '111122223333', principal: 'arn:aws:iam::111122223333:user/me' };
    expect(bodyOf(answer)).toEqual({ caller, id: 'pr-123' });
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
    const caller = { tenant: 'local', principal: 'local' };
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
