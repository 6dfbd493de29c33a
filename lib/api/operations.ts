import { createdAs } from './created.ts';
import { DAY_TWO } from './day-two-operations.ts';
import { idempotencyHeader, ifMatch, type Operation, prefer } from './operation.ts';
import { environment, environmentList, environmentOrPlan, health } from './response-schemas.ts';
import type { OperationId } from './routes.ts';
import { createRequest, deleteQuery, listQuery, planQuery } from './schemas.ts';
import { TERRAFORM } from './terraform-operations.ts';

/** What the contract says of each operation, besides its method and path. */
export const OPERATIONS: Readonly<Record<OperationId, Operation>> = {
  createEnvironment: {
    summary: 'Create an environment',
    description:
      'Accepts what you ask for and goes on by itself. The same request again is answered with the same environment.',
    secured: true,
    query: planQuery,
    requestHeaders: {
      Prefer: prefer,
      'Idempotency-Key': idempotencyHeader,
    },
    body: { schema: createRequest, example: { id: 'pr-123', allowedCidrs: ['203.0.113.7'] } },
    success: createdAs('plan'),
    problems: [
      'invalid-json',
      'validation-failed',
      'environment-exists',
      'quota-exceeded',
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
      304: { description: 'It is as you know it.', headers: ['ETag', 'Preference-Applied'] },
    },
    problems: ['validation-failed', 'not-found'],
  },
  deleteEnvironment: {
    summary: 'Delete an environment',
    description:
      'Tears everything down. A bucket that holds data stops it before it begins, unless it is forced. The key stays in its deletion window. With `retain=true` the environment is forgotten and everything at AWS is left as it is.',
    secured: true,
    query: deleteQuery,
    requestHeaders: { Prefer: prefer, 'If-Match': ifMatch },
    success: {
      200: {
        description: 'It is DELETED; with dryRun, the plan.',
        schema: environmentOrPlan,
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
    problems: ['validation-failed', 'not-found', 'deletion-protected', 'precondition-failed'],
  },
  ...DAY_TWO,
  ...TERRAFORM,
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
    success: { 200: { description: 'The OpenAPI document.', example: 'contract' } },
    problems: ['validation-failed'],
  },
};
