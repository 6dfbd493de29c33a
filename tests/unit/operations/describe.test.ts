import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Status } from '../../../lib/environment/environment.ts';
import {
  describeEnvironment,
  describeOutputs,
  settledEnvironment,
} from '../../../lib/operations/describe.ts';
import { newborn } from '../environment/sample.ts';
import { servicesWith } from './services.ts';

const START = Date.parse('2030-01-01T00:00:00Z');
const KEY = { tenant: 't', id: 'pr-123' };

/** Milliseconds since the start, and from which on the environment has which status. */
let elapsed: number;
let history: [from: number, status: Status][];

const record = newborn(new Date(START));

const services = servicesWith({
  store: {
    async get({ tenant, id }) {
      const status = history.findLast(([from]) => from <= elapsed)?.[1];
      return status && tenant === KEY.tenant && id === KEY.id ? { ...record, status } : undefined;
    },
  },
  now: () => new Date(START + elapsed),
  async sleep(milliseconds) {
    elapsed += milliseconds;
  },
});

beforeEach(() => {
  elapsed = 0;
  history = [[0, 'PROVISIONING']];
});

describe('an environment is described', () => {
  it('as it is', async () => {
    expect(await describeEnvironment(services, KEY)).toEqual({ ...record, status: 'PROVISIONING' });
  });

  it.each([
    ['of an id that never was', { tenant: 't', id: 'pr-124' }],
    ["of another tenant's id", { tenant: 'other', id: 'pr-123' }],
  ])('not at all, in the same words, when it is one %s', async (_, key) => {
    await expect(describeEnvironment(services, key)).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no environment ${key.id}.`,
    });
  });
});

describe('an environment that is waited for', () => {
  const waited = async (seconds: number) =>
    settledEnvironment(services, await describeEnvironment(services, KEY), seconds);

  it.each<[string, [number, Status][], number, Status, number]>([
    ['is told at once without a wait', [[0, 'PENDING']], 0, 'PENDING', 0],
    ['is told at once when it is settled', [[0, 'READY']], 20, 'READY', 0],
    [
      'is told soon after it settles',
      [
        [0, 'PENDING'],
        [3000, 'FAILED'],
      ],
      20,
      'FAILED',
      3115,
    ],
    [
      'is waited for through other statuses',
      [
        [0, 'PENDING'],
        [500, 'PROVISIONING'],
        [1000, 'DELETED'],
      ],
      20,
      'DELETED',
      1013,
    ],
    ['is told as it is when the time is over', [[0, 'DELETING']], 2, 'DELETING', 2000],
  ])('%s', async (_, past, seconds, status, milliseconds) => {
    history = past;
    expect((await waited(seconds)).status).toBe(status);
    expect(elapsed).toBe(milliseconds);
  });

  it('never takes longer than was granted', async () => {
    for (const seconds of [0.1, 0.3, 1, 1.1, 20]) {
      elapsed = 0;
      await waited(seconds);
      expect(elapsed).toBeLessThanOrEqual(seconds * 1000);
    }
  });

  it('is DELETED when the id has another life by now', async () => {
    history = [[0, 'DELETING']];
    const seen = { ...record, uid: 'bcdefghijklm2345', status: 'DELETING' } as const;
    expect(await settledEnvironment(services, seen, 20)).toEqual({ ...seen, status: 'DELETED' });
  });

  it('is not found when there is none', async () => {
    history = [];
    await expect(settledEnvironment(services, record, 20)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the outputs', () => {
  const made = { type: 'any', status: 'READY', physicalId: 'p', arn: 'arn:p' } as const;
  const names = ['key', 'alias', 'initialBucket', 'finalBucket', 'role', 'instanceProfile'];
  const resources = Object.fromEntries(names.map((name) => [name, made]));
  const readyAt = new Date(START).toISOString();
  const ask = (changes: object) =>
    describeOutputs(
      servicesWith({ store: { get: async () => ({ ...record, ...changes }) }, now: () => new Date(START) }),
      KEY,
    );

  it.each(['READY', 'UPDATING', 'FAILED'])(
    'of one that has been READY are told while it is %s',
    async (status) => {
      expect(await ask({ status, readyAt, resources })).toMatchObject({ roleName: 'p' });
    },
  );

  it.each([
    ['it has never been READY', { resources }],
    [
      'one of them is being made anew',
      { readyAt, resources: { ...resources, role: { type: 'any', status: 'CREATING' } } },
    ],
  ])('are refused when %s', async (_, changes) => {
    await expect(ask(changes)).rejects.toMatchObject({ code: 'not-ready' });
  });

  it('of what goes are refused', async () => {
    await expect(ask({ readyAt, resources, desired: 'absent' })).rejects.toMatchObject({ code: 'gone' });
  });
});
