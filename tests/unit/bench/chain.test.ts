import { describe, expect, it } from '@jest/globals';
import { chainTo, levels } from '../../../bench/path/chain.ts';

const call = (name: string, begin: number, end: number) => ({ name, begin, end });
const names = (calls: readonly { name: string }[]) => calls.map(({ name }) => name);

describe('the longest chain', () => {
  it('is all calls where each began after the answer before it, or just then', () => {
    const [a, b, c] = [call('a', 0, 10), call('b', 10, 20), call('c', 25, 30)];
    expect(names(chainTo([c, a, b], c))).toEqual(['a', 'b', 'c']);
  });

  it('is one call where all are under way at once, however short they overlap', () => {
    const calls = [call('a', 0, 100), call('b', 50, 150), call('c', 99.9, 200)];
    expect(calls.map((one) => chainTo(calls, one).length)).toEqual([1, 1, 1]);
  });

  it('takes the longer of two branches, and not what it did not wait for', () => {
    const branch = [call('b1', 10, 20), call('b2', 20, 30), call('b3', 31, 40)];
    const end = call('end', 60, 70);
    const calls = [call('first', 0, 10), call('alone', 10, 58), ...branch, call('late', 55, 65), end];
    expect(names(chainTo(calls, end))).toEqual(['first', 'b1', 'b2', 'b3', 'end']);
  });

  it('of two as long takes the one that was waited for', () => {
    const end = call('end', 30, 40);
    expect(names(chainTo([call('quick', 0, 10), call('slow', 0, 29), end], end))).toEqual(['slow', 'end']);
  });

  it('ends where it is asked to end', () => {
    const [a, b, after] = [call('a', 0, 10), call('b', 10, 20), call('after', 20, 30)];
    expect(names(chainTo([a, b, after], b))).toEqual(['a', 'b']);
  });
});

it('a level is the length of the longest chain to a call', () => {
  const calls = [call('a', 0, 10), call('b', 0, 12), call('c', 11, 20), call('d', 21, 30), call('e', 5, 6)];
  const level = levels(calls);
  expect(calls.map((one) => level.get(one))).toEqual([1, 1, 2, 3, 1]);
});
