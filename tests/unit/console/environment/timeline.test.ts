import { describe, expect, it } from '@jest/globals';
import type { Event } from '../../../../client/contract.ts';
import {
  groupsOf,
  longestChain,
  mostAtOnce,
  spanOf,
  ticksOf,
} from '../../../../console/page/environment/timeline/lanes.ts';
import { type Call, runsOf } from '../../../../console/page/environment/timeline/runs.ts';

const BEGINNING = Date.parse('2030-01-01T00:00:00Z');
let count = 0;

const event = (type: Event['type'], at: number, generation: number, data: object = {}): Event => {
  count += 1;
  const id = `${(BEGINNING + at).toString(36).padStart(9, '0')}${String(count).padStart(8, '0')}`;
  const time = new Date(BEGINNING + at).toISOString();
  return { id, time, type, message: '', actor: 'local', generation, data: { ...data } };
};

const called = (at: number, milliseconds: number, generation = 1): Event =>
  event('aws.call', at, generation, {
    service: 'S3',
    operation: 'GetBucketTagging',
    logicalId: 'initialBucket',
    milliseconds,
    requestId: 'r',
    result: 'ok',
  });

const call = (logicalId: string, start: number, milliseconds: number): Call => ({
  id: `${logicalId} ${start}`,
  service: 'S3',
  operation: 'PutBucketPolicy',
  logicalId,
  start,
  milliseconds,
  end: start + milliseconds,
  result: 'ok',
  requestId: undefined,
});

const outline = (events: Event[], hasMore = false) =>
  runsOf(events, hasMore).map(({ title, calls, outcome, isWhole }) => [
    title,
    calls.length,
    outcome,
    isWhole,
  ]);

describe('runs', () => {
  it('are told by the request that led to them, newest first', () => {
    const events = [
      event('request.accepted', 0, 1, { request: 'create' }),
      called(10, 5),
      called(12, 5),
      event('environment.ready', 20, 1),
      event('request.accepted', 5000, 2, { request: 'delete' }),
      called(5010, 5, 2),
      event('environment.deleted', 5020, 2),
    ];
    expect(outline(events.toReversed())).toEqual([
      ['delete', 1, 'deleted', true],
      ['create', 2, 'ready', true],
    ]);
  });

  it('keep apart what was still under way for the request before', () => {
    const events = [
      event('request.accepted', 0, 1, { request: 'create' }),
      called(10, 500),
      event('request.accepted', 20, 2, { request: 'update' }),
      called(30, 10, 1),
      called(40, 10, 2),
    ];
    expect(outline(events)).toEqual([
      ['update', 1, undefined, true],
      ['create', 2, undefined, true],
    ]);
  });

  it('are other ones after a pause: the same again, or something that nobody asked for', () => {
    const events = [
      event('request.accepted', 0, 1, { request: 'create' }),
      called(10, 5),
      called(60_000, 5),
      event('environment.ready', 60_010, 1),
      called(200_000, 5),
    ];
    expect(outline(events)).toEqual([
      ['by itself', 1, undefined, true],
      ['create, again', 1, 'ready', true],
      ['create', 1, undefined, true],
    ]);
  });

  it('are not cut in two by one long call', () => {
    expect(outline([called(0, 60_000), called(10, 5), called(60_010, 5)])).toHaveLength(1);
  });

  it('are known to be cut where their request is not among the events', () => {
    const events = [called(10, 5), called(12, 5)];
    expect(outline(events, true)).toEqual([['generation 1', 2, undefined, false]]);
    expect(outline(events, false)).toEqual([['generation 1', 2, undefined, true]]);
  });

  it('leave out a call of a form that is not known', () => {
    expect(runsOf([event('aws.call', 0, 1, { service: 'S3' })], false)).toEqual([]);
  });
});

describe('lanes', () => {
  it('hold what ran side by side apart, and no more', () => {
    const groups = groupsOf(
      [call('a', 0, 10), call('a', 5, 10), call('a', 10, 5), call('b', 3, 1)],
      ['b', 'a'],
    );
    expect(groups.map(({ logicalId, lanes }) => [logicalId, lanes.map((lane) => lane.length)])).toEqual([
      ['b', [1]],
      ['a', [2, 1]],
    ]);
  });

  it('count the most at once; one that begins as another ends is not beside it', () => {
    expect(mostAtOnce([call('a', 0, 10), call('b', 10, 10), call('c', 5, 10)])).toBe(2);
    expect(mostAtOnce([])).toBe(0);
  });

  it('span from the first call to the last answer', () => {
    expect(spanOf([call('a', 5, 100), call('b', 50, 10)])).toEqual({ from: 5, to: 105 });
  });
});

describe('the longest chain', () => {
  it('is of calls one after another that take longest together', () => {
    const calls = [
      call('a', 0, 10),
      call('b', 2, 30),
      call('c', 11, 10),
      call('d', 22, 10),
      call('e', 40, 5),
    ];
    const { calls: chain, milliseconds } = longestChain(calls);
    expect(chain.map(({ logicalId }) => logicalId)).toEqual(['b', 'e']);
    expect(milliseconds).toBe(35);
  });

  it('is as long as the best of all subsets', () => {
    for (let seed = 1; seed < 60; seed += 1) {
      const calls = Array.from({ length: 8 }, (_, index) =>
        call(String(index), (seed * 7 * (index + 3)) % 41, 1 + ((seed * 13 * (index + 1)) % 17)),
      );
      expect(longestChain(calls).milliseconds).toBe(best(calls));
    }
  });

  it('is nothing of nothing', () => {
    expect(longestChain([])).toEqual({ calls: [], milliseconds: 0 });
  });
});

/** By trying them all. */
function best(calls: readonly Call[]): number {
  let most = 0;
  for (let mask = 0; mask < 2 ** calls.length; mask += 1) {
    const chosen = calls.filter((_, index) => mask & (2 ** index)).sort((a, b) => a.start - b.start);
    const isChain = chosen.every(({ start }, index) => index === 0 || (chosen[index - 1]?.end ?? 0) <= start);
    if (isChain)
      most = Math.max(
        most,
        chosen.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      );
  }
  return most;
}

describe('ticks', () => {
  it.each([
    [0, [0]],
    [7, [0, 2, 4, 6]],
    [620, [0, 200, 400, 600]],
    [1500, [0, 500, 1000, 1500]],
    [61_000, [0, 20_000, 40_000, 60_000]],
  ])('of %d ms are round', (total, expected) => {
    expect(ticksOf(total, 4)).toEqual(expected);
  });
});
