import { describe, expect, it } from '@jest/globals';
import { newsOf } from '../../../console/page/list/news.ts';
import { fits } from '../../../console/page/list/search.ts';
import { durationInWords } from '../../../console/page/ui/duration.ts';

const one = { id: 'pr-12', status: 'DELETE_FAILED', spec: { tags: { Team: 'Blue' } } } as never;

describe('fits', () => {
  it.each(['', 'PR-1', 'delete failed', 'team=blue', 'blue 12', 'DELETE_FAILED'])('finds by %j', (typed) => {
    expect(fits(one, typed)).toBe(true);
  });

  it.each(['pr-2', 'ready', 'pr green'])('does not find by %j', (typed) => {
    expect(fits(one, typed)).toBe(false);
  });
});

describe('newsOf', () => {
  it('tells what came to an end, and neither what is new nor what is on its way', () => {
    const before = new Map([
      ['a', 'PROVISIONING'],
      ['b', 'PENDING'],
      ['c', 'READY'],
    ]);
    const now = [
      { id: 'a', status: 'READY' },
      { id: 'b', status: 'PROVISIONING' },
      { id: 'c', status: 'READY' },
      { id: 'd', status: 'FAILED' },
    ] as const;
    expect(newsOf(before, now)).toBe('a: Ready.');
  });
});

it.each([
  [840, '840 ms'],
  [2_340, '2.3 s'],
  [59_900, '59 s'],
  [185_000, '3 min 5 s'],
  [3_600_000, '1 h'],
  [187_200_000, '2 d 4 h'],
  [-5, '0 ms'],
])('%d milliseconds are %s', (span, words) => {
  expect(durationInWords(span)).toBe(words);
});
