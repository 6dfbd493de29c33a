import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import type { EnvironmentEvent } from '../environment/events.ts';
import { conditionsOnRequest } from '../environment/status.ts';
import { DUE_PARTITION, fromItem, isPurged, toItem } from './item.ts';
import { type ListQuery, list, type Page } from './list.ts';
import { settled, update } from './update.ts';

type Outcome = { done: true; record: EnvironmentRecord } | { done: false; record?: EnvironmentRecord };

export interface EnvironmentStore {
  /**
   * Writes a new record unless the id is taken. A DELETED life makes room, except for its own key's replay,
   * and unless it has something to tell that is not published yet.
   *
   * @param heirOf uid of the DELETED life whose outbox the record has taken over
   */
  create(record: EnvironmentRecord, heirOf?: string): Promise<Outcome>;
  get(key: EnvironmentKey): Promise<EnvironmentRecord | undefined>;
  list(query: ListQuery): Promise<Page>;
  /** What was accepted under a hashed Idempotency-Key. */
  acceptedUnder(idempotencyKey: string): Promise<{ key: EnvironmentKey; requestHash: string } | undefined>;
  /** Changes what is desired, if it is still what it was when the record was read. */
  amend(record: EnvironmentRecord, amendment: Amendment, now: Date): Promise<Outcome>;
  /** Keys of records whose time has come, oldest first, a page at a time. */
  due(now: Date): AsyncGenerator<EnvironmentKey[]>;
}

/** A granted request. */
export interface Amendment {
  /** Fields to set; `undefined` removes. */
  set: Partial<{ [K in keyof EnvironmentRecord]: EnvironmentRecord[K] | undefined }>;
  /** Tells of it; its actor is who asked. */
  event: EnvironmentEvent;
  /** Refuse it when anything at all has changed, be it the worker's progress. */
  sameVersion: boolean;
}

/** The API's side of the record table: desired state in, records out. The worker's side is lease.ts. */
export function environmentStore(
  client: DynamoDBDocumentClient,
  table: string,
  clock: () => Date = () => new Date(),
): EnvironmentStore {
  return {
    async create(record, heirOf) {
      const replay = record.idempotencyKey ? ' AND NOT idempotencyKey = :idempotencyKey' : '';
      const told = heirOf ? '(outbox = :none OR #uid = :heirOf)' : 'outbox = :none';
      const when = {
        free: 'attribute_not_exists(id)',
        reusable: `(#status = :deleted AND ${told}${replay})`,
      };
      const result = await settled(async () => {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: toItem(record),
            ConditionExpression: Object.values(when).join(' OR '),
            ExpressionAttributeNames: { '#status': 'status', ...(heirOf && { '#uid': 'uid' }) },
            ExpressionAttributeValues: {
              ':deleted': 'DELETED',
              ':none': {},
              ...(heirOf && { ':heirOf': heirOf }),
              ...(record.idempotencyKey && { ':idempotencyKey': record.idempotencyKey }),
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return {};
      });
      return result.written ? { done: true, record } : outcome(result);
    },

    async get({ tenant, id }) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { tenant, id }, ConsistentRead: true }),
      );
      return Item && !isPurged(Item, clock()) ? fromItem(Item) : undefined;
    },

    list: (query) => list(client, table, query, clock()),

    async acceptedUnder(idempotencyKey) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'idempotency',
          KeyConditionExpression: 'idempotencyKey = :idempotencyKey',
          ExpressionAttributeValues: { ':idempotencyKey': idempotencyKey },
        }),
      );
      const [item] = Items;
      return item && { key: { tenant: item.tenant, id: item.id }, requestHash: item.requestHash };
    },

    async amend(record, { set, event, sameVersion }, now) {
      const time = now.toISOString();
      const result = await update(client, table, {
        returning: 'item',
        key: record,
        set: {
          statusReason: undefined,
          attempts: 0,
          conditions: conditionsOnRequest(record.conditions, now),
          ...set,
          requestedBy: event.actor,
          grantedAs: event.id,
          concludedEpoch: record.leaseEpoch,
          updatedAt: time,
          dueAt: time,
          duePartition: DUE_PARTITION,
          purgeAt: undefined,
          [`outbox.${event.id}`]: event,
        },
        increment: ['generation', 'version'],
        when: {
          sameLife: '#uid = :uid',
          sameDesire: '#generation = :generation',
          // The last step of a deletion, and only it, can't be undone by another word.
          asDeleted: record.status === 'DELETED' ? '#status = :deleted' : '#status <> :deleted',
          ...(sameVersion && { sameVersion: '#version = :version' }),
        },
        values: {
          ':uid': record.uid,
          ':generation': record.generation,
          ':deleted': 'DELETED',
          ...(sameVersion && { ':version': record.version }),
        },
      });
      return outcome(result);
    },

    async *due(now) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: 'due',
          KeyConditionExpression: 'duePartition = :due AND dueAt <= :now',
          ExpressionAttributeValues: { ':due': DUE_PARTITION, ':now': now.toISOString() },
        },
      );
      for await (const { Items = [] } of pages) yield Items.map(({ tenant, id }) => ({ tenant, id }));
    },
  };
}

const outcome = (result: { written: boolean; item: Record<string, unknown> | undefined }): Outcome => {
  if (result.written && result.item) return { done: true, record: fromItem(result.item) };
  return { done: false, ...(result.item && { record: fromItem(result.item) }) };
};
