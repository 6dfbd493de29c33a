import { MEDIA_TYPES } from '../environment/output-formats.ts';
import { MERGE_PATCH } from './body.ts';
import { OUTPUT_EXAMPLES } from './examples.ts';
import { ifMatch, type Operation, prefer, type Success } from './operation.ts';
import { drift, environment, environmentOrPlan, eventList, outputs } from './response-schemas.ts';
import type { OperationId } from './routes.ts';
import { eventsQuery, outputsQuery, patchRequest, planQuery } from './schemas.ts';

const granted = ['Location', 'ETag', 'Preference-Applied'] as const;

const underWay: Success = {
  description: 'Accepted.',
  schema: environment,
  example: 'updating',
  headers: [...granted, 'Retry-After'],
};

type DayTwo = Extract<
  OperationId,
  `update${string}` | `re${string}` | 'getReady' | 'getOutputs' | 'getEvents' | 'getDrift'
>;

/** What the contract says of the operations on an environment that lives. */
export const DAY_TWO: Readonly<Record<DayTwo, Operation>> = {
  updateEnvironment: {
    summary: 'Change an environment',
    description:
      'A JSON merge patch of its spec. Only what differs is written. Names, region and algorithm never change: those need another environment. A `ttl` counts from now on.',
    secured: true,
    query: planQuery,
    requestHeaders: { Prefer: prefer, 'If-Match': ifMatch },
    body: {
      schema: patchRequest,
      example: { allowedCidrs: ['203.0.113.0/24'], tags: { team: 'files' } },
      types: MERGE_PATCH,
    },
    success: {
      200: {
        description: 'It is so already, or READY within the wait; with dryRun, the plan.',
        schema: environmentOrPlan,
        example: 'updatePlan',
        // What is so already may still be under way.
        headers: [...granted, 'Retry-After'],
      },
      202: underWay,
    },
    problems: [
      'invalid-json',
      'validation-failed',
      'not-found',
      'gone',
      'precondition-failed',
      'body-too-large',
      'unsupported-media-type',
    ],
  },
  getReady: {
    summary: 'Wait until an environment is ready',
    description:
      'Made for `curl -fsS --retry 60 --retry-max-time 1200`, which asks again on 503 and gives up on the rest.',
    secured: true,
    success: { 200: { description: 'It is READY.', schema: environment, example: 'ready' } },
    problems: ['validation-failed', 'not-found', 'not-ready', 'gone'],
  },
  getOutputs: {
    summary: "Get an environment's outputs",
    description:
      'What a deployment needs to know, in the form that it reads: `dotenv` for `>> $GITHUB_ENV`, `tfvars` for Terraform, `shell` to source, `cloud-init` as user data of an EC2 instance.',
    secured: true,
    query: outputsQuery,
    requestHeaders: {
      Accept: { description: 'The media type of a format.', example: MEDIA_TYPES.dotenv },
    },
    success: {
      200: {
        description: 'The outputs.',
        schema: outputs,
        example: 'outputs',
        texts: OUTPUT_EXAMPLES,
        headers: ['Vary'],
      },
    },
    problems: ['validation-failed', 'not-found', 'not-ready', 'gone'],
  },
  getEvents: {
    summary: 'List what happened to an environment',
    description:
      'Newest first: accepted requests, calls to AWS, changes of status, drift; with who asked. Kept for 90 days, also when the environment is gone.',
    secured: true,
    query: eventsQuery,
    success: { 200: { description: 'A page.', schema: eventList, example: 'events', headers: ['Link'] } },
    problems: ['validation-failed', 'not-found'],
  },
  getDrift: {
    summary: 'Look for drift',
    description:
      'Looks at every setting now, and at what was added to them, compares it with what is desired, and changes nothing.',
    secured: true,
    success: { 200: { description: 'What differs.', schema: drift, example: 'drift' } },
    problems: ['validation-failed', 'not-found', 'gone'],
  },
  reconcileEnvironment: {
    summary: 'Repair an environment',
    description: 'Makes everything as desired again: repairs drift, and retries what failed.',
    secured: true,
    requestHeaders: { Prefer: prefer, 'If-Match': ifMatch },
    success: {
      200: {
        description: 'It was done within the wait.',
        schema: environment,
        example: 'ready',
        headers: granted,
      },
      202: underWay,
    },
    problems: ['validation-failed', 'not-found', 'gone', 'precondition-failed'],
  },
  restoreEnvironment: {
    summary: 'Take back a deletion',
    description:
      'While the key is in its deletion window: the key is taken back, and what is gone is made anew, buckets without their objects. Also for a deletion that is under way or has failed.',
    secured: true,
    requestHeaders: { Prefer: prefer, 'If-Match': ifMatch },
    success: {
      200: {
        description: 'It became READY within the wait.',
        schema: environment,
        example: 'restored',
        headers: granted,
      },
      202: underWay,
    },
    problems: [
      'validation-failed',
      'not-found',
      'environment-exists',
      'gone',
      'quota-exceeded',
      'precondition-failed',
    ],
  },
};
