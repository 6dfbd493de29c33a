import { describe, expect, it } from '@jest/globals';
import { LONGEST_WAIT_SECONDS, waitSeconds } from '../../../lib/api/prefer.ts';

describe('a wait is granted', () => {
  it.each([
    ['wait=0', 0],
    ['wait=5', 5],
    ['wait="5"', 5],
    ['WAIT=5', 5],
    ['  wait = 5  ', 5],
    ['wait=007', 7],
    ['respond-async, wait=5', 5],
    ['wait=5, respond-async', 5],
    ['wait=5; foo=bar', 5],
    ['return=minimal; x, wait=5', 5],
    ['return=minimal; wait=9, wait=5', 5],
    ['wait=5, wait=9', 5],
    ['wait=20', LONGEST_WAIT_SECONDS],
    ['wait=21', LONGEST_WAIT_SECONDS],
    ['wait=999999999', LONGEST_WAIT_SECONDS],
  ])('%s: %d seconds', (prefer, seconds) => expect(waitSeconds(prefer)).toBe(seconds));
});

describe('nothing is said about a wait by', () => {
  it.each([
    undefined,
    '',
    'respond-async',
    'return=minimal',
    'waiting=5',
    'await=5',
    'x=wait',
    'wait-for=it',
    'return=minimal; wait=5',
  ])('%s', (prefer) => expect(waitSeconds(prefer)).toBeUndefined());
});

describe('a wait is refused that is no number of seconds', () => {
  it.each(['wait', 'wait=', 'wait=soon', 'wait=-1', 'wait=1.5', 'wait=5s', 'wait=1e1', 'wait=5 5'])(
    '%s',
    (prefer) => {
      expect(() => waitSeconds(prefer)).toThrow(
        expect.objectContaining({
          code: 'validation-failed',
          options: expect.objectContaining({
            errors: [{ pointer: '/headers/prefer', detail: `${prefer} must be wait=N with N in seconds` }],
          }),
        }),
      );
    },
  );
});
