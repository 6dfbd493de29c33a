import type * as z from 'zod/mini';
import type { ExampleName } from './examples.ts';
import type { ProblemCode } from './problem.ts';
import { idempotencyKey } from './schemas.ts';

export interface Success {
  description: string;
  /** Left out: an answer without a body, or of another kind than JSON. */
  schema?: z.ZodMiniType;
  /** By media type, where it isn't JSON alone. */
  texts?: Readonly<Record<string, string>>;
  example?: ExampleName;
  headers?: readonly HeaderName[];
}

export interface Operation {
  summary: string;
  description: string;
  /** Whether it takes a caller; without, anybody may use it. */
  secured: boolean;
  query?: z.ZodMiniObject;
  /** Whether `tag.KEY` parameters filter what it tells. */
  tagFilters?: boolean;
  requestHeaders?: Readonly<Record<string, RequestHeader>>;
  /** `types`: media types besides application/json. */
  body?: { schema: z.ZodMiniType; example: unknown; types?: readonly string[] };
  success: Readonly<Record<number, Success>>;
  problems: readonly ProblemCode[];
}

export interface RequestHeader {
  description: string;
  example: string;
  schema?: z.ZodMiniType;
}

/** Headers of answers, by what they say. */
export const HEADERS = {
  Location: 'Path of the environment.',
  ETag: 'Entity tag of this state of the environment, for If-Match and If-None-Match.',
  Link: 'The next page, with rel="next".',
  'Retry-After': 'Seconds until it is worth asking again. What API Gateway answers by itself lacks it.',
  'Preference-Applied': 'The wait that was granted.',
  'Idempotent-Replayed': 'true when the same request was accepted before.',
  'WWW-Authenticate': 'How to say who asks.',
  Vary: 'The header by which the form was chosen.',
  'X-Request-Id': 'Names the request in the logs.',
} as const;
export type HeaderName = keyof typeof HEADERS;

export const prefer: RequestHeader = {
  description: 'wait=N holds the answer until nothing further happens by itself, at most 20 seconds.',
  example: 'wait=20',
};

export const idempotencyHeader: RequestHeader = {
  description: 'The same key and body are answered with what they made before.',
  example: 'build-4711',
  schema: idempotencyKey,
};

export const ifMatch: RequestHeader = {
  description: 'An ETag that must still hold.',
  example: '"k5xw2ab3cd4ef5gh-7"',
};
