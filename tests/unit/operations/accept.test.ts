import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { logger } from '../../../lib/logger.ts';
import { type AcceptRequest, acceptEnvironment } from '../../../lib/operations/accept.ts';
import { spec } from '../environment/sample.ts';
import { servicesWith, testQueue } from './services.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const named = { id: 'pr-123' };
const key = { idempotencyKey: 'build-4711' };
const otherKey = { idempotencyKey: 'build-4712' };
const request: AcceptRequest = { tenant: 't', caller: 'arn:me', spec: spec(), requestHash: 'body' };

let records: Map<string, EnvironmentRecord>;
/** Whether the index of idempotency keys has yet to learn of the records. */
let indexLags: boolean;
/** Whether the write's answer gets lost, so that the SDK writes a second time. */
let answerGetsLost: boolean;

const queue = testQueue();
const services = servicesWith({
  store: {
    async create(record, heirOf) {
      const existing = records.get(`${record.tenant}/${record.id}`);
      const isReplay = record.idempotencyKey && record.idempotencyKey === existing?.idempotencyKey;
      const isSilent = Object.keys(existing?.outbox ?? {}).length === 0 || heirOf === existing?.uid;
      if (existing && (existing.status !== 'DELETED' || isReplay || !isSilent)) {
        return { done: false, record: existing };
      }
      records.set(`${record.tenant}/${record.id}`, record);
      return answerGetsLost ? { done: false, record: { ...record } } : { done: true, record };
    },
    get: async ({ tenant, id }) => records.get(`${tenant}/${id}`),
    async acceptedUnder(idempotencyKey) {
      const found = [...records.values()].find((record) => record.idempotencyKey === idempotencyKey);
      return found && !indexLags ? { key: found, requestHash: found.requestHash ?? '' } : undefined;
    },
  },
  queue,
  now: () => NOW,
});

const accept = (changes: Partial<AcceptRequest> = {}) =>
  acceptEnvironment(services, { ...request, ...changes });

/** The status that the only record gets behind the back of the API. */
function turns(status: EnvironmentRecord['status'], desired: EnvironmentRecord['desired'] = 'absent'): void {
  for (const [key, record] of records) records.set(key, { ...record, status, desired });
}

beforeAll(() => logger.setLogLevel('SILENT'));

beforeEach(() => {
  records = new Map();
  queue.messages = [];
  queue.isAway = indexLags = answerGetsLost = false;
});

describe('an accepted request', () => {
  it('is a record that is due, and a message with its key alone', async () => {
    const { record, replayed } = await accept(named);
    expect(replayed).toBe(false);
    expect(record).toMatchObject({ status: 'PENDING', dueAt: NOW.toISOString(), createdBy: 'arn:me' });
    expect([...records.values()]).toEqual([record]);
    expect(queue.messages).toEqual([{ tenant: 't', id: 'pr-123' }]);
  });

  it('is accepted although the message can not be sent', async () => {
    queue.isAway = true;
    const { record } = await accept(named);
    expect(records.get('t/pr-123')).toEqual(record);
  });

  it('is no replay of itself when its write was repeated after a lost answer', async () => {
    answerGetsLost = true;
    expect(await accept(named)).toMatchObject({ replayed: false });
    expect(queue.messages).toEqual([{ tenant: 't', id: 'pr-123' }]);
  });

  it('expires a time to live after now', async () => {
    const { record } = await accept({ spec: spec({ ttl: '1h' }) });
    expect(record.expiresAt).toBe('2030-01-01T01:00:00.000Z');
  });

  it.each([{}, key])('without an id, with %j, gets a valid one', async (changes) => {
    const { record } = await accept(changes);
    expect(record.id).toMatch(/^env-[a-z2-7]{16}$/);
  });

  it('keeps no idempotency key in the clear', async () => {
    await accept(key);
    expect(JSON.stringify([...records])).not.toContain('build-4711');
  });
});

describe('a request that comes again is answered with the same environment', () => {
  it.each<[string, Partial<AcceptRequest>, Partial<AcceptRequest>]>([
    ['under its key, without an id', key, key],
    ['under its key, with an id', { ...key, ...named }, { ...key, ...named }],
    ['with the same id and spec', named, named],
    ['with the same id and spec, under a key', named, { ...named, ...key }],
  ])('%s', async (_, first, second) => {
    const { record } = await accept(first);
    for (const lags of [false, true]) {
      indexLags = lags;
      expect(await accept(second)).toEqual({ replayed: true, record });
    }
    expect([records.size, queue.messages.length]).toEqual([1, 1]);
  });

  it.each(['DELETING', 'DELETED'] as const)('under its key even when that is %s', async (status) => {
    await accept({ ...key, ...named });
    turns(status);
    expect(await accept({ ...key, ...named })).toMatchObject({ replayed: true, record: { status } });
  });
});

describe('a request is not taken for a repetition', () => {
  it.each<[string, Partial<AcceptRequest>, Partial<AcceptRequest>]>([
    ['without key and id', {}, {}],
    ['under another key', key, otherKey],
    ['of another tenant under the same key', key, { ...key, tenant: 'other' }],
    ['of another tenant with the same id', named, { ...named, tenant: 'other' }],
  ])('%s', async (_, first, second) => {
    const [one, other] = [await accept(first), await accept(second)];
    expect(other.replayed).toBe(false);
    expect(other.record.uid).not.toBe(one.record.uid);
  });

  it.each([named, { ...named, ...otherKey }])('with the id of a deleted one: %j', async (again) => {
    const { record } = await accept({ ...key, ...named });
    turns('DELETED');
    const next = await accept(again);
    expect(next.replayed).toBe(false);
    expect(next.record.uid).not.toBe(record.uid);
    // What the first one had not told yet is not lost with it.
    expect(next.record.outbox).toMatchObject(record.outbox);
    expect(Object.keys(next.record.outbox)).toHaveLength(2);
  });
});

describe('a request is refused', () => {
  it.each([key, { ...key, ...named }])('with another body under its key: %j', async (first) => {
    await accept(first);
    for (const lags of [false, true]) {
      indexLags = lags;
      const again = accept({ ...first, requestHash: 'other' });
      await expect(again).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    }
  });

  it('that gives a taken id another spec', async () => {
    await accept(named);
    const again = accept({ ...named, spec: spec({ region: 'us-east-1' }) });
    await expect(again).rejects.toMatchObject({ name: 'Refusal', code: 'environment-exists' });
    expect(queue.messages).toHaveLength(1);
  });

  it.each(['DELETING', 'DELETE_FAILED'] as const)('while it is %s', async (status) => {
    await accept(named);
    turns(status);
    const refusal = { code: 'environment-exists', message: `Environment pr-123 is ${status}.` };
    await expect(accept(named)).rejects.toMatchObject(refusal);
  });
});
