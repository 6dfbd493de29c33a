import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey, EnvironmentRecord, Status } from '../environment/environment.ts';
import { accepted, type EnvironmentEvent } from '../environment/events.ts';
import { newUid } from '../environment/random.ts';
import { type Conclusion, conditionsOnRequest } from '../environment/status.ts';
import { LeaseLost } from '../provisioning/errors.ts';
import { DUE_PARTITION, fromItem, purgeTime } from './item.ts';
import { update } from './update.ts';

/** Milliseconds that the clocks of two machines may differ without a message coming "too early". */
const CLOCK_SKEW = 1000;

/** Milliseconds after which a record that can't be read is due again. */
const UNREADABLE_AGAIN_AFTER = 60 * 60 * 1000;

const FREE = { leaseUntil: undefined, leaseHolder: undefined };

type Resources = EnvironmentRecord['resources'];

/** What a worker that holds the lease may do. Every write carries the claim's epoch: a lost lease can't write. */
export interface LeaseStore {
  /**
   * Takes the lease of a record that is due and that nobody holds.
   *
   * @returns undefined when it is not due, or held: whoever holds it, or the sweeper, sees to it
   * @throws UnreadableRecord, also when it is not due: its message fails until somebody looks
   */
  claim(key: EnvironmentKey, now: Date, until: Date): Promise<EnvironmentRecord | undefined>;
  /** Saves progress. @throws LeaseLost */
  checkpoint(claim: EnvironmentRecord, progress: Progress): Promise<Saved>;
  /**
   * Saves how the run came out. What it has to tell goes into the outbox by the same write; then the lease is
   * kept until `release`, so that nobody else publishes it at the same time. @throws LeaseLost
   */
  finish(claim: EnvironmentRecord, end: End): Promise<Saved>;
  /** Takes what was published out of the outbox and gives the lease back. @throws LeaseLost */
  release(claim: EnvironmentRecord, end: Release): Promise<Saved>;
  /** Makes absence the desired state of an expired environment. @throws LeaseLost */
  expire(claim: EnvironmentRecord, now: Date): Promise<EnvironmentRecord>;
}

interface Progress {
  status: Status;
  resources: Resources;
  now: Date;
}

interface End {
  conclusion: Conclusion;
  /** Absent: they are as the record has them, whatever became of it meanwhile. */
  resources?: Resources;
  now: Date;
  /** To be published. */
  news: readonly EnvironmentEvent[];
  /** Ids of what was published from the outbox. */
  published: readonly string[];
  /** Whether callers see a change by it: then it has another ETag. */
  visible: boolean;
}

interface Release {
  dueAt: string | undefined;
  published: readonly string[];
}

interface Saved {
  /** The desired state changed since the claim: only what is true of any desired state was saved. */
  superseded: boolean;
}

/** Who asks for the end of what has expired. */
const THE_CLOCK = 'groundwork (its time was over)';

interface Write {
  /** What is true of any desired state. */
  always: Record<string, unknown>;
  /** What is true only of the desired state that was claimed. */
  unlessSuperseded: Record<string, unknown>;
  ifSuperseded?: Record<string, unknown>;
  /** Whether callers see a change by it. */
  visible: boolean;
  returning?: 'item';
}

/** The worker's side of the record table. */
export function leaseStore(client: DynamoDBDocumentClient, table: string): LeaseStore {
  const save = async (
    claim: EnvironmentRecord,
    { always, unlessSuperseded, ifSuperseded = {}, visible, returning }: Write,
  ): Promise<Saved & { item: Record<string, unknown> }> => {
    const change = {
      key: claim,
      increment: visible ? ['version'] : [],
      ...(returning && { returning }),
    };
    const epoch = { sameLife: '#uid = :uid', sameEpoch: '#leaseEpoch = :epoch' };
    const values = { ':uid': claim.uid, ':epoch': claim.leaseEpoch };
    const current = await update(client, table, {
      ...change,
      set: { ...always, ...unlessSuperseded },
      when: { ...epoch, sameGeneration: '#generation = :generation' },
      values: { ...values, ':generation': claim.generation },
    });
    if (current.written) return { superseded: false, item: current.item };
    const set = { ...always, ...ifSuperseded };
    const past = await update(client, table, { ...change, set, when: epoch, values });
    if (past.written) return { superseded: true, item: past.item };
    throw new LeaseLost(`environment ${claim.tenant}/${claim.id}: epoch ${claim.leaseEpoch} is over`);
  };

  /** Until somebody has looked at it, or a version that can read it runs again. */
  const postpone = async (key: EnvironmentKey, epoch: unknown, now: Date): Promise<void> => {
    const dueAt = new Date(now.getTime() + UNREADABLE_AGAIN_AFTER).toISOString();
    await update(client, table, {
      key,
      // It is no run that died: the first version that can read the record would give it up for those.
      set: { ...FREE, dueAt, concludedEpoch: epoch },
      increment: [],
      when: { sameEpoch: '#leaseEpoch = :epoch' },
      values: { ':epoch': epoch },
    });
  };

  return {
    async claim(key, now, until) {
      const leaseHolder = newUid();
      const result = await update(client, table, {
        returning: 'item',
        key,
        // Should the worker die, the record is looked at again when the lease ends.
        set: {
          leaseHolder,
          leaseUntil: until.toISOString(),
          dueAt: until.toISOString(),
          duePartition: DUE_PARTITION,
        },
        increment: ['leaseEpoch'],
        when: {
          due: '#dueAt <= :soon',
          free: '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now)',
        },
        values: {
          ':now': now.toISOString(),
          ':soon': new Date(now.getTime() + CLOCK_SKEW).toISOString(),
        },
      });
      const { written, item } = result;
      if (!item) return undefined;
      try {
        const record = fromItem(item);
        // A write that the SDK repeated after a lost answer is refused because of itself.
        return written || record.leaseHolder === leaseHolder ? record : undefined;
      } catch (error) {
        if (written) await postpone(key, item.leaseEpoch, now);
        throw error;
      }
    },

    checkpoint: (claim, { status, resources, now }) =>
      save(claim, {
        always: { resources, updatedAt: now.toISOString() },
        unlessSuperseded: { status },
        visible: true,
      }),

    finish(claim, { conclusion, resources, now, news, published, visible }) {
      const { againInSeconds: _, statusReason, dueAt, drift, driftDueAt, retryAt, ...facts } = conclusion;
      const due = { dueAt, duePartition: dueAt && DUE_PARTITION };
      return save(claim, {
        always: {
          ...(resources && { resources }),
          ...(visible && { updatedAt: now.toISOString() }),
          concludedEpoch: claim.leaseEpoch,
          ...without(published),
        },
        unlessSuperseded: {
          ...facts,
          statusReason,
          drift,
          driftDueAt,
          retryAt,
          ...(facts.deletedAt && { purgeAt: purgeTime(facts.deletedAt) }),
          ...Object.fromEntries(news.map((event) => [`outbox.${event.id}`, event])),
          ...(news.length === 0 && { ...FREE, ...due }),
        },
        ifSuperseded: FREE,
        visible,
      });
    },

    release: (claim, { dueAt, published }) =>
      save(claim, {
        always: { ...FREE, ...without(published) },
        unlessSuperseded: { dueAt, duePartition: dueAt && DUE_PARTITION },
        // Whoever waits for the environment has its ETag already.
        visible: false,
      }),

    async expire(claim, now) {
      const generation = claim.generation + 1;
      const news = accepted({ generation, requestedBy: THE_CLOCK }, now, 'delete', { status: 'DELETING' });
      const { item } = await save(claim, {
        always: { updatedAt: now.toISOString() },
        unlessSuperseded: {
          desired: 'absent',
          force: claim.spec.forceDestroy,
          requestedBy: THE_CLOCK,
          status: 'DELETING',
          statusReason: undefined,
          attempts: 0,
          conditions: conditionsOnRequest(claim.conditions, now),
          generation,
          [`outbox.${news.id}`]: news,
        },
        visible: true,
        returning: 'item',
      });
      return fromItem(item);
    },
  };
}

const without = (ids: readonly string[]): Record<string, undefined> =>
  Object.fromEntries(ids.map((id) => [`outbox.${id}`, undefined]));
