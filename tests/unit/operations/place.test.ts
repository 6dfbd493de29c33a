import { beforeEach, expect, it } from '@jest/globals';
import { takePlace } from '../../../lib/operations/place.ts';
import type { Answer } from '../../../lib/store/quota.ts';
import { servicesWith } from './services.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const LIFE = { tenant: 't', id: 'pr-123', uid: 'abc' };

/** What the quota answers, one after another; the last again and again. */
let answers: Answer[];
let slept: number;
let isThere: boolean;

beforeEach(() => {
  slept = 0;
  isThere = false;
});

const take = () =>
  takePlace(
    servicesWith({
      store: {},
      now: () => NOW,
      sleep: async (milliseconds) => {
        slept += milliseconds;
      },
      quota: {
        limit: 1,
        take: async () => (answers.length > 1 && answers.shift()) || answers[0] || 'full',
        hasRoom: async () => false,
        give: async () => undefined,
      },
    }),
    LIFE,
    async () => isThere,
  );

it('without room is refused at once', async () => {
  answers = ['full'];
  await expect(take()).rejects.toMatchObject({ code: 'quota-exceeded' });
  expect(slept).toBe(0);
});

it('is not needed by what is there already', async () => {
  answers = ['full'];
  isThere = true;
  await expect(take()).resolves.toBeUndefined();
});

it('that others may give back is waited for', async () => {
  answers = ['unsettled', 'unsettled', 'taken'];
  await expect(take()).resolves.toBeUndefined();
  expect(slept).toBe(300);
});

it('that nobody gives back is refused after six seconds', async () => {
  answers = ['unsettled'];
  await expect(take()).rejects.toMatchObject({ code: 'quota-exceeded' });
  expect(slept).toBe(6000);
});
