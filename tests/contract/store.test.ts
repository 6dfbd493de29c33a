import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord, Spec } from '../../lib/environment/environment.ts';
import { accepted, newEvent } from '../../lib/environment/events.ts';
import { newUid } from '../../lib/environment/random.ts';
import { newRecord } from '../../lib/environment/record.ts';
import { type Conclusion, conclude } from '../../lib/environment/status.ts';
import { LeaseLost } from '../../lib/provisioning/errors.ts';
import { documentClient } from '../../lib/store/client.ts';
import { type Amendment, environmentStore } from '../../lib/store/environments.ts';
import { leaseStore } from '../../lib/store/lease.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';

const NOW = new Date('2030-01-31T12:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const SPEC = { deletionProtection: false, forceDestroy: false, tags: {} } as unknown as Spec;

let table: string;
let store: ReturnType<typeof environmentStore>;
let lease: ReturnType<typeof leaseStore>;

beforeAll(() => enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? ''));

beforeEach(async () => {
  table = await newTable('Environments');
  store = environmentStore(documentClient(), table, () => NOW);
  lease = leaseStore(documentClient(), table);
});

const born = (id: string, extra: Partial<EnvironmentRecord> = {}): EnvironmentRecord => ({
  ...newRecord({
    tenant: 'a-tenant',
    id,
    uid: newUid(),
    spec: SPEC,
    caller: 'me',
    now: NOW,
    expiresAt: undefined,
    idempotencyKey: undefined,
    requestHash: 'hash',
  }),
  ...extra,
});

const key = (id: string, tenant = 'a-tenant') => ({ tenant, id });

async function claimed(id: string, now = NOW): Promise<EnvironmentRecord> {
  const claim = await lease.claim(key(id), now, new Date(now.getTime() + 60_000));
  if (!claim) throw new Error(`${id} could not be claimed`);
  return claim;
}

const done = (record: EnvironmentRecord): Conclusion =>
  conclude(record, [], { now: NOW, random: 0, driftCheckSeconds: 86_400 });
const ends = (record: EnvironmentRecord) => ({
  conclusion: done(record),
  resources: {},
  now: NOW,
  news: [],
  published: [],
});

const goes = (force = false) => ({ desired: 'absent', status: 'DELETING', force }) as const;
const asked = (record: EnvironmentRecord) =>
  accepted({ generation: record.generation + 1, requestedBy: 'me' }, NOW, 'delete');
const amend = (record: EnvironmentRecord, set: Amendment['set'] = goes(), sameVersion = false) =>
  store.amend(record, { set, event: asked(record), sameVersion }, NOW);

async function dueIds(now: Date): Promise<string[]> {
  const ids: string[] = [];
  for await (const keys of store.due(now)) ids.push(...keys.map(({ id }) => id));
  return ids;
}

describe('create', () => {
  it('writes one of two records of an id and tells the other what is there', async () => {
    const [first, second] = [born('one'), born('one')];

    const results = await Promise.all([store.create(first), store.create(second)]);

    const winner = results.find((result) => result.done);
    expect(results.filter((result) => result.done)).toHaveLength(1);
    expect(results.find((result) => !result.done)?.record).toEqual(winner?.record);
    expect(await store.get(key('one'))).toEqual(winner?.record);
  });

  it('makes room for a new life once the old one is DELETED', async () => {
    const first = born('one');
    await store.create(first);
    await amend(first);
    const claim = await claimed('one');
    await lease.finish(claim, ends(claim));

    const next = born('one');
    expect(await store.create(next)).toMatchObject({ done: true });
    expect(await store.get(key('one'))).toEqual(next);
  });

  it('is readable for 30 days after it is DELETED, also while DynamoDB has not dropped it yet', async () => {
    const first = born('one', { desired: 'absent' });
    await store.create(first);
    const claim = await claimed('one');
    await lease.finish(claim, ends(claim));
    const seenAfter = async (seconds: number) => {
      const then = environmentStore(documentClient(), table, () => later(seconds));
      const { records } = await then.list({ tenant: 'a-tenant', limit: 5, status: 'DELETED', tags: {} });
      return [(await then.get(key('one')))?.uid, ...records.map(({ uid }) => uid)];
    };
    const days = 30 * 24 * 60 * 60;

    expect(await seenAfter(days - 1)).toEqual([first.uid, first.uid]);
    expect(await seenAfter(days)).toEqual([undefined]);
  });

  it("does not make room for the replay of the deleted one's own Idempotency-Key", async () => {
    const first = born('one', { idempotencyKey: 'k' });
    await store.create(first);
    await amend(first);
    const claim = await claimed('one');
    await lease.finish(claim, ends(claim));

    const replay = await store.create(born('one', { idempotencyKey: 'k' }));

    expect(replay).toMatchObject({ done: false, record: { uid: first.uid, status: 'DELETED' } });
    expect(await store.acceptedUnder('k')).toEqual({ key: key('one'), requestHash: 'hash' });
  });
});

describe('get and list', () => {
  it('keep to the tenant, and leave DELETED ones out unless they are asked for', async () => {
    await store.create(born('kept'));
    await store.create(born('gone', { status: 'DELETED' }));
    await store.create(born('other', { tenant: 'b-tenant' }));
    const ids = async (status?: 'DELETED') =>
      (await store.list({ tenant: 'a-tenant', limit: 10, tags: {}, ...(status && { status }) })).records.map(
        ({ id }) => id,
      );

    expect(await ids()).toEqual(['kept']);
    expect(await ids('DELETED')).toEqual(['gone']);
    expect(await store.get(key('other'))).toBeUndefined();
  });

  it('fill a page although most records are filtered out', async () => {
    for (let index = 10; index < 22; index++) {
      await store.create(born(`id-${index}`, { status: index % 4 === 0 ? 'READY' : 'DELETED' }));
    }

    const page = await store.list({ tenant: 'a-tenant', limit: 2, tags: {} });
    expect(page.records.map(({ id }) => id)).toEqual(['id-12', 'id-16']);
    const next = await store.list({ tenant: 'a-tenant', limit: 2, tags: {}, after: page.next ?? '' });
    expect(next.records.map(({ id }) => id)).toEqual(['id-20']);
  });

  it('refuse a record of another schema version', async () => {
    await store.create({ ...born('future'), schemaVersion: 2 as 1 });
    await expect(store.get(key('future'))).rejects.toThrow('schema version 2');
  });
});

describe('the lease', () => {
  it('goes to one of ten workers', async () => {
    await store.create(born('one'));
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => lease.claim(key('one'), NOW, later(60))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('is not to be had before the record is due', async () => {
    await store.create(born('one', { dueAt: later(30).toISOString() }));
    expect(await lease.claim(key('one'), NOW, later(60))).toBeUndefined();
    expect(await lease.claim(key('one'), later(30), later(90))).toBeDefined();
  });

  it('that ended lets another worker in, and the first one can write nothing more', async () => {
    await store.create(born('one'));
    const slow = await claimed('one');
    const next = await claimed('one', later(61));
    const before = await store.get(key('one'));

    const progress = { status: 'PROVISIONING' as const, resources: {}, now: NOW };
    await expect(lease.checkpoint(slow, progress)).rejects.toThrow(LeaseLost);
    await expect(lease.finish(slow, ends(slow))).rejects.toThrow(LeaseLost);
    await expect(lease.expire(slow, NOW)).rejects.toThrow(LeaseLost);
    expect(await store.get(key('one'))).toEqual(before);
    expect(next.leaseEpoch).toBe(slow.leaseEpoch + 1);
  });

  it('makes the record due when it ends, so that a dead worker is noticed', async () => {
    await store.create(born('one'));
    await claimed('one');
    expect(await dueIds(later(59))).toEqual([]);
    expect(await dueIds(later(60))).toEqual(['one']);
  });

  it('given back at READY leaves nothing that is due', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    expect(await lease.finish(claim, ends(claim))).toMatchObject({ superseded: false });
    expect(await store.get(key('one'))).toMatchObject({ status: 'READY', observedGeneration: 1 });
    expect(await dueIds(later(86_399))).toEqual([]);
    expect(await dueIds(later(86_400))).toEqual(['one']);
  });

  it('is kept when there is news, which stands in the outbox until it is published', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    const [before = ''] = Object.keys(claim.outbox);
    const event = newEvent('environment.ready', claim, NOW, 'It is READY.');

    await lease.finish(claim, { ...ends(claim), news: [event], published: [before] });
    const told = await store.get(key('one'));
    expect(told).toMatchObject({ status: 'READY', outbox: { [event.id]: event }, dueAt: claim.leaseUntil });
    expect(Object.keys(told?.outbox ?? {})).toEqual([event.id]);
    expect(await lease.claim(key('one'), later(59), later(99))).toBeUndefined();

    await lease.release(claim, { dueAt: later(500).toISOString(), published: [event.id] });
    const released = await store.get(key('one'));
    expect(released).toMatchObject({ outbox: {}, dueAt: later(500).toISOString(), version: told?.version });
    expect(released?.leaseUntil).toBeUndefined();
  });

  it('is given back at once, and the news kept back, when another word came in between', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    await amend(claim);
    const event = newEvent('environment.ready', claim, NOW, 'It is READY.');

    const { superseded } = await lease.finish(claim, { ...ends(claim), news: [event] });

    expect(superseded).toBe(true);
    const left = await store.get(key('one'));
    expect(left?.leaseUntil).toBeUndefined();
    expect(Object.values(left?.outbox ?? {}).map(({ type }) => type)).toEqual([
      'request.accepted',
      'request.accepted',
    ]);
    expect(await dueIds(NOW)).toEqual(['one']);
  });

  it('that is released after another word leaves it due', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    const event = newEvent('environment.ready', claim, NOW, 'It is READY.');
    await lease.finish(claim, { ...ends(claim), news: [event] });
    await amend(claim);

    await lease.release(claim, { dueAt: undefined, published: [event.id] });

    expect(await dueIds(NOW)).toEqual(['one']);
    expect((await store.get(key('one')))?.leaseUntil).toBeUndefined();
  });
});

describe('a deletion asked for while a worker is at it', () => {
  it('keeps its word: the worker saves what it made and not what it concluded', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    const written = await amend(claim, goes(true));
    const resources = { key: { type: 'kms-key', status: 'CONFIGURING' as const, physicalId: 'k-1' } };

    const saved = await lease.checkpoint(claim, { status: 'PROVISIONING', resources, now: NOW });
    const finished = await lease.finish(claim, { ...ends(claim), resources });

    expect(written.done).toBe(true);
    expect([saved.superseded, finished.superseded]).toEqual([true, true]);
    expect(await store.get(key('one'))).toMatchObject({
      status: 'DELETING',
      desired: 'absent',
      force: true,
      generation: 2,
      resources,
    });
    expect(await dueIds(NOW)).toEqual(['one']);
  });
});

describe('a change of what is desired', () => {
  it('counts as a generation, is due at once, tells of itself, and ends what failed before', async () => {
    const record = born('one', { statusReason: 'it failed', attempts: 5, dueAt: later(99).toISOString() });
    await store.create(record);
    const written = await amend(record, { status: 'UPDATING', expiresAt: undefined });

    expect(written).toMatchObject({
      done: true,
      record: { generation: 2, version: 2, attempts: 0, requestedBy: 'me', dueAt: NOW.toISOString() },
    });
    expect(written.record?.statusReason).toBeUndefined();
    expect(Object.keys(written.record?.outbox ?? {})).toHaveLength(2);
    expect(await store.get(key('one'))).toEqual(written.record);
  });

  it('takes the end of readability from what was DELETED', async () => {
    const record = born('one', { desired: 'absent' });
    await store.create(record);
    const claim = await claimed('one');
    await lease.finish(claim, ends(claim));
    const deleted = await store.get(key('one'));
    await amend(deleted as EnvironmentRecord, { desired: 'present', status: 'UPDATING' });
    const muchLater = environmentStore(documentClient(), table, () => later(10 ** 8));
    expect(await muchLater.get(key('one'))).toMatchObject({ status: 'UPDATING' });
  });

  it.each<[string, Partial<EnvironmentRecord>, boolean]>([
    ['of another life', { uid: 'bcdefghijklm2345' }, false],
    ['of another generation', { generation: 2 }, false],
    ['that is not DELETED yet', { status: 'DELETED' }, false],
    ['of another version, where that matters', { version: 7 }, true],
  ])('is refused on what was read as one %s', async (_, read, sameVersion) => {
    const record = born('one');
    await store.create(record);
    expect(await amend({ ...record, ...read }, goes(), sameVersion)).toEqual({ done: false, record });
    expect(await store.get(key('one'))).toEqual(record);
  });

  it('is refused on what has been DELETED since', async () => {
    const record = born('one');
    await store.create({ ...record, status: 'DELETED' });
    expect(await amend(record)).toMatchObject({ done: false, record: { status: 'DELETED' } });
  });

  it("does not mind a worker's progress", async () => {
    const record = born('one');
    await store.create(record);
    const claim = await claimed('one');
    await lease.checkpoint(claim, { status: 'PROVISIONING', resources: {}, now: NOW });
    expect(await amend(record)).toMatchObject({ done: true });
  });
});
