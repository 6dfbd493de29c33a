import { describe, expect, it } from '@jest/globals';
import { newEvent } from '../../lib/environment/events.ts';
import { LeaseLost } from '../../lib/provisioning/errors.ts';
import {
  amend,
  born,
  claimed,
  dueIds,
  ends,
  goes,
  key,
  later,
  lease,
  NOW,
  store,
  useStores,
} from './records.ts';

useStores();

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

  it('has another ETag unless nobody sees a change by it', async () => {
    await store.create(born('one'));
    const claim = await claimed('one');
    await lease.finish(claim, { ...ends(claim), visible: false });
    expect(await store.get(key('one'))).toMatchObject({
      version: claim.version,
      updatedAt: claim.updatedAt,
      status: 'READY',
    });
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
