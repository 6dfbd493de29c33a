import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from '../../../lib/bus.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { byId, type EnvironmentEvent } from '../../../lib/environment/events.ts';
import { logger } from '../../../lib/logger.ts';
import { converge } from '../../../lib/operations/converge.ts';
import { LeaseLost } from '../../../lib/provisioning/errors.ts';
import type { EventStore } from '../../../lib/store/events.ts';
import type { LeaseStore } from '../../../lib/store/lease.ts';
import { deployment, newborn, spec } from '../environment/sample.ts';
import { type Cloud, fails, newCloud } from '../provisioning/cloud.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const KEY = { tenant: 't', id: 'pr-123' };
const keyless = spec({ encryption: { algorithm: 'AES256' } });
const kept = { ...keyless, deletionProtection: true };
const NODES = ['initialBucket', 'finalBucket', 'role', 'instanceProfile'];

let record: EnvironmentRecord;
let now: Date;
let cloud: Cloud;
let messages: [id: string, delaySeconds: number | undefined][];
let held: boolean;
let driftCheck: 'off' | 'report' | 'repair';
/** The due time that each release left. */
let released: (string | undefined)[];
/** What happens between the last step of a run and its end. */
let beforeEnd: () => void;

type Change = Partial<EnvironmentRecord>;

/** What is saved of a run: the fields that a superseded one leaves as they are, and the others. */
function save(claim: EnvironmentRecord, always: Change, current: Change) {
  if (record.leaseEpoch !== claim.leaseEpoch) throw new LeaseLost('over');
  const superseded = record.generation !== claim.generation;
  record = { ...record, ...always, ...(!superseded && current) };
  return { superseded };
}

const lease: LeaseStore = {
  async claim() {
    if (held) return undefined;
    record = { ...record, leaseEpoch: record.leaseEpoch + 1 };
    return record;
  },
  checkpoint: async (claim, { status, resources }) => save(claim, { resources }, { status }),
  async finish(claim, { conclusion: { againInSeconds: _, ...facts }, resources, news, published }) {
    beforeEnd();
    const outbox = without(published);
    return save(
      claim,
      { ...(resources && { resources }), outbox },
      { ...facts, outbox: { ...outbox, ...byId(news) } },
    );
  },
  async release(claim, { published, dueAt }) {
    released.push(dueAt);
    return save(claim, { outbox: without(published) }, {});
  },
  async expire(claim) {
    save(claim, {}, { desired: 'absent', status: 'DELETING', generation: claim.generation + 1 });
    return record;
  },
};

const without = (ids: readonly string[]) =>
  Object.fromEntries(Object.entries(record.outbox).filter(([id]) => !ids.includes(id)));

/** What was kept, and what was announced; each can be out of reach. */
const news = {
  kept: [] as EnvironmentEvent[],
  announced: [] as string[],
  away: false,
};
const events: EventStore = {
  async put(_key, list) {
    if (news.away) throw new Error('DynamoDB is away');
    news.kept.push(...list);
  },
  list: () => Promise.reject(new Error('not a step of a run')),
};
const bus: Bus = {
  async announce(_key, list) {
    if (news.away) throw new Error('EventBridge is away');
    news.announced.push(...list.map(({ type }) => type));
  },
};

const TYPES = ['s3-bucket', 'iam-role', 'iam-instance-profile'];
const ASPECTS = ['tags', 'publicAccess', 'ownership', 'encryption', 'versioning', 'lifecycle', 'policy'];
const IAM_ASPECTS = ['trust', 'boundary', 'maxSessionSeconds', 'inlinePolicies', 'attachedPolicies', 'roles'];

const queue = {
  send: async ({ id }: { id: string }, delaySeconds?: number) => void messages.push([id, delaySeconds]),
  sendAll: async () => undefined,
};

function run(signal = new AbortController().signal) {
  const handlers = Object.fromEntries(TYPES.map((type) => [type, cloud.handler]));
  const outside = { queue, events, bus, now: () => now, random: () => 0, visibleAfterSeconds: 300 };
  const settings = { driftCheck, driftCheckSeconds: 86_400, handlers: () => handlers };
  return converge({ lease, deployment, ...settings, ...outside }, KEY, { end: NOW, signal });
}

const bug = () => {
  throw new TypeError('x is undefined');
};

beforeAll(() => logger.setLogLevel('SILENT'));

beforeEach(() => {
  record = newborn(NOW, { spec: keyless });
  cloud = newCloud({ order: [[...ASPECTS, ...IAM_ASPECTS]] });
  messages = [];
  held = false;
  now = NOW;
  driftCheck = 'off';
  released = [];
  Object.assign(news, { kept: [], announced: [], away: false });
  beforeEnd = () => undefined;
});

describe('a run on a record', () => {
  it('that another worker has, or that is not due, changes nothing', async () => {
    held = true;
    const before = record;
    expect(await run()).toBeUndefined();
    expect([record, cloud.things.size, messages]).toEqual([before, 0, []]);
  });

  it('makes everything; no further one follows', async () => {
    expect(await run()).toMatchObject({ superseded: false, conclusion: { status: 'READY' } });
    expect(record).toMatchObject({ status: 'READY', observedGeneration: 1, attempts: 0 });
    expect([...cloud.things.keys()].sort()).toEqual([...NODES].sort());
    expect(messages).toEqual([]);
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
    record = { ...record, ...changes };
    await run();
    expect(record.status).toBe(status);
    expect(cloud.things.size).toBe(left);
  });
});

describe('a run that', () => {
  it('is superseded takes no further step, saves what it made, and sends for another at once', async () => {
    cloud.instead['create role'] = () => {
      record = { ...record, generation: 2, desired: 'absent', status: 'DELETING' };
    };
    expect(await run()).toMatchObject({ superseded: true });
    expect(record).toMatchObject({ status: 'DELETING', observedGeneration: 0 });
    expect(record.resources.role?.physicalId).toBe('role');
    expect(cloud.log.filter((step) => step.startsWith('write role'))).toEqual([]);
    expect(messages).toEqual([['pr-123', 0]]);
  });

  it('is superseded when all was done sends for another at once', async () => {
    beforeEnd = () => {
      record = { ...record, generation: 2, desired: 'absent', status: 'DELETING' };
    };
    expect(await run()).toMatchObject({ superseded: true });
    expect([record.status, messages]).toEqual(['DELETING', [['pr-123', 0]]]);
  });

  it('has no time left makes nothing and sends for another at once, without counting', async () => {
    await run(AbortSignal.abort());
    expect(cloud.things.size).toBe(0);
    expect(record).toMatchObject({ status: 'PROVISIONING', attempts: 0, dueAt: NOW.toISOString() });
    expect(messages).toEqual([['pr-123', 0]]);
  });

  it('fails in a way that can pass sends for another after the delay', async () => {
    cloud.instead['create role'] = fails();
    record = { ...record, attempts: 2 };
    await run();
    expect(record).toMatchObject({ attempts: 3, statusReason: 'aws-error: Cloud Step: it failed' });
    expect(messages).toEqual([['pr-123', 2]]);
    expect(cloud.things.has('initialBucket')).toBe(true);
  });

  it.each([
    ['meets a bug', 0, { status: 'PROVISIONING', attempts: 1, dueAt: '2030-01-01T00:00:00.500Z' }, [0.5]],
    ['meets a bug for the last time', 11, { status: 'FAILED', attempts: 12 }, []],
  ])(
    '%s saves it as a failed attempt, keeps what was made, and throws it',
    async (_, attempts, saved, delays) => {
      cloud.instead['create role'] = bug;
      record = { ...record, attempts };
      await expect(run()).rejects.toThrow(TypeError);
      expect(record).toMatchObject(saved);
      expect(record.statusReason).toMatch(/^internal-error: (?!.*undefined)/);
      expect(record.resources.initialBucket?.physicalId).toBe('initialBucket');
      expect(messages.map(([, delay]) => delay)).toEqual(delays);
    },
  );

  it('loses its lease throws that, and nothing more is saved or sent', async () => {
    let taken: EnvironmentRecord | undefined;
    cloud.instead['create role'] = () => {
      taken = record = { ...record, leaseEpoch: 9 };
    };
    await expect(run()).rejects.toThrow(LeaseLost);
    expect(record).toBe(taken);
    expect(messages).toEqual([]);
  });
});

describe('what a run has to tell', () => {
  const types = () => news.kept.map(({ type }) => type);
  const settled = { status: 'READY', observedGeneration: 1 } as const;

  it('is kept, announced, and out of the outbox when the lease is given back', async () => {
    await run();
    expect(types().sort()).toEqual(['environment.provisioning', 'environment.ready', 'request.accepted']);
    expect(news.announced).toEqual(['environment.ready']);
    expect(record.outbox).toEqual({});
    expect(released).toEqual(['2030-01-02T00:00:00.000Z']);
  });

  it('stays in the outbox when it could not be told, and is due again in a minute', async () => {
    news.away = true;
    await run();
    expect(record.status).toBe('READY');
    expect(Object.values(record.outbox).map(({ type }) => type)).toEqual([
      'request.accepted',
      'environment.ready',
    ]);
    expect(released).toEqual(['2030-01-01T00:01:00.000Z']);

    news.away = false;
    cloud.log.length = 0;
    await run();
    expect(types().sort()).toEqual(['environment.ready', 'request.accepted']);
    expect([record.outbox, record.status, cloud.log]).toEqual([{}, 'READY', []]);
    expect(record.dueAt).toBe('2030-01-02T00:00:00.000Z');
  });

  it('is the end of an environment, an hour before and once', async () => {
    const expiresAt = '2030-01-01T02:00:00.000Z';
    record = { ...record, expiresAt };
    await run();
    expect([news.announced, record.dueAt]).toEqual([['environment.ready'], '2030-01-01T01:00:00.000Z']);
    now = new Date('2030-01-01T01:00:00.000Z');
    await run();
    await run();
    expect(news.announced).toEqual(['environment.ready', 'environment.expiring']);
    expect([record.expiryTold, record.dueAt]).toEqual([expiresAt, expiresAt]);
  });

  it('is failure, with the reason', async () => {
    cloud.instead['create role'] = fails({ retryable: false });
    await run();
    expect(news.kept.find(({ type }) => type === 'environment.failed')).toMatchObject({
      message: 'aws-error: Cloud Step: it failed',
      data: { status: 'FAILED', previousStatus: 'PENDING' },
    });
  });

  describe('of drift', () => {
    beforeEach(async () => {
      await run();
      record = { ...record, ...settled, driftDueAt: NOW.toISOString() };
      cloud.things.delete('instanceProfile');
      news.announced = [];
      cloud.log.length = 0;
    });

    it('is nothing when nobody looks; the next look is due', async () => {
      await run();
      expect([record.drift, cloud.log, news.announced]).toEqual([undefined, [], []]);
      expect(record.driftDueAt).toBe('2030-01-02T00:00:00.000Z');
    });

    it('is told once, and left as it is, where it is only to be reported', async () => {
      driftCheck = 'report';
      await run();
      expect(record).toMatchObject({
        status: 'READY',
        drift: { differences: [{ logicalId: 'instanceProfile', aspect: 'existence' }] },
      });
      record = { ...record, driftDueAt: NOW.toISOString() };
      await run();
      expect(news.announced).toEqual(['environment.drifted']);
      expect(cloud.things.has('instanceProfile')).toBe(false);
    });

    it('is looked for again next time when the look meets a bug, which is thrown', async () => {
      driftCheck = 'repair';
      cloud.instead['find finalBucket'] = bug;
      await expect(run()).rejects.toThrow(TypeError);
      expect(record).toMatchObject({ status: 'READY', driftDueAt: '2030-01-02T00:00:00.000Z' });
    });

    it('is told, repaired by the next run, and told as repaired', async () => {
      driftCheck = 'repair';
      await run();
      expect(record.status).toBe('UPDATING');
      expect(messages).toEqual([['pr-123', 0]]);
      await run();
      expect(record).toMatchObject({ status: 'READY', drift: { repairedAt: NOW.toISOString() } });
      expect(news.announced).toEqual(['environment.drifted', 'environment.ready']);
      expect(cloud.things.has('instanceProfile')).toBe(true);
    });
  });
});
