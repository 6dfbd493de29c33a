import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey, EnvironmentRecord, Status } from '../environment/environment.ts';
import type { Conclusion } from '../environment/status.ts';
import { LeaseLost } from '../provisioning/errors.ts';
import { DUE_PARTITION, fromItem, purgeTime } from './item.ts';
import { update } from './update.ts';

/** Milliseconds that the clocks of two machines may differ without a message coming "too early". */
const CLOCK_SKEW = 1000;

type Resources = EnvironmentRecord['resources'];

/** What a worker that holds the lease may do. Every write carries the claim's epoch: a lost lease can't write. */
export interface LeaseStore {
  /**
   * Takes the lease of a record that is due and that nobody holds.
   *
   * @returns undefined when it is not due, or held: whoever holds it, or the sweeper, sees to it
   */
  claim(key: EnvironmentKey, now: Date, until: Date): Promise<EnvironmentRecord | undefined>;
  /** Saves progress. @throws LeaseLost */
  checkpoint(claim: EnvironmentRecord, progress: Progress): Promise<Saved>;
  /** Ends the run and gives the lease back. @throws LeaseLost */
  finish(claim: EnvironmentRecord, end: End): Promise<Saved>;
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
  resources: Resources;
  now: Date;
}

interface Saved {
  /** The desired state changed since the claim: only what is true of any desired state was saved. */
  superseded: boolean;
}

/** The worker's side of the record table. */
export function leaseStore(client: DynamoDBDocumentClient, table: string): LeaseStore {
  const save = async (
    claim: EnvironmentRecord,
    always: Record<string, unknown>,
    unlessSuperseded: Record<string, unknown>,
  ): Promise<Saved & { item: Record<string, unknown> }> => {
    const change = { key: claim, increment: ['version'] };
    const epoch = { sameLife: '#uid = :uid', sameEpoch: '#leaseEpoch = :epoch' };
    const values = { ':uid': claim.uid, ':epoch': claim.leaseEpoch };
    const current = await update(client, table, {
      ...change,
      set: { ...always, ...unlessSuperseded },
      when: { ...epoch, sameGeneration: '#generation = :generation' },
      values: { ...values, ':generation': claim.generation },
    });
    if (current.written) return { superseded: false, item: current.item };
    const past = await update(client, table, { ...change, set: always, when: epoch, values });
    if (past.written) return { superseded: true, item: past.item };
    throw new LeaseLost(`environment ${claim.tenant}/${claim.id}: epoch ${claim.leaseEpoch} is over`);
  };

  return {
    async claim(key, now, until) {
      const result = await update(client, table, {
        key,
        // Should the worker die, the record is looked at again when the lease ends.
        set: { leaseUntil: until.toISOString(), dueAt: until.toISOString(), duePartition: DUE_PARTITION },
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
      return result.written ? fromItem(result.item) : undefined;
    },

    checkpoint: (claim, { status, resources, now }) =>
      save(claim, { resources, updatedAt: now.toISOString() }, { status }),

    finish(claim, { conclusion, resources, now }) {
      const { againInSeconds: _, statusReason, dueAt, ...facts } = conclusion;
      return save(
        claim,
        { resources, updatedAt: now.toISOString(), leaseUntil: undefined },
        {
          ...facts,
          statusReason,
          dueAt,
          duePartition: dueAt && DUE_PARTITION,
          purgeAt: facts.deletedAt && purgeTime(facts.deletedAt),
        },
      );
    },

    async expire(claim, now) {
      const { item } = await save(
        claim,
        { updatedAt: now.toISOString() },
        {
          desired: 'absent',
          force: claim.spec.forceDestroy,
          status: 'DELETING',
          statusReason: undefined,
          attempts: 0,
          generation: claim.generation + 1,
        },
      );
      return fromItem(item);
    },
  };
}
