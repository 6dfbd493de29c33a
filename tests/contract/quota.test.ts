import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { newUid } from '../../lib/environment/random.ts';
import { documentClient } from '../../lib/store/client.ts';
import { type Quota, quotaStore } from '../../lib/store/quota.ts';
import { born, key, later, NOW, store, tableName, useStores } from './records.ts';

const T = 'a-tenant';

let quota: Quota;
/** Names of the commands sent. */
let calls: string[];
useStores();
beforeEach(() => {
  calls = [];
  const client: DynamoDBDocumentClient = documentClient();
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String((context as { commandName?: string }).commandName));
      return next(args);
    },
    { step: 'initialize', name: 'record' },
  );
  quota = quotaStore(client, tableName(), 3);
});

/** Each for an id of its own. @returns whether there was a place */
const take = async (uid = newUid(), now = NOW, tenant = T) =>
  (await quota.take({ tenant, id: `of-${uid}`, uid }, now)) === 'taken';
const created = async (id: string, status: 'READY' | 'DELETED' = 'READY') => {
  const record = born(id, { status });
  await store.create(record);
  return record.uid;
};

describe('a place', () => {
  it('is to be had as often as the limit says, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take()));
    expect(answers.filter(Boolean)).toHaveLength(3);
  });

  it('is one for the same environment, again and again', async () => {
    const uid = newUid();
    for (let times = 0; times < 4; times++) expect(await take(uid)).toBe(true);
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    expect(await take(uid)).toBe(true);
  });

  it('can be given back, also when it was never taken', async () => {
    const uid = newUid();
    await take(uid);
    await take();
    await take();
    await quota.give(T, newUid());
    await quota.give('nobody', uid);
    expect(await take()).toBe(false);
    await quota.give(T, uid);
    expect(await take()).toBe(true);
  });

  it('is held by what was there before there was a quota, unless it is DELETED', async () => {
    await created('one');
    await created('two');
    await created('gone', 'DELETED');
    expect([await take(), await take()]).toEqual([true, false]);
  });

  it('is one of its own tenant', async () => {
    for (let times = 0; times < 3; times++) await take();
    expect([await take(), await take(newUid(), NOW, 'b-tenant')]).toEqual([false, true]);
  });
});

describe('places of several requests for one id', () => {
  const askFor = (id: string) => quota.take({ tenant: T, id, uid: newUid() }, NOW);

  it('are more than will be kept: no answer is final until there are fewer', async () => {
    expect([await askFor('one'), await askFor('one'), await askFor('one')]).toEqual(Array(3).fill('taken'));
    expect([await askFor('one'), await askFor('two')]).toEqual(['unsettled', 'unsettled']);
  });

  it('make no room for more ids than the limit says', async () => {
    for (const id of ['one', 'two', 'three']) await askFor(id);
    expect([await askFor('four'), await askFor('one')]).toEqual(['full', 'unsettled']);
  });
});

describe('a place whose request died before there was a record', () => {
  it('is found out when there is no other, a minute later', async () => {
    for (let times = 0; times < 3; times++) await take();
    expect(await take(newUid(), later(59))).toBe(false);
    expect(await take(newUid(), later(60))).toBe(true);
  });

  it('is left alone while its request may still be at work', async () => {
    await take();
    await take();
    await take(newUid(), later(50));
    const answers = [
      await take(newUid(), later(60)),
      await take(newUid(), later(60)),
      await take(newUid(), later(60)),
    ];
    expect(answers).toEqual([true, true, false]);
  });

  it('is not one that has a record by now', async () => {
    const uids = [await created('one'), await created('two'), await created('three')];
    for (const uid of uids) await take(uid);
    expect(await take(newUid(), later(1000))).toBe(false);
  });

  it('or a record without a place, made while there was no quota, is found out within a day', async () => {
    await take();
    for (const id of ['one', 'two', 'three']) await created(id);
    expect(await take(newUid(), later(86_399))).toBe(true);
    expect(await take(newUid(), later(86_400))).toBe(false);
  });

  it('is looked for at most once a minute', async () => {
    for (let times = 0; times < 3; times++) await take();
    calls.length = 0;
    for (let times = 0; times < 5; times++) await take(newUid(), later(10));
    expect(calls).not.toContain('QueryCommand');
  });
});

describe('to ask whether there is room', () => {
  it('writes nothing', async () => {
    expect(await quota.hasRoom(T)).toBe(true);
    await take();
    await take();
    expect(await quota.hasRoom(T)).toBe(true);
    calls.length = 0;
    await quota.hasRoom(T);
    expect(calls).toEqual(['GetItemCommand']);
  });

  it('is answered by the records when all places are taken', async () => {
    for (let times = 0; times < 3; times++) await take();
    expect(await quota.hasRoom(T)).toBe(true);
    for (const id of ['one', 'two', 'three']) await created(id);
    expect(await quota.hasRoom(T)).toBe(false);
  });
});

it('the places are no environment', async () => {
  await take();
  await created('one');
  const { records } = await store.list({ tenant: T, limit: 10, tags: {} });
  expect(records.map(({ id }) => id)).toEqual(['one']);
  expect(await store.get(key('one'))).toBeDefined();
});
