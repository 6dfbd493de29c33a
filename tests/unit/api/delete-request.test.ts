import { describe, expect, it } from '@jest/globals';
import { deletionOf } from '../../../lib/api/delete-request.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import type { Problem } from '../../../lib/api/problem.ts';

const event = (queryStringParameters: Record<string, string>): ApiEvent =>
  ({ queryStringParameters }) as unknown as ApiEvent;

const PLAIN = { dryRun: false, force: false, retain: false, evenIfProtected: false };

describe('a deletion', () => {
  it.each([
    [{}, PLAIN],
    [{ force: 'true' }, { ...PLAIN, force: true }],
    [
      { dryRun: 'true', retain: 'true' },
      { ...PLAIN, dryRun: true, retain: true },
    ],
    [{ evenIfProtected: 'true' }, { ...PLAIN, evenIfProtected: true }],
    [{ evenIfProtected: 'false', force: 'false' }, PLAIN],
  ])('is wanted as %p says, by an admin', (query, manner) => {
    expect(deletionOf(event(query), { role: 'admin' })).toEqual(manner);
  });

  it('of what is protected is not an operator’s to ask for', () => {
    const asks = () => deletionOf(event({ evenIfProtected: 'true' }), { role: 'operator' });
    expect(asks).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(deletionOf(event({ evenIfProtected: 'false' }), { role: 'operator' })).toEqual(PLAIN);
  });

  it.each([{ force: 'true', retain: 'true' }, { force: 'yes' }, { now: 'true' }])(
    'asked for with %p is refused',
    (query) => {
      let thrown: unknown;
      try {
        deletionOf(event(query), { role: 'admin' });
      } catch (error) {
        thrown = error;
      }
      expect((thrown as Problem).code).toBe('validation-failed');
    },
  );
});
