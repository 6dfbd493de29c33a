import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey } from '../environment/environment.ts';
import type { EventType } from '../environment/event-types.ts';
import { type EnvironmentEvent, KEEP_EVENTS_DAYS } from '../environment/events.ts';
import { settleAll } from '../provisioning/graph.ts';
import { isPurged } from './item.ts';

/** DynamoDB's limit for one batch. */
const BATCH = 25;
/** Events that one read goes through when only some of them are wanted. */
const FILTERED_READ = 1000;
/** Sends of a batch of which DynamoDB keeps leaving something undone. */
const MOST_SENDS = 5;

export interface EventQuery {
  key: EnvironmentKey;
  limit: number;
  type?: EventType;
  /** Only events older than the one with this id. */
  before?: string;
}

export interface EventPage {
  events: EnvironmentEvent[];
  /** Whether there are older ones. */
  more: boolean;
}

export interface EventStore {
  /** Keeps events; one that is kept already stays as it is. */
  put(key: EnvironmentKey, events: readonly EnvironmentEvent[]): Promise<void>;
  /** Newest first. */
  list(query: EventQuery): Promise<EventPage>;
}

type Writes = { PutRequest: { Item: Record<string, unknown> } }[];

/** The table of events: all lives of an id in one partition, by time. */
export function eventStore(
  client: DynamoDBDocumentClient,
  table: string,
  clock: () => Date = () => new Date(),
): EventStore {
  const send = async (writes: Writes, sends = 1): Promise<void> => {
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: writes } }),
    );
    const left = UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    if (sends === MOST_SENDS) throw new Error(`DynamoDB did not take ${left.length} events`);
    await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** sends));
    return send(left as Writes, sends + 1);
  };
  return {
    async put(key, events) {
      const writes = events.map((event) => ({ PutRequest: { Item: itemOf(key, event) } }));
      const batches = Array.from({ length: Math.ceil(writes.length / BATCH) }, (_, index) =>
        writes.slice(index * BATCH, (index + 1) * BATCH),
      );
      await settleAll(batches.map((batch) => send(batch)));
    },

    async list({ key, limit, type, before }) {
      const environment = partitionOf(key);
      const events: EnvironmentEvent[] = [];
      let from = before;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'environment = :environment',
            ...(type && { FilterExpression: '#type = :type', ExpressionAttributeNames: { '#type': 'type' } }),
            ExpressionAttributeValues: { ':environment': environment, ...(type && { ':type': type }) },
            ExclusiveStartKey: from ? { environment, id: from } : undefined,
            ScanIndexForward: false,
            ConsistentRead: true,
            // What is filtered out counts; without a filter one read is a page.
            Limit: type ? FILTERED_READ : limit,
          }),
        );
        events.push(...Items.filter((item) => !isPurged(item, clock())).map(eventOf));
        from = LastEvaluatedKey?.id;
      } while (type && from && events.length < limit);
      return { events: events.slice(0, limit), more: from !== undefined || events.length > limit };
    },
  };
}

/** An id has no slash, so no two environments share one. */
const partitionOf = ({ tenant, id }: EnvironmentKey): string => `${tenant}/${id}`;

const itemOf = (key: EnvironmentKey, event: EnvironmentEvent) => ({
  ...event,
  environment: partitionOf(key),
  purgeAt: Math.floor(Date.parse(event.time) / 1000) + KEEP_EVENTS_DAYS * 24 * 60 * 60,
});

const eventOf = ({ environment: _, purgeAt: __, ...event }: Record<string, unknown>): EnvironmentEvent =>
  event as unknown as EnvironmentEvent;
