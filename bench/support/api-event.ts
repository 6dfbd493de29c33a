import type { ApiEvent, ApiResult } from '../../lib/api/http.ts';

interface Asked {
  id?: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** What API Gateway hands to a function for a request: as much of it as functions look at. */
export function apiEvent(route: `${string} /${string}`, { id, query, body }: Asked = {}): ApiEvent {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace('{id}', id ?? '');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(query && { queryStringParameters: query }),
    ...(id !== undefined && { pathParameters: { id } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { requestId: 'bench', http: { method, path } },
  } as unknown as ApiEvent;
}

/** The answer's body. @throws Error when it has another status than this one */
export function bodyOf<T>(status: number, { answer }: { answer: ApiResult }): T {
  const { statusCode, body = '{}' } = answer;
  if (statusCode !== status) throw new Error(`answered ${statusCode} instead of ${status}: ${body}`);
  return JSON.parse(body) as T;
}
