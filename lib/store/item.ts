import type { EnvironmentRecord } from '../environment/environment.ts';

/** All records that are due stand in one partition of the `due` index; the others are not in it at all. */
export const DUE_PARTITION = 'due';

/** Not after any environment's id; what else stands in a tenant's partition comes before. */
export const FIRST_ID = 'a';

/** Days a DELETED record stays readable. */
const KEEP_DELETED_DAYS = 30;

/** The record's form in the table: its fields, and what only the indexes and TTL need. */
export interface Item extends EnvironmentRecord {
  duePartition?: string;
  /** Epoch seconds after which DynamoDB drops the item. */
  purgeAt?: number;
}

/** An item that this version can't read: another schema, or damaged. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

/** Adds what the `due` index needs. */
export const toItem = (record: EnvironmentRecord): Item => ({
  ...record,
  ...(record.dueAt && { duePartition: DUE_PARTITION }),
});

/** What every record has, and of which type; without one of these nothing can be done with it. */
const FIELDS: { [K in keyof EnvironmentRecord]?: 'string' | 'number' | 'boolean' | 'object' } = {
  tenant: 'string',
  id: 'string',
  uid: 'string',
  version: 'number',
  spec: 'object',
  desired: 'string',
  force: 'boolean',
  generation: 'number',
  observedGeneration: 'number',
  status: 'string',
  resources: 'object',
  conditions: 'object',
  attempts: 'number',
  createdAt: 'string',
  updatedAt: 'string',
  outbox: 'object',
  leaseEpoch: 'number',
};

/** @throws UnreadableRecord for an item of another schema version, and for one that lacks something */
export function fromItem(attributes: Record<string, unknown>): EnvironmentRecord {
  const { duePartition: _, purgeAt: __, ...record } = attributes as unknown as Item;
  if (record.schemaVersion !== 1) {
    throw unreadable(record, `it has schema version ${record.schemaVersion}; this version reads 1`);
  }
  const wrong = Object.entries(FIELDS).filter(
    ([name, type]) => attributes[name] === null || typeof attributes[name] !== type,
  );
  if (wrong.length > 0) {
    throw unreadable(record, `missing or damaged: ${wrong.map(([name]) => name).join(', ')}`);
  }
  return record;
}

const unreadable = ({ tenant, id }: EnvironmentRecord, why: string) =>
  new UnreadableRecord(`record ${tenant}/${id} can't be read: ${why}`);

/** Epoch seconds until which a record deleted now stays readable. */
export const purgeTime = (deletedAt: string): number =>
  Math.floor(Date.parse(deletedAt) / 1000) + KEEP_DELETED_DAYS * 24 * 60 * 60;

/** Whether DynamoDB should have dropped the item; it takes its time, so readers look for themselves. */
export const isPurged = (attributes: Record<string, unknown>, now: Date): boolean =>
  typeof attributes.purgeAt === 'number' && attributes.purgeAt * 1000 <= now.getTime();
