import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { type ApiEvent, json } from '../../../lib/api/http.ts';
import { open } from '../../../lib/api/middleware.ts';
import { Problem } from '../../../lib/api/problem.ts';
import { logger } from '../../../lib/logger.ts';

const context = { awsRequestId: 'r-1' } as Context;
const event = {
  routeKey: 'POST /environments',
  headers: { authorization: 'credential' },
  body: '{"tags":{"a":"secret"}}',
  requestContext: { requestId: 'gateway-1', http: { method: 'POST', path: '/environments' } },
} as unknown as ApiEvent;

const info = jest.spyOn(logger, 'info');
const error = jest.spyOn(logger, 'error');
beforeEach(() => {
  for (const spy of [info, error]) spy.mockReset().mockImplementation(() => {});
});

const ask = (handle: Parameters<typeof open>[0]) => open(handle)(event, context);
const fail = (reason: Error) => ask(() => Promise.reject(reason));

describe('a request is logged', () => {
  it('in one line, without its body and headers', async () => {
    await ask(async () => json(200, { secret: 'answer' }));
    expect(info.mock.calls).toEqual([
      [
        'request',
        {
          method: 'POST',
          route: 'POST /environments',
          path: '/environments',
          gatewayRequestId: 'gateway-1',
          status: 200,
          milliseconds: expect.any(Number),
        },
      ],
    ]);
  });

  it('and leaves nothing of itself to the next one', async () => {
    const resetKeys = jest.spyOn(logger, 'resetKeys');
    await ask(async () => json(200, {}));
    await fail(new Problem('precondition-failed', 'It has changed.'));
    expect(resetKeys).toHaveBeenCalledTimes(2);
  });

  it('with the status that its problem has', async () => {
    await fail(new Problem('precondition-failed', 'It has changed.'));
    expect(info.mock.calls).toMatchObject([['request', { status: 412 }]]);
    expect(error).not.toHaveBeenCalled();
  });

  it('with the error, besides, when that is a mistake of ours', async () => {
    const mistake = new TypeError('x');
    await fail(mistake);
    expect(info.mock.calls).toMatchObject([['request', { status: 500 }]]);
    expect(error.mock.calls).toEqual([['request failed', { error: mistake }]]);
  });
});
