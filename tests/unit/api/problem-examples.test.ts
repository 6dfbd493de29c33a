import { expect, it } from '@jest/globals';
import { callers } from '../../../lib/api/caller.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { tooMany } from '../../../lib/api/middleware.ts';
import { problemBody, problemOf } from '../../../lib/api/problem.ts';
import { PROBLEM_EXAMPLES } from '../../../lib/api/problem-examples.ts';
import { quotaExceeded } from '../../../lib/operations/place.ts';

/** What no request of reference-problems.test.ts brings about. */

const identify = callers({
  auth: 'jwt',
  callers: 'repository_owner_id=1234567',
  admins: 'off',
  operators: '*',
  readers: 'off',
  tenantClaim: 'repository_id',
});
const asked = (claims?: Record<string, string>) => () =>
  identify({ requestContext: { authorizer: { jwt: { claims } } } } as unknown as ApiEvent);
const raise = (thrown: Error) => () => {
  throw thrown;
};

it.each<[keyof typeof PROBLEM_EXAMPLES, () => unknown]>([
  ['unauthenticated', asked()],
  ['forbidden', asked({ sub: 'repo:else/where', repository_id: '1', repository_owner_id: '99' })],
  ['quota-exceeded', raise(quotaExceeded(50))],
  ['rate-limited', raise(tooMany(30))],
  ['internal', raise(new Error('of nobody else'))],
  ['unavailable', raise(Object.assign(new Error('slow'), { name: 'TimeoutError' }))],
])('the example of %s is what is answered', (code, act) => {
  const { instance, requestId } = PROBLEM_EXAMPLES[code];
  expect(problemBody(problemOf(thrownBy(act)), { path: instance, requestId })).toEqual(
    PROBLEM_EXAMPLES[code],
  );
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (thrown) {
    return thrown;
  }
}
