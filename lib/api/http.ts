import type { APIGatewayProxyEventV2WithRequestContext, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** API Gateway's context with what its authorizers add to it. */
export interface RequestContext {
  /** API Gateway's own; its access log has it. */
  requestId?: string;
  http: { method: string; path: string };
  authorizer?: {
    iam?: { accountId?: string; userArn?: string };
    /** API Gateway makes text of every claim. */
    jwt?: { claims?: Readonly<Record<string, string>> };
  };
}

export type ApiEvent = APIGatewayProxyEventV2WithRequestContext<RequestContext>;
export type ApiResult = APIGatewayProxyStructuredResultV2;

/** Of every answer: it is about one caller, at one moment, and not a page. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** An answer with a JSON body. */
export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): ApiResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...HEADERS, ...headers },
  body: JSON.stringify(body),
});

/** An answer in another form. */
export const text = (
  statusCode: number,
  body: string,
  contentType: string,
  headers: Record<string, string> = {},
): ApiResult => ({
  statusCode,
  headers: { 'content-type': contentType, ...HEADERS, ...headers },
  body,
});

/** An answer without a body. */
export const empty = (statusCode: number, headers: Record<string, string> = {}): ApiResult => ({
  statusCode,
  headers: { ...HEADERS, ...headers },
});
