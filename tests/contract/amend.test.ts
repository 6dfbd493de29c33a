import { describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../lib/environment/environment.ts';
import {
  amend,
  born,
  claimed,
  ends,
  goes,
  key,
  later,
  lease,
  NOW,
  store,
  storeAt,
  useStores,
} from './records.ts';

useStores();

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
    const muchLater = storeAt(later(10 ** 8));
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
