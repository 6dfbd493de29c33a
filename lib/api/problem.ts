import type { Fault } from '../environment/fault.ts';

/** Every way a request can end badly; the type's URN ends in the code. */
export const PROBLEMS = {
  'invalid-json': { status: 400, title: 'The body is not a JSON object', retryable: false },
  'validation-failed': { status: 400, title: 'The request has mistakes', retryable: false },
  unauthenticated: { status: 401, title: 'It is not known who asks', retryable: false },
  forbidden: { status: 403, title: 'This is not yours to do', retryable: false },
  'quota-exceeded': { status: 403, title: 'There is no room for more', retryable: false },
  'not-found': { status: 404, title: 'There is no such thing', retryable: false },
  'method-not-allowed': { status: 405, title: 'This path has no such method', retryable: false },
  'environment-exists': { status: 409, title: 'There is such an environment already', retryable: false },
  'deletion-protected': { status: 409, title: 'The environment is protected', retryable: false },
  'not-ready': { status: 409, title: 'The environment is not ready', retryable: true },
  'import-refused': { status: 409, title: 'Something can not be taken over', retryable: false },
  gone: { status: 410, title: 'The environment is deleted, or about to be', retryable: false },
  'precondition-failed': { status: 412, title: 'The environment has changed', retryable: false },
  'body-too-large': { status: 413, title: 'The body is too large', retryable: false },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON', retryable: false },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used before', retryable: false },
  'rate-limited': { status: 429, title: 'There were too many requests', retryable: true },
  internal: { status: 500, title: 'The service made an error', retryable: false },
  unavailable: { status: 503, title: 'Not available for a moment', retryable: true },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** The body of every answer that is not a success: RFC 9457. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The path that was asked for. */
  instance: string;
  code: ProblemCode;
  requestId: string;
  /** Whether the same request can succeed later. */
  retryable: boolean;
  nextAction?: string;
  /** Every mistake at once, each with a JSON pointer. */
  errors?: Fault[];
  /** The AWS call that failed. */
  aws?: AwsCall;
}

interface AwsCall {
  service: string;
  operation: string;
  code: string;
  requestId?: string;
}

interface ProblemOptions {
  nextAction?: string;
  errors?: Fault[];
  aws?: AwsCall;
  /** Where it differs from what the code says in general. */
  retryable?: boolean;
  headers?: Record<string, string>;
}

/** Thrown where a request can't go on; becomes a problem+json answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail);
    this.code = code;
    this.options = options;
  }
}

/** Mistakes that are listed one by one; nobody corrects more at a time. */
const MOST_ERRORS = 100;

/** All mistakes of a request in one problem. */
export function invalid(errors: Fault[]): Problem {
  const mistakes = errors.length === 1 ? 'There is one mistake.' : `There are ${errors.length} mistakes.`;
  const isLong = errors.length > MOST_ERRORS;
  return new Problem(
    'validation-failed',
    isLong ? `${mistakes} The first ${MOST_ERRORS} are listed.` : mistakes,
    {
      errors: errors.slice(0, MOST_ERRORS),
      nextAction: 'Correct what `errors` lists and send the request again. Nothing was changed.',
    },
  );
}

/** Whatever was thrown, as a problem. What is not meant for callers becomes `internal` without a detail. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (isRefusal(thrown)) {
    const { nextAction, retryable, errors } = thrown;
    return new Problem(thrown.code, thrown.message, {
      nextAction,
      ...(errors && { errors }),
      ...(retryable !== undefined && { retryable }),
    });
  }
  if (isPassing(thrown)) {
    return new Problem('unavailable', 'A service that this one needs did not answer in time.', {
      nextAction: 'Send the same request again after the time in Retry-After.',
      headers: { 'retry-after': '2' },
    });
  }
  const detail = isUnreadable(thrown) ? `The ${thrown.message}.` : 'It is logged under the request id.';
  return new Problem('internal', detail, {
    nextAction: 'Tell whoever runs this deployment the request id.',
  });
}

/** The answer's body. */
export function problemBody({ code, message, options }: Problem, where: Where): ProblemBody {
  const { status, title, retryable } = PROBLEMS[code];
  return {
    type: `urn:groundwork:problem:${code}`,
    title,
    status,
    detail: message,
    instance: where.path,
    code,
    requestId: where.requestId,
    retryable: options.retryable ?? retryable,
    ...(options.nextAction && { nextAction: options.nextAction }),
    ...(options.errors && { errors: options.errors }),
    ...(options.aws && { aws: options.aws }),
  };
}

interface Where {
  path: string;
  requestId: string;
}

/** By its name, because every function bundles a copy of its own class. */
const isRefusal = (
  thrown: unknown,
): thrown is Error & { code: ProblemCode; nextAction: string; retryable?: boolean; errors?: Fault[] } =>
  thrown instanceof Error && thrown.name === 'Refusal';

/** Damaged, or written by a later version. */
const isUnreadable = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && thrown.name === 'UnreadableRecord';

const PASSING =
  /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|Timeout|InternalServer|ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/;
const TOO_MANY_REQUESTS = 429;

/** A failure of DynamoDB or the network that another attempt may not meet. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { name, code, $metadata } = thrown as {
    name: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 500 || status === TOO_MANY_REQUESTS || PASSING.test(name) || PASSING.test(code ?? '');
}
