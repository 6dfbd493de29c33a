import { describe, expect, it } from '@jest/globals';
import { mayRetry, paceOfLooks, retryDelay } from '../../../console/page/pace.ts';
import { problemOf } from '../../../console/page/problem.ts';

const failed = (status: number, headers: Record<string, string> = {}) =>
  problemOf({ status, headers: new Headers(headers) }, {});

/** The pauses after so many seconds. */
const pauses = (seen: { underWay?: string; error?: unknown }, ...seconds: number[]) => {
  const pace = paceOfLooks();
  return seconds.map((at) => pace({ underWay: undefined, error: null, ...seen, now: at * 1000 }));
};

describe('the pause between looks', () => {
  it('grows while the same goes on, and is short again for something else', () => {
    expect(pauses({ underWay: 'a' }, 0, 29, 30, 299, 300, 9000)).toEqual([500, 500, 2000, 2000, 5000, 5000]);
    const pace = paceOfLooks();
    const at = (underWay: string | undefined, seconds: number) =>
      pace({ underWay, error: undefined, now: seconds * 1000 });
    expect([at('a', 0), at('a', 60), at('b', 61), at(undefined, 62), at('b', 99)]).toEqual([
      500, 2000, 500, 10_000, 500,
    ]);
  });

  it('grows while looks fail, whatever is under way', () => {
    const error = failed(500);
    expect(pauses({ underWay: 'a', error }, 0, 60, 300)).toEqual([10_000, 30_000, 60_000]);
  });

  it.each([401, 403, 404])('has no end after %i, which looking again does not change', (status) => {
    expect(pauses({ underWay: 'a', error: failed(status) }, 0, 60)).toEqual([false, false]);
  });

  it.each([429, 503])('is as long as the API says with %i', (status) => {
    const error = failed(status, { 'retry-after': '45' });
    expect(pauses({ error }, 0, 300)).toEqual([45_000, 60_000]);
    expect(retryDelay(0, failed(status, { 'retry-after': '2' }))).toBe(2000);
  });
});

describe('asking again at once', () => {
  it('is for what may pass, some times, and soon', () => {
    expect([0, 3].map((failures) => mayRetry(failures, failed(503)))).toEqual([true, false]);
    expect(mayRetry(0, failed(404))).toBe(false);
    expect(mayRetry(0, failed(429, { 'retry-after': '45' }))).toBe(false);
    expect([0, 1].map((failures) => retryDelay(failures, failed(500)))).toEqual([1000, 2000]);
  });
});
