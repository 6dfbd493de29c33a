import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { authConfig } from '../config.ts';
import { ENVIRONMENT_ID } from '../environment/id.ts';
import { logger } from '../logger.ts';
import { type Caller, callers } from './caller.ts';
import type { ApiEvent, ApiResult } from './http.ts';
import { json } from './http.ts';
import { PROBLEMS, Problem, problemBody, problemOf } from './problem.ts';
import { tenantOf } from './tenant.ts';

/** A request as the functions see it. */
export interface ApiRequest {
  caller: Caller;
  event: ApiEvent;
  /** Path parameter `id`; empty where the route has none. */
  id: string;
}

interface Options {
  /** Counts what a tenant asks for; seconds to wait where that is too much. For what changes something, or is dear. */
  limit?: (tenant: string, kind: 'looks' | 'changes') => Promise<number | undefined>;
  /** Which requests are counted; left out: all. */
  isDear?: (event: ApiEvent) => boolean;
}

const READS: readonly string[] = ['GET', 'HEAD'];

/** A handler for a route that needs a caller: who only reads may use no method but GET. */
export const api = (
  handle: (request: ApiRequest) => Promise<ApiResult>,
  { limit, isDear = () => true }: Options = {},
) => {
  const identify = callers(authConfig());
  return open(async (event) => {
    const { method } = event.requestContext.http;
    const asking = identify(event);
    logger.appendKeys({ tenant: asking.tenant, principal: asking.principal });
    if (asking.role === 'reader' && !READS.includes(method)) throw onlyReads(method);
    const wait =
      isDear(event) && (await limit?.(asking.tenant, READS.includes(method) ? 'looks' : 'changes'));
    if (wait) throw tooMany(wait);
    const caller = { ...asking, tenant: tenantOf(event, asking) };
    const id = event.pathParameters?.id ?? '';
    if (id && !ENVIRONMENT_ID.test(id)) throw noSuchEnvironment(id);
    logger.appendKeys({ tenant: caller.tenant, ...(id && { environmentId: id }) });
    return handle({ caller, event, id });
  });
};

/** A handler for a route that anybody may use. */
export const open = (handle: (event: ApiEvent) => Promise<ApiResult>) =>
  middy<ApiEvent, ApiResult, Error, Context>()
    .use(requestLog())
    .use(requestId())
    .use(problems())
    .handler((event) => handle(event));

const onlyReads = (method: string) =>
  new Problem('forbidden', `You may read; ${method} changes something.`, {
    nextAction: 'Whoever runs this deployment says who may change what: --param operators=….',
  });

/** @param seconds until there is room again */
export const tooMany = (seconds: number) =>
  new Problem('rate-limited', 'Your tenant has asked for too much within this minute.', {
    nextAction: 'Send the same request again after the time in Retry-After.',
    headers: { 'retry-after': String(seconds) },
  });

/** What no id looks like need not be looked for; DynamoDB would refuse a key that is too long. */
const noSuchEnvironment = (id: string) =>
  new Problem('not-found', `There is no environment ${id}.`, {
    nextAction: 'GET /environments lists those there are.',
  });

/** One line per request. It names neither bodies nor headers. */
function requestLog(): MiddlewareObj<ApiEvent, ApiResult> {
  let began = 0;
  const line = (event: ApiEvent, response: ApiResult | null | undefined) => {
    const { http, requestId } = event.requestContext;
    logger.info('request', {
      method: http.method,
      route: event.routeKey,
      path: http.path,
      gatewayRequestId: requestId,
      status: response?.statusCode,
      milliseconds: Date.now() - began,
    });
    logger.resetKeys();
  };
  return {
    before: ({ context }) => {
      began = Date.now();
      logger.addContext(context);
    },
    after: ({ event, response }) => line(event, response),
    onError: ({ event, response }) => line(event, response),
  };
}

/** Lambda's request id, which every log line carries, on every answer. */
function requestId(): MiddlewareObj<ApiEvent, ApiResult> {
  const tell = ({ context, response }: middy.Request<ApiEvent, ApiResult>) => {
    if (response) response.headers = { ...response.headers, 'x-request-id': context.awsRequestId };
  };
  return { after: tell, onError: tell };
}

/** Turns whatever was thrown into problem+json; the one place where errors become HTTP. */
function problems(): MiddlewareObj<ApiEvent, ApiResult> {
  return {
    onError: (request) => {
      const problem = problemOf(request.error);
      const { http } = request.event.requestContext;
      const requestId = request.context.awsRequestId;
      if (problem.code === 'internal') logger.error('request failed', { error: request.error });
      const body = problemBody(problem, { path: http.path, requestId });
      request.response = json(PROBLEMS[problem.code].status, body, {
        'content-type': 'application/problem+json',
        ...problem.options.headers,
      });
    },
  };
}
