import { beforeAll, beforeEach } from '@jest/globals';
import type { EnvironmentRecord, Spec } from '../../lib/environment/environment.ts';
import { accepted } from '../../lib/environment/events.ts';
import { newUid } from '../../lib/environment/random.ts';
import { newRecord } from '../../lib/environment/record.ts';
import { type Conclusion, conclude } from '../../lib/environment/status.ts';
import { documentClient } from '../../lib/store/client.ts';
import { type Amendment, type EnvironmentStore, environmentStore } from '../../lib/store/environments.ts';
import { type LeaseStore, leaseStore } from '../../lib/store/lease.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';

export const NOW = new Date('2030-01-31T12:00:00.000Z');
export const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
export const SPEC = { deletionProtection: false, forceDestroy: false, tags: {} } as unknown as Spec;

export let store: EnvironmentStore;
export let lease: LeaseStore;
let table: string;

/** The stores of an empty table for each test. */
export function useStores(): void {
  beforeAll(() => enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? ''));
  beforeEach(newStores);
}

async function newStores(): Promise<void> {
  table = await newTable('Environments');
  store = storeAt(NOW);
  lease = leaseStore(documentClient(), table);
}

export const tableName = (): string => table;

/** The API's side of the same table at another time. */
export const storeAt = (time: Date): EnvironmentStore =>
  environmentStore(documentClient(), table, () => time);

export const born = (id: string, extra: Partial<EnvironmentRecord> = {}): EnvironmentRecord => ({
  ...newRecord({
    tenant: 'a-tenant',
    id,
    uid: newUid(),
    spec: SPEC,
    caller: 'me',
    now: NOW,
    expiresAt: undefined,
    idempotencyKey: undefined,
    requestHash: 'hash',
  }),
  ...extra,
});

export const key = (id: string, tenant = 'a-tenant') => ({ tenant, id });

export async function claimed(id: string, now = NOW): Promise<EnvironmentRecord> {
  const claim = await lease.claim(key(id), now, new Date(now.getTime() + 60_000));
  if (!claim) throw new Error(`${id} could not be claimed`);
  return claim;
}

const done = (record: EnvironmentRecord): Conclusion =>
  conclude(record, [], { now: NOW, random: 0, driftCheckSeconds: 86_400 });
export const ends = (record: EnvironmentRecord) => ({
  conclusion: done(record),
  resources: {},
  now: NOW,
  news: [],
  published: [],
  visible: true,
});

export const goes = (force = false) => ({ desired: 'absent', status: 'DELETING', force }) as const;
const asked = (record: EnvironmentRecord) =>
  accepted({ generation: record.generation + 1, requestedBy: 'me' }, NOW, 'delete');
export const amend = (record: EnvironmentRecord, set: Amendment['set'] = goes(), sameVersion = false) =>
  store.amend(record, { set, event: asked(record), sameVersion }, NOW);

export async function dueIds(now: Date): Promise<string[]> {
  const ids: string[] = [];
  for await (const keys of store.due(now)) ids.push(...keys.map(({ id }) => id));
  return ids;
}
