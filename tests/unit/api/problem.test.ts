import { describe, expect, it } from '@jest/globals';
import { invalid, PROBLEMS, Problem, problemBody, problemOf } from '../../../lib/api/problem.ts';
import { problem } from '../../../lib/api/response-schemas.ts';
import { Refusal, type RefusalCode } from '../../../lib/environment/refusal.ts';

const WHERE = { path: '/environments/pr-123', requestId: 'r-1' };
const SECRET = 'table arn:aws:dynamodb:eu-west-1:111122223333:table/records';

/** A failure as an SDK client throws it. */
const sdkError = (name: string, httpStatusCode?: number): Error =>
  Object.assign(new Error(SECRET), { name, $metadata: { ...(httpStatusCode && { httpStatusCode }) } });

const networkError = (code: string): Error => Object.assign(new Error(SECRET), { code });

describe('a problem stays what it is', () => {
  it('with all its options', () => {
    const thrown = new Problem('not-found', 'There is none.', { nextAction: 'Look.' });
    expect(problemOf(thrown)).toBe(thrown);
  });
});

describe('a refusal becomes the problem of its code', () => {
  it.each<[RefusalCode, number]>([
    ['environment-exists', 409],
    ['not-found', 404],
    ['deletion-protected', 409],
    ['precondition-failed', 412],
    ['idempotency-key-reused', 422],
  ])('%s: %d', (code, status) => {
    const refusal = new Refusal(code, 'It is so.', { nextAction: 'Do that.' });
    const told = problemOf(refusal);
    expect(problemBody(told, WHERE)).toMatchObject({
      code,
      status,
      detail: 'It is so.',
      nextAction: 'Do that.',
    });
  });

  it('although another bundle made it', () => {
    const refusal = Object.assign(new Error('It is so.'), {
      name: 'Refusal',
      code: 'not-found',
      nextAction: 'Go.',
    });
    expect(problemOf(refusal)).toMatchObject({ code: 'not-found', message: 'It is so.' });
  });
});

describe('the service is unavailable for a moment after', () => {
  it.each([
    ['throttling', sdkError('ThrottlingException', 400)],
    ['throttling of a table', sdkError('ProvisionedThroughputExceededException', 400)],
    ['the limit of an account', sdkError('RequestLimitExceeded', 400)],
    ['an error of the other service', sdkError('InternalServerError', 500)],
    ['an error of the other service without a status', sdkError('InternalServerError')],
    ['the other service being away', sdkError('ServiceUnavailable', 503)],
    ['a gateway that gave up', sdkError('UnknownError', 504)],
    ['an answer that did not come in time', sdkError('TimeoutError')],
    ['a connection that broke', networkError('ECONNRESET')],
    ['a connection that was refused', networkError('ECONNREFUSED')],
    ['a connection that was closed', networkError('EPIPE')],
    ['a connection that did not come in time', networkError('ETIMEDOUT')],
    ['a name that could not be resolved for now', networkError('EAI_AGAIN')],
  ])('%s', (_, thrown) => {
    const told = problemOf(thrown);
    expect(problemBody(told, WHERE)).toMatchObject({ code: 'unavailable', status: 503, retryable: true });
    expect(told.options.headers).toEqual({ 'retry-after': '2' });
    expect(JSON.stringify([told.message, told.options])).not.toContain('arn:');
  });
});

describe('anything else is internal and tells nothing', () => {
  it.each<[string, unknown]>([
    ['a bug', new TypeError(SECRET)],
    ['a missing permission', sdkError('AccessDeniedException', 400)],
    ['a mistake in a call', sdkError('ValidationException', 400)],
    ['a missing table', sdkError('ResourceNotFoundException', 400)],
    ['a string', SECRET],
    ['nothing', undefined],
    ['null', null],
    ['an object', { message: SECRET, code: 'ECONNRESET' }],
  ])('%s', (_, thrown) => {
    const told = problemOf(thrown);
    expect(problemBody(told, WHERE)).toMatchObject({ code: 'internal', status: 500, retryable: false });
    expect(JSON.stringify([told.message, told.options])).not.toContain('arn:');
  });
});

describe("a problem's body", () => {
  it.each(Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[])(
    'of %s is in the form of the contract',
    (code) => {
      const body = problemBody(new Problem(code, 'It is so.', { headers: { allow: 'GET' } }), WHERE);
      expect(problem.parse(body)).toEqual({
        type: `urn:groundwork:problem:${code}`,
        ...PROBLEMS[code],
        detail: 'It is so.',
        instance: '/environments/pr-123',
        code,
        requestId: 'r-1',
      });
    },
  );

  it.each([
    [1, 'There is one mistake.'],
    [2, 'There are 2 mistakes.'],
  ])('of %d mistakes lists them', (count, detail) => {
    const errors = Array.from({ length: count }, (_, index) => ({
      pointer: `/${index}`,
      detail: 'is wrong',
    }));
    expect(problemBody(invalid(errors), WHERE)).toMatchObject({ status: 400, detail, errors });
  });
});
