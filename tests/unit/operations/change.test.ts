import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { amend } from '../../../lib/operations/amend.ts';
import { repair, restore, restoreEnvironment } from '../../../lib/operations/restore.ts';
import { update } from '../../../lib/operations/update.ts';
import type { Quota } from '../../../lib/store/quota.ts';
import { newborn, spec } from '../environment/sample.ts';
import { amending, servicesWith, testQueue } from './services.ts';

const NOW = new Date('2030-01-01T00:00:00.000Z');
const DAY = 86_400_000;
const KEY = { tenant: 't', id: 'pr-123' };
const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds).toISOString();

const ready = (changes: Partial<EnvironmentRecord> = {}) =>
  newborn(NOW, { status: 'READY', observedGeneration: 1, readyAt: at(-DAY), ...changes });
const deleted = (changes: Partial<EnvironmentRecord> = {}) =>
  ready({ status: 'DELETED', desired: 'absent', deletedAt: at(0), purgeAt: 1, ...changes } as object);

/** What the update of a record with this patch of its spec leads to. */
const updated = (record: EnvironmentRecord, changes: object, setsEnd = false) =>
  update('arn:her', (present) => ({ spec: { ...present, ...changes }, setsEnd }))(record, NOW);

describe('an update', () => {
  it('sets the spec, and tells who changed which fields', () => {
    expect(updated(ready(), { forceDestroy: true, tags: { a: 'b' } })).toMatchObject({
      set: { spec: { forceDestroy: true, tags: { a: 'b' } }, status: 'UPDATING' },
      event: {
        actor: 'arn:her',
        generation: 2,
        data: { request: 'update', changes: ['/forceDestroy', '/tags'] },
      },
    });
  });

  it.each<[EnvironmentRecord['status'], number, string]>([
    ['PENDING', 0, 'PENDING'],
    ['PROVISIONING', 0, 'PROVISIONING'],
    ['FAILED', 0, 'PROVISIONING'],
    ['FAILED', 1, 'UPDATING'],
    ['READY', 1, 'UPDATING'],
  ])('of one that is %s after generation %i makes it %s', (status, observedGeneration, next) => {
    expect(updated(ready({ status, observedGeneration }), { forceDestroy: true })?.set.status).toBe(next);
  });

  it('that changes nothing is none', () => {
    expect(updated(ready(), {})).toBeUndefined();
    expect(updated(ready({ expiresAt: at(DAY) }), {})).toBeUndefined();
  });

  it('of the time to live counts anew, also with the same one', () => {
    const record = ready({ spec: spec({ ttl: '24h' }), expiresAt: at(DAY - 5) });
    expect(updated(record, { ttl: '24h' }, true)).toMatchObject({
      set: { expiresAt: at(DAY) },
      event: { data: { changes: ['/expiresAt'] } },
    });
  });

  it('that takes the end away takes it from the record', () => {
    const { ttl: _, ...rest } = spec({ ttl: '24h' });
    const record = ready({ spec: { ...rest, ttl: '24h' }, expiresAt: at(DAY) });
    const amendment = update('arn:her', () => ({ spec: rest, setsEnd: true }))(record, NOW);
    expect(amendment?.set).toHaveProperty('expiresAt', undefined);
  });

  it.each(['DELETING', 'DELETE_FAILED', 'DELETED'] as const)(
    'of one that is %s is refused as gone',
    (status) => {
      const record = ready({ status, desired: 'absent' });
      expect(() => updated(record, { forceDestroy: true })).toThrow(
        expect.objectContaining({ code: 'gone' }),
      );
    },
  );
});

describe('a repair', () => {
  it.each<[EnvironmentRecord['status'], EnvironmentRecord['desired'], string]>([
    ['READY', 'present', 'UPDATING'],
    ['FAILED', 'present', 'UPDATING'],
    ['DELETE_FAILED', 'absent', 'DELETING'],
    ['PENDING', 'present', 'PENDING'],
  ])('of one that is %s goes on as %3$s, in a generation of its own', (status, desired, next) => {
    expect(repair('arn:her')(ready({ status, desired }), NOW)).toMatchObject({
      set: { status: next },
      event: { actor: 'arn:her', generation: 2, data: { request: 'reconcile' } },
    });
  });

  it('of what is gone is refused', () => {
    expect(() => repair('arn:her')(deleted(), NOW)).toThrow(expect.objectContaining({ code: 'gone' }));
  });
});

describe('a restore', () => {
  const asked = (record: EnvironmentRecord, now = NOW) => restore('arn:her')(record, now)?.set;

  const key = (deletedAt?: string) => ({
    key: { type: 'kms-key', status: 'DELETED', physicalId: 'k', arn: 'a', ...(deletedAt && { deletedAt }) },
  });

  it('wants it present and forgets its end', () => {
    expect(asked(deleted({ force: true }))).toEqual({
      desired: 'present',
      force: false,
      status: 'UPDATING',
      deletedAt: undefined,
      readyAt: undefined,
      drift: undefined,
      restoredAt: at(0),
    });
  });

  it('goes until the millisecond at which the key is gone', () => {
    const record = deleted({ resources: key(at(-7 * DAY)) } as object);
    expect(asked(record, new Date(NOW.getTime() - 1))).toBeDefined();
    expect(() => asked(record)).toThrow(expect.objectContaining({ code: 'gone' }));
  });

  it.each(['DELETING', 'DELETE_FAILED'] as const)('takes back a deletion that is %s', (status) => {
    const record = ready({ status, desired: 'absent', observedGeneration: 1 });
    expect(asked(record)).toMatchObject({ desired: 'present', status: 'UPDATING' });
  });

  it('without a key has no such limit', () => {
    const keyless = { ...spec(), encryption: { algorithm: 'AES256' as const } };
    expect(asked(deleted({ spec: keyless, deletedAt: at(-29 * DAY) }))).toMatchObject({ desired: 'present' });
  });

  it.each<[string, Partial<EnvironmentRecord>, number]>([
    ['a time to live', { spec: spec({ ttl: '2d' }) }, 2 * DAY],
    [
      'an end, counted from its beginning',
      { spec: spec({ expiresAt: at(-DAY) }), createdAt: at(-4 * DAY) },
      3 * DAY,
    ],
    [
      'an end, restored before',
      { spec: spec({ expiresAt: at(0) }), createdAt: at(-9 * DAY), restoredAt: at(-DAY) },
      DAY,
    ],
  ])('gives one that had %s all of it again', (_, changes, lifetime) => {
    expect(asked(deleted(changes))).toMatchObject({ expiresAt: at(lifetime) });
  });

  it('keeps the time to live, and moves a fixed end, in the spec', () => {
    expect(asked(deleted({ spec: spec({ ttl: '2d' }) }))?.spec).toEqual(spec({ ttl: '2d' }));
    const fixed = deleted({ spec: spec({ expiresAt: at(-DAY) }), createdAt: at(-2 * DAY) });
    expect(asked(fixed)?.spec).toEqual(spec({ expiresAt: at(DAY) }));
  });

  it.each(['READY', 'UPDATING', 'FAILED'] as const)('of one that is %s is refused', (status) => {
    expect(() => asked(ready({ status }))).toThrow(expect.objectContaining({ code: 'environment-exists' }));
  });
});

describe('a change', () => {
  let record: EnvironmentRecord | undefined;
  let meanwhile: () => void;
  const taken: string[] = [];
  let room: boolean;
  const quota: Quota = {
    limit: 2,
    async take({ uid }) {
      if (room) taken.push(uid);
      return room ? 'taken' : 'full';
    },
    hasRoom: async () => room,
    give: async () => undefined,
  };
  const queue = testQueue();
  const write = amending(
    () => record,
    (next) => {
      record = next;
    },
  );
  const services = servicesWith({
    store: {
      get: async () => record,
      async amend(...args) {
        meanwhile();
        meanwhile = () => undefined;
        return write(...args);
      },
    },
    queue,
    quota,
    now: () => NOW,
  });
  const tag = update('arn:her', (present) => ({
    spec: { ...present, tags: { ...present.tags, mine: 'x' } },
    setsEnd: false,
  }));

  beforeEach(() => {
    record = ready();
    meanwhile = () => undefined;
    taken.length = 0;
    room = true;
    queue.messages = [];
  });

  it('is decided anew on what somebody else wrote in between', async () => {
    meanwhile = () => {
      record = ready({ generation: 2, version: 2, spec: spec({ tags: { theirs: 'y' } }) });
    };
    const { record: after, changed } = await amend(services, { ...KEY, decide: tag });
    expect([changed, after.generation, after.spec.tags]).toEqual([true, 3, { theirs: 'y', mine: 'x' }]);
    expect(queue.messages).toHaveLength(1);
  });

  it('of a version is refused when anything was written in between, be it progress', async () => {
    const ifMatch = [`"${record?.uid}-1"`];
    meanwhile = () => {
      record = ready({ version: 2 });
    };
    await expect(amend(services, { ...KEY, ifMatch, decide: tag })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    expect([record?.version, queue.messages]).toEqual([2, []]);
  });

  it('that can not be granted any more is told as a changed version where one was given', async () => {
    record = ready({ status: 'DELETING', desired: 'absent', version: 5 });
    const ifMatch = [`"${record.uid}-1"`];
    await expect(amend(services, { ...KEY, ifMatch, decide: tag })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    await expect(amend(services, { ...KEY, decide: tag })).rejects.toMatchObject({ code: 'gone' });
  });

  it('that the SDK repeated after a lost answer is done, once', async () => {
    const losing = servicesWith({
      store: {
        get: async () => record,
        async amend(...args) {
          await write(...args);
          return record ? { done: false, record } : { done: false };
        },
      },
      queue,
      now: () => NOW,
    });
    expect(await amend(losing, { ...KEY, decide: repair('arn:her') })).toMatchObject({
      changed: true,
      record: { generation: 2 },
    });
    expect(queue.messages).toHaveLength(1);
  });

  it('of what vanished in between is not found', async () => {
    meanwhile = () => {
      record = undefined;
    };
    await expect(amend(services, { ...KEY, decide: tag })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('back to life takes a place in the quota, and needs one', async () => {
    record = deleted();
    room = false;
    const request = { ...KEY, caller: 'arn:her' };
    await expect(restoreEnvironment(services, request)).rejects.toMatchObject({ code: 'quota-exceeded' });
    expect(record.status).toBe('DELETED');
    room = true;
    expect(await restoreEnvironment(services, request)).toMatchObject({ desired: 'present' });
    expect(taken).toEqual([record.uid]);
  });

  it('back to life that is refused takes no place', async () => {
    record = ready();
    await expect(restoreEnvironment(services, { ...KEY, caller: 'x' })).rejects.toMatchObject({
      code: 'environment-exists',
    });
    expect(taken).toEqual([]);
  });
});
