import type * as z from 'zod';
import type { ExampleName } from './examples.ts';
import type { ProblemCode } from './problem.ts';
import { environment, environmentList, health } from './response-schemas.ts';
import type { OperationId } from './routes.ts';
import { createRequest, deleteQuery, idempotencyKey, listQuery } from './schemas.ts';

interface Success {
  description: string;
  /** Left out: an answer without a body. */
  schema?: z.ZodType;
  example?: ExampleName;
  headers?: readonly HeaderName[];
}

export interface Operation {
  summary: string;
  description: string;
  /** Whether it takes a caller; without, anybody may use it. */
  secured: boolean;
  query?: z.ZodObject;
  /** Whether `tag.KEY` parameters filter what it tells. */
  tagFilters?: boolean;
  requestHeaders?: Readonly<Record<string, RequestHeader>>;
  body?: { schema: z.ZodType; example: unknown };
  success: Readonly<Record<number, Success>>;
  problems: readonly ProblemCode[];
}

interface RequestHeader {
  description: string;
  example: string;
  schema?: z.ZodType;
}

/** Headers of answers, by what they say. */
export const HEADERS = {
  Location: 'Path of the environment.',
  ETag: 'Entity tag of this state of the environment, for If-Match and If-None-Match.',
  Link: 'The next page, with rel="next".',
  'Retry-After': 'Seconds until it is worth asking again.',
  'Preference-Applied': 'The wait that was granted.',
  'Idempotent-Replayed': 'true when the same request was accepted before.',
  'X-Request-Id': 'Names the request in the logs.',
} as const;
export type HeaderName = keyof typeof HEADERS;

const prefer: RequestHeader = {
  description: 'wait=N holds the answer until nothing further happens by itself, at most 20 seconds.',
  example: 'wait=20',
};

/** What the contract says of each operation, besides its method and path. */
export const OPERATIONS: Readonly<Record<OperationId, Operation>> = {
  createEnvironment: {
    summary: 'Create an environment',
    description:
      'Accepts what you ask for and goes on by itself. The same request again is answered with the same environment.',
    secured: true,
    requestHeaders: {
      Prefer: prefer,
      'Idempotency-Key': {
        description: 'The same key and body are answered with what they made before.',
        example: 'build-4711',
        schema: idempotencyKey,
      },
    },
    body: { schema: createRequest, example: { id: 'pr-123', allowedCidrs: ['203.0.113.7'] } },
    success: {
      200: {
        description: 'The same was accepted before.',
        schema: environment,
        example: 'ready',
        headers: ['Location', 'ETag', 'Idempotent-Replayed', 'Preference-Applied'],
      },
      201: {
        description: 'It became READY within the wait.',
        schema: environment,
        example: 'ready',
        headers: ['Location', 'ETag', 'Preference-Applied'],
      },
      202: {
        description: 'Accepted.',
        schema: environment,
        example: 'pending',
        headers: ['Location', 'ETag', 'Preference-Applied', 'Retry-After'],
      },
    },
    problems: [
      'invalid-json',
      'validation-failed',
      'unauthenticated',
      'environment-exists',
      'body-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
    ],
  },
  listEnvironments: {
    summary: 'List environments',
    description:
      'Your environments by id. `tag.KEY=VALUE` parameters keep those that carry the tag. With filters a page can be shorter than its limit although another follows.',
    secured: true,
    query: listQuery,
    tagFilters: true,
    success: { 200: { description: 'A page.', schema: environmentList, example: 'list', headers: ['Link'] } },
    problems: ['validation-failed', 'unauthenticated'],
  },
  getEnvironment: {
    summary: 'Describe an environment',
    description: 'Its status, progress and outputs. Deleted ones stay readable for 30 days.',
    secured: true,
    requestHeaders: {
      Prefer: prefer,
      'If-None-Match': {
        description: 'An ETag: answered with 304 while it holds.',
        example: '"k5xw2ab3cd4ef5gh-7"',
      },
    },
    success: {
      200: {
        description: 'The environment.',
        schema: environment,
        example: 'ready',
        headers: ['ETag', 'Preference-Applied'],
      },
      304: { description: 'It is as you know it.', headers: ['ETag'] },
    },
    problems: ['validation-failed', 'unauthenticated', 'not-found'],
  },
  deleteEnvironment: {
    summary: 'Delete an environment',
    description:
      'Tears everything down. A bucket that holds data stops it before it begins, unless it is forced. The key stays in its deletion window.',
    secured: true,
    query: deleteQuery,
    requestHeaders: {
      Prefer: prefer,
      'If-Match': { description: 'An ETag that must still hold.', example: '"k5xw2ab3cd4ef5gh-7"' },
    },
    success: {
      200: {
        description: 'It is DELETED.',
        schema: environment,
        example: 'deleted',
        headers: ['Location', 'ETag', 'Preference-Applied'],
      },
      202: {
        description: 'Accepted.',
        schema: environment,
        example: 'deleting',
        headers: ['Location', 'ETag', 'Preference-Applied', 'Retry-After'],
      },
    },
    problems: [
      'validation-failed',
      'unauthenticated',
      'not-found',
      'deletion-protected',
      'precondition-failed',
    ],
  },
  getHealth: {
    summary: 'Ask whether the API answers',
    description: 'No authentication.',
    secured: false,
    success: { 200: { description: 'It does.', schema: health, example: 'health' } },
    problems: ['validation-failed'],
  },
  getOpenapi: {
    summary: 'Get this contract',
    description: 'As JSON. No authentication.',
    secured: false,
    success: { 200: { description: 'The OpenAPI document.' } },
    problems: ['validation-failed'],
  },
};
