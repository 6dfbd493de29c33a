import type { ApiEvent } from './http.ts';
import { invalid, Problem } from './problem.ts';

/** RFC 7396. */
export const MERGE_PATCH = ['application/merge-patch+json'] as const;

/** Bytes that a body may have where nothing else is said. */
export const LARGEST_BODY = 64 * 1024;

interface BodyOptions {
  /** Media types that are taken besides application/json. */
  alsoOf?: readonly string[];
  /** Bytes that it may have. */
  largest?: number;
}

/**
 * The body as the JSON object that it must be.
 *
 * @throws Problem body-too-large, unsupported-media-type, invalid-json
 */
export function jsonBody(
  event: ApiEvent,
  { alsoOf = [], largest = LARGEST_BODY }: BodyOptions = {},
): Record<string, unknown> {
  const { headers } = event;
  const bytes = bytesOf(event);
  if (bytes.length > largest) throw tooLarge(bytes.length, largest);
  if (!isJson(headers['content-type'], alsoOf)) {
    throw new Problem('unsupported-media-type', 'The content type must be application/json in UTF-8.', {
      nextAction: "Send it with -H 'content-type: application/json'.",
    });
  }
  const value = parsed(bytes);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Problem('invalid-json', 'The body must be a JSON object.', { nextAction: SEND_AN_OBJECT });
}

/** API Gateway hands over text; serverless-offline the number or boolean that a JSON body may be. */
export const bytesOf = ({ body, isBase64Encoded }: ApiEvent): Buffer =>
  Buffer.from(String(body ?? ''), isBase64Encoded ? 'base64' : 'utf8');

/** @param largest bytes that it may have */
export const tooLarge = (bytes: number, largest: number): Problem =>
  new Problem('body-too-large', `The body has ${bytes} bytes; ${largest} are allowed.`, {
    nextAction: 'Send less: nothing that is asked for takes so much.',
  });

const SEND_AN_OBJECT = 'Send one, {} at the least; GET /openapi.json shows what can be in it.';

/** For a route that takes no body: a parameter sent in one would be ignored. @throws Problem validation-failed */
export function noBody({ body }: ApiEvent): void {
  if (body) throw invalid([{ pointer: '', detail: 'no body is taken: parameters go into the query' }]);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new Problem('invalid-json', `The body is not valid JSON: ${reason}`, {
      nextAction: SEND_AN_OBJECT,
    });
  }
}

const isJson = (contentType = '', alsoOf: readonly string[]): boolean => {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  return (
    ['application/json', ...alsoOf].includes(type) &&
    parameters.length <= 1 &&
    parameters.every((parameter) => /^charset="?utf-?8"?$/.test(parameter))
  );
};
