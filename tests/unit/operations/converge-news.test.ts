import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { logger } from '../../../lib/logger.ts';
import { fails } from '../provisioning/cloud.ts';
import { bench, bug, clear, NOW, run } from './workbench.ts';

beforeAll(() => logger.setLogLevel('SILENT'));
beforeEach(clear);

describe('what a run has to tell', () => {
  const types = () => bench.news.kept.map(({ type }) => type);
  const settled = { status: 'READY', observedGeneration: 1 } as const;

  it('is kept, announced, and out of the outbox when the lease is given back', async () => {
    await run();
    expect(types().sort()).toEqual(['environment.provisioning', 'environment.ready', 'request.accepted']);
    expect(bench.news.announced).toEqual(['environment.ready']);
    expect(bench.record.outbox).toEqual({});
    expect(bench.released).toEqual(['2030-01-02T00:00:00.000Z']);
  });

  it('stays in the outbox when it could not be told, and is due again in a minute', async () => {
    bench.news.away = true;
    await run();
    expect(bench.record.status).toBe('READY');
    expect(Object.values(bench.record.outbox).map(({ type }) => type)).toEqual([
      'request.accepted',
      'environment.ready',
    ]);
    expect(bench.released).toEqual(['2030-01-01T00:01:00.000Z']);

    bench.news.away = false;
    bench.cloud.log.length = 0;
    await run();
    expect(types().sort()).toEqual(['environment.ready', 'request.accepted']);
    expect([bench.record.outbox, bench.record.status, bench.cloud.log]).toEqual([{}, 'READY', []]);
    expect(bench.record.dueAt).toBe('2030-01-02T00:00:00.000Z');
  });

  it('is the end of an environment, an hour before and once', async () => {
    const expiresAt = '2030-01-01T02:00:00.000Z';
    bench.record = { ...bench.record, expiresAt };
    await run();
    expect([bench.news.announced, bench.record.dueAt]).toEqual([
      ['environment.ready'],
      '2030-01-01T01:00:00.000Z',
    ]);
    bench.now = new Date('2030-01-01T01:00:00.000Z');
    await run();
    await run();
    expect(bench.news.announced).toEqual(['environment.ready', 'environment.expiring']);
    expect([bench.record.expiryTold, bench.record.dueAt]).toEqual([expiresAt, expiresAt]);
  });

  it('is failure, with the reason', async () => {
    bench.cloud.instead['create role'] = fails({ retryable: false });
    await run();
    expect(bench.news.kept.find(({ type }) => type === 'environment.failed')).toMatchObject({
      message: 'aws-error: Cloud Step: it failed',
      data: { status: 'FAILED', previousStatus: 'PENDING' },
    });
  });

  describe('of drift', () => {
    beforeEach(async () => {
      await run();
      bench.record = { ...bench.record, ...settled, driftDueAt: NOW.toISOString() };
      bench.cloud.things.delete('instanceProfile');
      bench.news.announced = [];
      bench.cloud.log.length = 0;
    });

    it('is nothing when nobody looks; the next look is due', async () => {
      await run();
      expect([bench.record.drift, bench.cloud.log, bench.news.announced]).toEqual([undefined, [], []]);
      expect(bench.record.driftDueAt).toBe('2030-01-02T00:00:00.000Z');
    });

    it('is told once, and left as it is, where it is only to be reported', async () => {
      bench.driftCheck = 'report';
      await run();
      expect(bench.record).toMatchObject({
        status: 'READY',
        drift: { differences: [{ logicalId: 'instanceProfile', aspect: 'existence' }] },
      });
      bench.record = { ...bench.record, driftDueAt: NOW.toISOString() };
      await run();
      expect(bench.news.announced).toEqual(['environment.drifted']);
      expect(bench.cloud.things.has('instanceProfile')).toBe(false);
    });

    it('is looked for again next time when the look meets a bug, which is told', async () => {
      bench.driftCheck = 'repair';
      bench.cloud.instead['find finalBucket'] = bug;
      expect(await run()).toMatchObject({ crash: new TypeError('x is undefined') });
      expect(bench.buried).toEqual([]);
      expect(bench.record).toMatchObject({ status: 'READY', driftDueAt: '2030-01-02T00:00:00.000Z' });
    });

    it('is told, repaired by the next run, and told as repaired', async () => {
      bench.driftCheck = 'repair';
      await run();
      expect(bench.record.status).toBe('UPDATING');
      expect(bench.messages).toEqual([['pr-123', 0]]);
      await run();
      expect(bench.record).toMatchObject({ status: 'READY', drift: { repairedAt: NOW.toISOString() } });
      expect(bench.news.announced).toEqual(['environment.drifted', 'environment.ready']);
      expect(bench.cloud.things.has('instanceProfile')).toBe(true);
    });
  });
});
