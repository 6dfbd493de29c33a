import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { logger } from '../../../lib/logger.ts';
import { LeaseLost } from '../../../lib/provisioning/errors.ts';
import { fails } from '../provisioning/cloud.ts';
import { bench, bug, clear, keyless, NOW, run } from './workbench.ts';

const kept = { ...keyless, deletionProtection: true };
const NODES = ['initialBucket', 'finalBucket', 'role', 'instanceProfile'];

beforeAll(() => logger.setLogLevel('SILENT'));
beforeEach(clear);

describe('a run on a record', () => {
  it('that another worker has, or that is not due, changes nothing', async () => {
    bench.held = true;
    const before = bench.record;
    expect(await run()).toBeUndefined();
    expect([bench.record, bench.cloud.things.size, bench.messages]).toEqual([before, 0, []]);
  });

  it('makes everything; no further one follows', async () => {
    expect(await run()).toMatchObject({ superseded: false, conclusion: { status: 'READY' } });
    expect(bench.record).toMatchObject({ status: 'READY', observedGeneration: 1, attempts: 0 });
    expect([...bench.cloud.things.keys()].sort()).toEqual([...NODES].sort());
    expect(bench.messages).toEqual([]);
  });

  it.each([
    ['that has expired', { expiresAt: NOW.toISOString() }, 'DELETED', 0],
    [
      'that has expired but is protected',
      { spec: kept, expiresAt: NOW.toISOString() },
      'READY',
      NODES.length,
    ],
    ['that expires in a second', { expiresAt: '2030-01-01T00:00:01Z' }, 'READY', NODES.length],
    ['that was asked to go', { desired: 'absent' as const, status: 'DELETING' as const }, 'DELETED', 0],
  ])('%s ends as it should', async (_, changes, status, left) => {
    await run();
    bench.record = { ...bench.record, ...changes };
    await run();
    expect(bench.record.status).toBe(status);
    expect(bench.cloud.things.size).toBe(left);
  });
});

describe('where nothing is taken over', () => {
  const foreign = {
    type: 's3-bucket',
    physicalId: 'payroll',
    arn: 'arn:payroll',
    adopted: 'pending',
  } as const;
  beforeEach(() => {
    bench.takesOver = false;
    bench.cloud.things.set('initialBucket', { owner: 'ours', aspects: {} });
    bench.record = { ...bench.record, resources: { initialBucket: { ...foreign, status: 'PENDING' } } };
  });

  it('nothing is touched, whoever wrote into the record that it is to be', async () => {
    expect(await run()).toMatchObject({ conclusion: { status: 'FAILED' } });
    expect(bench.record.statusReason).toContain('takes nothing over any more');
    expect([bench.cloud.log, bench.messages]).toEqual([[], []]);
  });

  it.each([0, 1])(
    'a deletion leaves it, whatever has been applied before (%i)',
    async (observedGeneration) => {
      const deletion = { desired: 'absent', status: 'DELETING', force: true } as const;
      bench.record = { ...bench.record, ...deletion, observedGeneration };
      expect(await run()).toMatchObject({ conclusion: { status: 'DELETED' } });
      expect([...bench.cloud.things.keys()]).toEqual(['initialBucket']);
    },
  );
});

describe('a run that', () => {
  it('is superseded takes no further step, saves what it made, and sends for another at once', async () => {
    // Asked for before, it is looked for before it is asked for again: that note shows what has changed.
    bench.record.resources = { role: { type: 'iam-role', status: 'FAILED', intendedAt: NOW.toISOString() } };
    bench.cloud.takes = { 'find role': 20 };
    bench.cloud.instead['find role'] = () => {
      bench.record = { ...bench.record, generation: 2, desired: 'absent', status: 'DELETING' };
    };
    expect(await run()).toMatchObject({ superseded: true });
    expect(bench.record).toMatchObject({ status: 'DELETING', observedGeneration: 0 });
    expect(bench.record.resources.initialBucket?.physicalId).toBe('initialBucket');
    expect(bench.cloud.log).not.toContain('create role');
    expect(bench.messages).toEqual([['pr-123', 0]]);
  });

  it('is superseded when all was done sends for another at once', async () => {
    bench.beforeEnd = () => {
      bench.record = { ...bench.record, generation: 2, desired: 'absent', status: 'DELETING' };
    };
    expect(await run()).toMatchObject({ superseded: true });
    expect([bench.record.status, bench.messages]).toEqual(['DELETING', [['pr-123', 0]]]);
  });

  it('deletes has on record what is gone before it removes the next: it may end there', async () => {
    await run();
    bench.record = { ...bench.record, desired: 'absent', status: 'DELETING' };
    let profile: unknown;
    bench.cloud.instead['remove role'] = () => {
      profile = bench.record.resources.instanceProfile;
    };
    await run();
    expect(profile).toMatchObject({ status: 'DELETED', deletedAt: NOW.toISOString() });
  });

  it('deletes gives the place in the quota back', async () => {
    bench.record = { ...bench.record, desired: 'absent', status: 'DELETING' };
    await run();
    expect([bench.record.status, bench.hasPlace]).toEqual(['DELETED', false]);
  });

  it('deletes what is taken back at the last moment keeps the place in the quota', async () => {
    bench.record = { ...bench.record, desired: 'absent', status: 'DELETING' };
    bench.beforeEnd = () => {
      bench.record = { ...bench.record, generation: 2, desired: 'present', status: 'PROVISIONING' };
    };
    expect(await run()).toMatchObject({ superseded: true });
    expect([bench.record.status, bench.hasPlace]).toEqual(['PROVISIONING', true]);
    await run();
    expect(bench.record.status).toBe('READY');
  });

  it('has no time left makes nothing and sends for another at once, without counting', async () => {
    await run(AbortSignal.abort());
    expect(bench.cloud.things.size).toBe(0);
    expect(bench.record).toMatchObject({ status: 'PROVISIONING', attempts: 0, dueAt: NOW.toISOString() });
    expect(bench.messages).toEqual([['pr-123', 0]]);
  });

  it('fails in a way that can pass sends for another after the delay', async () => {
    bench.cloud.instead['create role'] = fails();
    bench.record = { ...bench.record, attempts: 2 };
    await run();
    expect(bench.record).toMatchObject({ attempts: 3, statusReason: 'aws-error: Cloud Step: it failed' });
    expect(bench.messages).toEqual([['pr-123', 2]]);
    expect(bench.cloud.things.has('initialBucket')).toBe(true);
  });

  it.each([
    ['meets a bug', 0, { status: 'PROVISIONING', attempts: 1, dueAt: '2030-01-01T00:00:00.500Z' }, [0.5], []],
    ['meets a bug for the last time', 11, { status: 'FAILED', attempts: 12 }, [], [/^internal-error: /]],
  ])(
    '%s tells it, saves it as a failed attempt, and keeps what was made',
    async (_, attempts, saved, delays, buried) => {
      bench.cloud.instead['create role'] = bug;
      bench.record = { ...bench.record, attempts };
      expect(await run()).toMatchObject({ crash: new TypeError('x is undefined') });
      expect(bench.record).toMatchObject(saved);
      expect(bench.record.statusReason).toMatch(/^internal-error: (?!.*undefined)/);
      expect(bench.record.resources.initialBucket?.physicalId).toBe('initialBucket');
      expect(bench.messages.map(([, delay]) => delay)).toEqual(delays);
      expect(bench.buried).toEqual(buried.map((cause) => expect.stringMatching(cause)));
    },
  );

  it('is one more after twelve that died is not begun: it is given up, with the cause', async () => {
    bench.record = { ...bench.record, leaseEpoch: 15, concludedEpoch: 3 };
    expect(await run()).toMatchObject({ crash: expect.any(Error) });
    expect(bench.record).toMatchObject({ status: 'FAILED', concludedEpoch: 16 });
    expect(bench.record.statusReason).toMatch(/^worker-died: The worker ended 12 times in a row/);
    expect([bench.cloud.log, bench.messages]).toEqual([[], []]);
    expect(bench.buried).toEqual([bench.record.statusReason]);
  });

  it('comes after eleven that died makes everything', async () => {
    bench.record = { ...bench.record, leaseEpoch: 14, concludedEpoch: 3 };
    await run();
    expect(bench.record).toMatchObject({ status: 'READY', concludedEpoch: 15 });
    expect(bench.buried).toEqual([]);
  });

  it('comes after twelve that died, on what is READY, leaves it READY and does not look at it', async () => {
    await run();
    bench.driftCheck = 'report';
    bench.now = new Date(NOW.getTime() + 86_400_000);
    bench.record = { ...bench.record, leaseEpoch: 15, concludedEpoch: 3 };
    bench.cloud.log.length = 0;
    await run();
    expect([bench.record.status, bench.cloud.log, bench.buried]).toEqual(['READY', [], []]);
  });

  it('is over writes nothing later of what it only told', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'setImmediate', 'nextTick', 'performance', 'queueMicrotask'] });
    try {
      await run();
      const ended = bench.record;
      jest.advanceTimersByTime(10_000);
      await new Promise(setImmediate);
      expect(bench.record).toBe(ended);
    } finally {
      jest.useRealTimers();
    }
  });

  it('loses its lease throws that, and nothing more is saved or sent', async () => {
    let taken: EnvironmentRecord | undefined;
    bench.cloud.instead['create role'] = () => {
      taken = bench.record = { ...bench.record, leaseEpoch: 9 };
    };
    await expect(run()).rejects.toThrow(LeaseLost);
    expect(bench.record).toBe(taken);
    expect(bench.messages).toEqual([]);
  });
});
