import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { newUid } from '../../lib/environment/random.ts';
import type { Target } from '../../scripts/local/credentials.ts';

export type RawItem = Record<string, AttributeValue>;

/** DynamoDB's own limit. */
const BATCH = 25;
/** Enough that one is always being written while others are made. */
const AT_ONCE = 4;

/** An item that the service has written, as the table has it. */
export async function itemOf(target: Target, TableName: string, id: string): Promise<RawItem> {
  const client = new DynamoDBClient(target);
  const Key = { tenant: { S: 'local' }, id: { S: id } };
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  client.destroy();
  if (!Item) throw new Error(`there is no record of ${id}`);
  return Item;
}

/** The id of the how manieth record; in the order of the numbers. */
export const idOf = (number: number): string => `env-${String(number).padStart(6, '0')}`;

/**
 * The same record of another environment: everything that is named after its id or its life is named after the other's.
 *
 * @param due whether it waits for a worker, since long; else for its next look, as the model does
 */
export function copyOf(model: RawItem, id: string, uid: string, due: boolean): RawItem {
  const text = JSON.stringify(model)
    .replaceAll(model.id?.S ?? '', id)
    .replaceAll(model.uid?.S ?? '', uid);
  const copy = JSON.parse(text) as RawItem;
  return due ? { ...copy, dueAt: { S: new Date(0).toISOString() } } : copy;
}

/**
 * What takes the same place in the table and in its index, and can't be read as a record: one text stands for the rest.
 * The emulator puts it fifty times as fast; and whatever reads more than it should meets one.
 */
export function standInFor(model: RawItem, id: string): RawItem {
  const { tenant, duePartition, dueAt } = model;
  if (!tenant || !duePartition || !dueAt) throw new Error('the model is not in the index of what is due');
  const keys = { tenant, id: { S: id }, duePartition, dueAt };
  const rest = JSON.stringify(unmarshall(model)).length - JSON.stringify(unmarshall(keys)).length;
  return { ...keys, rest: { S: 'x'.repeat(rest) } };
}

interface Seeding {
  tableName: string;
  model: RawItem;
  /** Numbers of the records that are written: from this one, up to that one, which is not. */
  from: number;
  to: number;
  /** Those with a lower number are due. */
  due: number;
  /** Those with a lower number are records, the others stand-ins. */
  whole: number;
  signal: AbortSignal;
}

/** Writes records into the table, nearly in the order of their ids: an emulator that sorts has little to do then. */
export async function seed(target: Target, seeding: Seeding): Promise<void> {
  const { tableName, model, from, to, due, whole, signal } = seeding;
  const client = new DynamoDBClient(target);
  let next = from;
  const writer = async (): Promise<void> => {
    while (next < to) {
      signal.throwIfAborted();
      const start = next;
      next = Math.min(start + BATCH, to);
      const requests = Array.from({ length: next - start }, (_, index) => {
        const number = start + index;
        const id = idOf(number);
        const Item = number < whole ? copyOf(model, id, newUid(), number < due) : standInFor(model, id);
        return { PutRequest: { Item } };
      });
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0)
        throw new Error('DynamoDB did not take all records');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
  client.destroy();
}
