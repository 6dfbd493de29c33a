import { describe, expect, it } from '@jest/globals';
import { median, percentile } from '../../../bench/support/figures.ts';

describe('a percentile', () => {
  it('does not depend on the order of the values, and leaves it', () => {
    const values = [30, 10, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([30, 10, 20]);
  });

  it('lies between two values in proportion when it falls between them', () => {
    expect(median([1, 2])).toBe(1.5);
    expect(percentile([0, 10, 20, 30, 40], 0.9)).toBeCloseTo(36);
  });

  it('is the least and the most at its ends, and the value where there is one only', () => {
    expect([0, 0.99, 1].map((share) => percentile([7], share))).toEqual([7, 7, 7]);
    expect([0, 1].map((share) => percentile([3, 1, 2], share))).toEqual([1, 3]);
  });

  it('of nothing is a mistake', () => {
    expect(() => median([])).toThrow('nothing');
  });
});
