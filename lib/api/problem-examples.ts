import type { Fault } from '../environment/fault.ts';
import { PROBLEMS, type ProblemBody, type ProblemCode } from './problem.ts';

const REQUEST_ID = '2f1c6a34-5b0e-4a55-9d0e-6a2c1b7f8e90';
const ENVIRONMENT = '/environments/pr-123';

interface Example {
  detail: string;
  nextAction: string;
  instance?: string;
  errors?: Fault[];
}

const SEND_AGAIN = 'Send the same request again after the time in Retry-After.';

/** No operation answers it: it is what a path says to a method that it doesn't have. */
type Shown = Exclude<ProblemCode, 'method-not-allowed'>;

/** What each problem says; where one has several reasons, the one that is met most. */
const SAID: Readonly<Record<Shown, Example>> = {
  'invalid-json': {
    detail: 'The body must be a JSON object.',
    nextAction: 'Send one, {} at the least; GET /openapi.json shows what can be in it.',
    instance: '/environments',
  },
  'validation-failed': {
    detail: 'There are 2 mistakes.',
    nextAction: 'Correct what `errors` lists and send the request again. Nothing was changed.',
    instance: '/environments',
    errors: [
      {
        pointer: '/allowedCidrs/0',
        detail: '10.0.0.1/8 has bits set beyond its prefix. The block it lies in is 10.0.0.0/8.',
      },
      { pointer: '/colour', detail: 'is not known' },
    ],
  },
  unauthenticated: {
    detail: 'The request carries no token that names who asks.',
    nextAction: "Send the job's identity token: -H 'authorization: Bearer …'.",
  },
  forbidden: {
    detail: 'You are not among the callers: repository_owner_id is 99.',
    nextAction: 'Whoever runs this deployment says who may call: --param callers=….',
  },
  'quota-exceeded': {
    detail: 'You have 50 environments, as many as you may have at a time.',
    nextAction: 'Delete one that is not needed any more, or ask whoever runs this deployment for more.',
    instance: '/environments',
  },
  'not-found': {
    detail: 'There is no environment pr-123.',
    nextAction: 'GET /environments lists those there are.',
  },
  'environment-exists': {
    detail: 'Environment pr-123 exists with another spec.',
    nextAction:
      'Choose another id, send the spec it was created with, or change it with PATCH /environments/pr-123.',
    instance: '/environments',
  },
  'deletion-protected': {
    detail: 'Environment pr-123 is protected against deletion.',
    nextAction: 'PATCH /environments/pr-123 with {"deletionProtection": false} first.',
  },
  'not-ready': {
    detail:
      'Environment pr-123 is FAILED. foreign-resource: iam-role files exists and does not belong to this environment. It was not touched. Choose another name or remove it.',
    nextAction: 'GET /environments/pr-123 says why. When the reason is gone, POST to its /reconcile.',
  },
  'import-refused': {
    detail:
      "1 of what environment prod would take over can't be: iam-role microservice_role can't be taken over: it is in the instance profile web, which is not taken over with it. Nothing was changed.",
    nextAction: 'Correct the state or name other resources; dryRun=true shows the whole plan.',
    instance: '/imports',
    errors: [
      {
        pointer: '/resources/role',
        detail:
          "iam-role microservice_role can't be taken over: it is in the instance profile web, which is not taken over with it.",
      },
    ],
  },
  gone: {
    detail: 'Environment pr-123 is DELETED.',
    nextAction: 'POST /environments/pr-123/restore takes the deletion back while the key exists.',
  },
  'precondition-failed': {
    detail: 'Environment pr-123 is not in the version that If-Match names.',
    nextAction: 'GET /environments/pr-123, look at it, and send its ETag.',
  },
  'body-too-large': {
    detail: 'The body has 70000 bytes; 65536 are allowed.',
    nextAction: 'Send less: nothing that is asked for takes so much.',
    instance: '/environments',
  },
  'unsupported-media-type': {
    detail: 'The content type must be application/json in UTF-8.',
    nextAction: "Send it with -H 'content-type: application/json'.",
    instance: '/environments',
  },
  'idempotency-key-reused': {
    detail: 'This Idempotency-Key was used with another request body.',
    nextAction: 'Send the same body again, or use a new key for a new request.',
    instance: '/environments',
  },
  'rate-limited': {
    detail: 'Your tenant has asked for too much within this minute.',
    nextAction: SEND_AGAIN,
  },
  internal: {
    detail: 'It is logged under the request id.',
    nextAction: 'Tell whoever runs this deployment the request id.',
  },
  unavailable: {
    detail: 'A service that this one needs did not answer in time.',
    nextAction: SEND_AGAIN,
  },
};

const bodyOf = (code: Shown): ProblemBody => {
  const { instance = ENVIRONMENT, detail, nextAction, errors } = SAID[code];
  const { status, title, retryable } = PROBLEMS[code];
  return {
    type: `urn:groundwork:problem:${code}`,
    title,
    status,
    detail,
    instance,
    code,
    requestId: REQUEST_ID,
    // What has failed stays so until somebody acts.
    retryable: code === 'not-ready' ? false : retryable,
    nextAction,
    ...(errors && { errors }),
  };
};

/** Each problem as the contract shows it. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  (Object.keys(SAID) as Shown[]).map((code) => [code, bodyOf(code)]),
) as Readonly<Record<Shown, ProblemBody>>;

/** What API Gateway says by itself, by status. */
export const GATEWAY_SAYS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
