import { beforeAll, describe, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { documentClient } from '../../lib/store/client.ts';
import { quotaStore } from '../../lib/store/quota.ts';
import {
  amend,
  born,
  claimed,
  ends,
  key,
  later,
  lease,
  NOW,
  store,
  storeAt,
  tableName,
  useStores,
} from './records.ts';

useStores();
beforeAll(() => logger.setLogLevel('SILENT'));

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
    await lease.finish(claim, { ...ends(claim), published: Object.keys(claim.outbox) });

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
      const then = storeAt(later(seconds));
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

describe('create over a deleted life that has something to tell', () => {
  const silent = { status: 'DELETED', outbox: {} } as const;

  it('is for its heir only', async () => {
    const gone = born('one', { status: 'DELETED' });
    await store.create(gone);
    const next = born('one');
    expect(await store.create(next)).toMatchObject({ done: false, record: { uid: gone.uid } });
    expect(await store.create(next, 'bcdefghijklm2345')).toMatchObject({ done: false });
    expect(await store.create(next, gone.uid)).toMatchObject({ done: true });
  });

  it('is for the heir also when it was told meanwhile', async () => {
    const gone = born('one', silent);
    await store.create(gone);
    expect(await store.create(born('one'), gone.uid)).toMatchObject({ done: true });
  });

  it('is not for the heir of a life that is over', async () => {
    const gone = born('one', silent);
    await store.create(gone);
    const next = born('one');
    await store.create(next);
    expect(await store.create(born('one'), gone.uid)).toMatchObject({
      done: false,
      record: { uid: next.uid },
    });
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

  it('of all tenants go page by page through every one of them, and skip what is no environment', async () => {
    const quota = quotaStore(documentClient(), tableName(), 10);
    for (const tenant of ['a-tenant', 'repository:acme/files', 'c']) {
      for (const id of ['one', 'two']) await store.create(born(id, { tenant }));
      await store.create(born('gone', { tenant, status: 'DELETED' }));
      await quota.take({ tenant, id: 'one', uid: 'uid' }, NOW);
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store.list({ limit: 1, tags: {}, ...(after && { after }) });
      expect(page.records.length).toBeLessThanOrEqual(1);
      seen.push(...page.records.map(({ tenant, id }) => `${tenant}/${id}`));
      after = page.next;
    } while (after);
    expect(seen.sort()).toEqual([
      'a-tenant/one',
      'a-tenant/two',
      'c/one',
      'c/two',
      'repository:acme/files/one',
      'repository:acme/files/two',
    ]);
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

  it('refuse a record of another schema version, and list the others', async () => {
    await store.create(born('after'));
    await store.create({ ...born('future'), schemaVersion: 2 as 1 });
    await store.create(born('past'));
    await expect(store.get(key('future'))).rejects.toThrow('schema version 2');
    const { records } = await store.list({ tenant: 'a-tenant', limit: 10, tags: {} });
    expect(records.map(({ id }) => id)).toEqual(['after', 'past']);
  });
});
