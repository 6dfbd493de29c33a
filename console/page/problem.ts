import type { Problem } from '../../client/contract.ts';

/** What the page shows of what went wrong; what the API itself tells has all of it. */
export type ProblemShown = Pick<Problem, 'title' | 'detail'> &
  Partial<Pick<Problem, 'status' | 'code' | 'errors' | 'nextAction' | 'requestId' | 'retryable' | 'aws'>>;

/** A request that ended badly, in the API's own words. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ProblemShown;
  /** Milliseconds that the API wants to be left alone. */
  readonly retryAfter: number | undefined;

  constructor(problem: ProblemShown, retryAfter?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** Whatever was thrown, as a problem to show. */
  static of(thrown: unknown): ProblemError {
    if (thrown instanceof ProblemError) return thrown;
    const isNetwork = thrown instanceof TypeError;
    return new ProblemError({
      title: isNetwork ? 'The console does not answer' : 'Something went wrong in this page',
      detail: thrown instanceof Error ? thrown.message : String(thrown),
      nextAction: isNetwork
        ? 'Start it again where it was started: `groundwork console`, or `npm start`.'
        : 'Load the page again.',
      retryable: isNetwork,
    });
  }
}

/** What an answer that is no success says. @param body of problem+json, or of what API Gateway answers by itself */
export function problemOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  body: unknown,
): ProblemError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  if (isObject(body) && typeof body.title === 'string' && typeof body.detail === 'string') {
    return new ProblemError({ status, ...(body as unknown as ProblemShown) }, retryAfter);
  }
  const message = isObject(body) && typeof body.message === 'string' ? body.message : undefined;
  const problem: ProblemShown = {
    status,
    title: GATEWAY[status] ?? `The API answered ${status}`,
    detail: message ?? 'It says no more.',
    retryable: status === 429 || status >= 500,
    ...(status === 401 || status === 403
      ? {
          nextAction:
            'Check with which credentials the console was started: docs/callers.md says what is asked for.',
        }
      : {}),
  };
  return new ProblemError(problem, retryAfter);
}

/** What API Gateway answers by itself. */
const GATEWAY: Record<number, string> = {
  401: 'It is not known who asks',
  403: 'This is not yours to do',
  404: 'There is no such thing',
  429: 'There were too many requests',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
