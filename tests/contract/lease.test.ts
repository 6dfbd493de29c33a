import { describe, expect, it } from '@jest/globals';
import { newEvent } from '../../lib/environment/events.ts';
import { runsThatDied } from '../../lib/environment/record.ts';
import { LeaseLost } from '../../lib/provisioning/errors.ts';
import { documentClient } from '../../lib/store/client.ts';
import { leaseStore } from '../../lib/store/lease.ts';
import { update } from '../../lib/store/update.ts';
import { standAround } from '../support/stand-around.ts';
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
  tableName,
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

  it('goes to whose write the SDK repeated after a lost answer, and to nobody else', async () => {
    await store.create(born('one'));
    const losing = documentClient();
    let requests = 0;
    standAround(losing, 'deserialize', async (_call, send) => {
      requests += 1;
      const answer = await send();
      // A failure that the SDK repeats.
      if (requests === 1) throw Object.assign(new Error('reset'), { name: 'TimeoutError' });
      return answer;
    });
    const claim = await leaseStore(losing, tableName()).claim(key('one'), NOW, later(60));
    expect(claim).toMatchObject({ id: 'one', leaseEpoch: 1 });
    expect(requests).toBe(2);
    expect(await lease.claim(key('one'), NOW, later(60))).toBeUndefined();
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

describe('runs that die', () => {
  it('are counted until one comes to its end', async () => {
    await store.create(born('one'));
    await claimed('one');
    await claimed('one', later(61));
    const third = await claimed('one', later(122));
    expect(runsThatDied(third)).toBe(2);
    await lease.finish(third, { ...ends(third), news: [newEvent('environment.ready', third, NOW, 'ready')] });
    await lease.release(third, { dueAt: later(200).toISOString(), published: [] });
    expect(runsThatDied(await claimed('one', later(200)))).toBe(0);
  });

  it('are forgotten when something is asked for', async () => {
    await store.create(born('one'));
    await claimed('one');
    const second = await claimed('one', later(61));
    expect(runsThatDied(second)).toBe(1);
    await amend(second);
    expect(runsThatDied(await claimed('one', later(122)))).toBe(0);
  });
});

describe('a record that nobody can read', () => {
  const damage = (set: Record<string, unknown>) =>
    update(documentClient(), tableName(), {
      key: key('one'),
      set: { ...set, damaged: true },
      increment: [],
      when: { there: 'attribute_exists(#id)' },
      values: {},
    });

  it.each([
    ['has another schema version', { schemaVersion: 2 }, /schema version 2/],
    ['lacks a field', { conditions: undefined }, /missing or damaged: conditions/],
    [
      'has a field of another type',
      { resources: null, attempts: 'none' },
      /missing or damaged: resources, attempts/,
    ],
  ])('because it %s fails each of its messages, and is due an hour later', async (_, set, why) => {
    await store.create(born('one'));
    await damage(set);
    await expect(lease.claim(key('one'), NOW, later(60))).rejects.toThrow(why);
    expect(await dueIds(later(3599))).toEqual([]);
    expect(await dueIds(later(3600))).toEqual(['one']);
    await expect(lease.claim(key('one'), later(60), later(120))).rejects.toThrow(why);
  });

  it('is taken up again by a version that can, which counts no run as died for it', async () => {
    await store.create(born('one'));
    await damage({ schemaVersion: 2 });
    for (const seconds of [0, 3600, 7200]) {
      await expect(lease.claim(key('one'), later(seconds), later(seconds + 60))).rejects.toThrow();
    }
    await damage({ schemaVersion: 1 });
    const claimed = await lease.claim(key('one'), later(10_800), later(10_860));
    expect(claimed && runsThatDied(claimed)).toBe(0);
  });
});
