import { expect, it } from '@jest/globals';
import { bareRequest } from '../../../lib/api/bare-request.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';

const event = (headers: Record<string, string>, more: Partial<ApiEvent> = {}) =>
  ({ headers, rawQueryString: '', ...more }) as ApiEvent;

it('a request without a body tells how long to wait and what it is conditional on', () => {
  expect(bareRequest(event({}))).toEqual({ wait: undefined });
  expect(bareRequest(event({ prefer: 'wait=5', 'if-match': '"a"' }))).toEqual({ wait: 5, ifMatch: ['"a"'] });
});

it('one that has a query, a body and a wrong wait is told all three', () => {
  const odd = event(
    { prefer: 'wait=soon' },
    { rawQueryString: 'force=true', queryStringParameters: { force: 'true' }, body: '{}' },
  );
  expect(() => bareRequest(odd)).toThrow(
    expect.objectContaining({
      code: 'validation-failed',
      options: expect.objectContaining({
        errors: ['/headers/prefer', '/query/force', ''].map((pointer) =>
          expect.objectContaining({ pointer }),
        ),
      }),
    }),
  );
});
