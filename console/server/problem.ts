import type { ServerResponse } from 'node:http';
import type { Problem } from '../../client/contract.ts';

/** What the server answers by itself, in the API's manner. */
export type OwnProblem = Pick<Problem, 'title' | 'detail' | 'retryable'> &
  Partial<Pick<Problem, 'code'>> & { status: number; nextAction: string };

/** Answers with a problem, in JSON as the API does. */
export function sendProblem(response: ServerResponse, problem: OwnProblem, instance: string): void {
  // What is begun can't be taken back; the end tells that it is not whole.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
  response.end(
    JSON.stringify({
      type: problem.code ? `urn:groundwork:problem:${problem.code}` : 'about:blank',
      instance,
      ...problem,
    }),
  );
}
