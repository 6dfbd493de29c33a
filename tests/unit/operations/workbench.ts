import type { Bus } from '../../../lib/bus.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { byId, type EnvironmentEvent } from '../../../lib/environment/events.ts';
import { converge } from '../../../lib/operations/converge.ts';
import { LeaseLost } from '../../../lib/provisioning/errors.ts';
import type { EventStore } from '../../../lib/store/events.ts';
import type { LeaseStore } from '../../../lib/store/lease.ts';
import type { Quota } from '../../../lib/store/quota.ts';
import { deployment, newborn, spec } from '../environment/sample.ts';
import { type Cloud, newCloud } from '../provisioning/cloud.ts';

export const NOW = new Date('2030-01-01T00:00:00Z');
const KEY = { tenant: 't', id: 'pr-123' };
export const keyless = spec({ encryption: { algorithm: 'AES256' } });

const TYPES = ['s3-bucket', 'iam-role', 'iam-instance-profile'];
const ASPECTS = ['tags', 'publicAccess', 'ownership', 'encryption', 'versioning', 'lifecycle', 'policy'];
const IAM_ASPECTS = ['trust', 'boundary', 'maxSessionSeconds', 'inlinePolicies', 'attachedPolicies', 'roles'];

/** One record, a cloud in memory, and all that a run on it does beside that. */
interface Bench {
  record: EnvironmentRecord;
  now: Date;
  cloud: Cloud;
  messages: [id: string, delaySeconds: number | undefined][];
  /** What was put into the dead-letter queue. */
  buried: string[];
  /** Another worker has the record. */
  held: boolean;
  driftCheck: 'off' | 'report' | 'repair';
  takesOver: boolean;
  /** The due time that each release left. */
  released: (string | undefined)[];
  /** What was kept, and what was announced; both can be out of reach. */
  news: { kept: EnvironmentEvent[]; announced: string[]; away: boolean };
  /** Whether the environment has a place in its tenant's quota. */
  hasPlace: boolean;
  /** What happens between the last step of a run and its end. */
  beforeEnd: () => void;
}

const fresh = (): Bench => ({
  record: newborn(NOW, { spec: keyless }),
  now: NOW,
  cloud: newCloud({ order: [[...ASPECTS, ...IAM_ASPECTS]] }),
  messages: [],
  buried: [],
  held: false,
  driftCheck: 'off',
  takesOver: true,
  released: [],
  news: { kept: [], announced: [], away: false },
  hasPlace: true,
  beforeEnd: () => undefined,
});

export const bench: Bench = fresh();

/** As it is before the first run. */
export const clear = (): void => {
  Object.assign(bench, fresh());
};

type Change = Partial<EnvironmentRecord>;

/** What is saved of a run: the fields that a superseded one leaves as they are, and the others. */
function save(claim: EnvironmentRecord, always: Change, current: Change) {
  if (bench.record.leaseEpoch !== claim.leaseEpoch) throw new LeaseLost('over');
  const superseded = bench.record.generation !== claim.generation;
  bench.record = { ...bench.record, ...always, ...(!superseded && current) };
  return { superseded };
}

const without = (ids: readonly string[]) =>
  Object.fromEntries(Object.entries(bench.record.outbox).filter(([id]) => !ids.includes(id)));

const lease: LeaseStore = {
  async claim() {
    if (bench.held) return undefined;
    bench.record = { ...bench.record, leaseEpoch: bench.record.leaseEpoch + 1 };
    return bench.record;
  },
  checkpoint: async (claim, { status, resources }) => save(claim, { resources }, { status }),
  async finish(claim, { conclusion: { againInSeconds: _, ...facts }, resources, news, published }) {
    bench.beforeEnd();
    const outbox = without(published);
    return save(
      claim,
      { ...(resources && { resources }), outbox, concludedEpoch: claim.leaseEpoch },
      { ...facts, outbox: { ...outbox, ...byId(news) } },
    );
  },
  async release(claim, { published, dueAt }) {
    bench.released.push(dueAt);
    return save(claim, { outbox: without(published) }, {});
  },
  async expire(claim) {
    save(claim, {}, { desired: 'absent', status: 'DELETING', generation: claim.generation + 1 });
    return bench.record;
  },
};

const events: EventStore = {
  async put(_key, list) {
    if (bench.news.away) throw new Error('DynamoDB is away');
    bench.news.kept.push(...list);
  },
  list: () => Promise.reject(new Error('not a step of a run')),
};

const bus: Bus = {
  async announce(_key, list) {
    if (bench.news.away) throw new Error('EventBridge is away');
    bench.news.announced.push(...list.map(({ type }) => type));
  },
};

const queue = {
  send: async ({ id }: { id: string }, delaySeconds?: number) => void bench.messages.push([id, delaySeconds]),
  sendAll: async () => undefined,
  waiting: async () => 0,
};

const quota: Quota = {
  limit: 1,
  async take() {
    bench.hasPlace = true;
    return 'taken';
  },
  hasRoom: async () => !bench.hasPlace,
  async give() {
    bench.hasPlace = false;
  },
};

const later = (seconds: number) => new Date(bench.now.getTime() + seconds * 1000);

/** One run of a worker. */
export function run(signal = new AbortController().signal) {
  const { driftCheck, cloud } = bench;
  const handlers = Object.fromEntries(TYPES.map((type) => [type, cloud.handler]));
  const outside = {
    queue,
    deadLetters: { bury: async (_key: object, cause: string) => void bench.buried.push(cause) },
    quota,
    events,
    bus,
    now: () => bench.now,
    takesOver: bench.takesOver,
    random: () => 0,
    visibleAfterSeconds: 300,
  };
  const settings = { driftCheck, driftCheckSeconds: 86_400, handlers: () => handlers };
  return converge({ lease, deployment, ...settings, ...outside }, KEY, {
    end: later(60),
    stop: later(44),
    signal,
  });
}

export const bug = () => {
  throw new TypeError('x is undefined');
};
