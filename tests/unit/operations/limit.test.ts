import { expect, it } from '@jest/globals';
import { changeLimit, perMinute } from '../../../lib/operations/limit.ts';

const at = (time: string) => () => new Date(`2030-01-31T${time}Z`);

/** Counts that were asked for, and a counter that says what it is given. */
function counter(says: number) {
  const asked: string[][] = [];
  const count = async (...asks: string[]) => {
    asked.push(asks);
    return says;
  };
  return { asked, count };
}

it.each([
  [1, undefined],
  [3, undefined],
  [4, 18],
  [400, 18],
])('of three requests a minute the one with number %i is told to wait %p seconds', async (number, wait) => {
  const limit = perMinute(counter(number), 3, at('12:00:42.500'));
  expect(await limit('a-tenant', 'changes')).toBe(wait);
});

it('counts each minute of the clock for itself', async () => {
  const { asked, count } = counter(1);
  await perMinute({ count }, 3, at('12:00:59.999'))('a-tenant', 'changes');
  await perMinute({ count }, 3, at('12:01:00.000'))('a-tenant', 'looks');
  expect(asked).toEqual([
    ['a-tenant', 'changes', '2030-01-31T12:00:00.000Z'],
    ['a-tenant', 'looks', '2030-01-31T12:01:00.000Z'],
  ]);
});

it('never says to ask again at once', async () => {
  expect(await perMinute(counter(4), 3, at('12:00:59.999'))('a-tenant', 'changes')).toBe(1);
});

it('asks nobody where nothing is limited', async () => {
  const limit = changeLimit({ limitsTableName: 'there is none', changesPerMinute: 0 });
  expect(await limit('a-tenant', 'changes')).toBeUndefined();
});
