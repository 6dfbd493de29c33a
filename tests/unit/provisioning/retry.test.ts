import { describe, expect, it } from '@jest/globals';
import { MAX_ATTEMPTS, retryDelaySeconds } from '../../../lib/provisioning/retry.ts';

const ALMOST_ONE = 0.999999;

describe('the delay before the next attempt', () => {
  it.each([
    [1, 0.5, 1],
    [2, 1, 2],
    [5, 8, 16],
    [7, 32, 64],
    [8, 60, 120],
    [MAX_ATTEMPTS, 60, 120],
    [1000, 60, 120],
  ])('after %d failures lies between %d and %d seconds', (attempts, least, most) => {
    expect(retryDelaySeconds(attempts, 0)).toBe(least);
    expect(retryDelaySeconds(attempts, ALMOST_ONE)).toBeCloseTo(most, 3);
    expect(retryDelaySeconds(attempts, ALMOST_ONE)).toBeLessThan(most);
  });

  it('fits into what a queue can delay a message by', () => {
    expect(retryDelaySeconds(MAX_ATTEMPTS, ALMOST_ONE)).toBeLessThan(900);
  });

  it('adds up to 5 to 10 minutes until FAILED', () => {
    const total = (random: number) =>
      Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryDelaySeconds(index + 1, random)).reduce(
        (sum, delay) => sum + delay,
      );
    expect(total(0) / 60).toBeCloseTo(5, 0);
    expect(total(ALMOST_ONE) / 60).toBeCloseTo(10, 0);
  });
});
