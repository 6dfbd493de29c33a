import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { EnvironmentKey } from '../environment/environment.ts';
import { FIRST_ID } from './item.ts';
import { update } from './update.ts';

/** In each tenant's partition, before all environments: no id begins with this character. */
const PLACES = '#places';
/** Milliseconds for which a place that was taken may have no record yet, and for which a count holds. */
const COUNT_HOLDS = 60_000;
/** Milliseconds after which the records are counted in any case: the quota may have been off in between. */
const COUNTED_EVERY = 24 * 60 * 60 * 1000;

/** One life of an environment. */
export type Life = EnvironmentKey & { uid: string };

/**
 * Whether there was a place. `unsettled`: not now, but places are held by several requests for one id, of
 * which one at most will keep its own.
 */
export type Answer = 'taken' | 'full' | 'unsettled';

/** How many environments a tenant may have at a time, deleted ones not counted. */
export interface Quota {
  readonly limit: number;
  /** Takes a place for this life of an environment; again is fine. */
  take(life: Life, now: Date): Promise<Answer>;
  /** Whether one could be taken now. Changes nothing. */
  hasRoom(tenant: string): Promise<boolean>;
  /** Gives it back; again is fine. */
  give(tenant: string, uid: string): Promise<void>;
}

/** uid → whose place it is, and when it was taken, RFC 3339. */
type Places = Record<string, { id: string; takenAt: string }>;

/**
 * One item per tenant with a place for each environment, so that the limit holds however many ask at once. A
 * place whose request died is found out when there seems to be no room: then the records are counted.
 */
export function quotaStore(client: DynamoDBDocumentClient, table: string, limit: number): Quota {
  const living = async (tenant: string): Promise<Places> => {
    const places: Places = {};
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'tenant = :tenant AND id >= :first',
        FilterExpression: '#status <> :deleted',
        ProjectionExpression: 'id, #uid, createdAt',
        ExpressionAttributeNames: { '#status': 'status', '#uid': 'uid' },
        ExpressionAttributeValues: { ':tenant': tenant, ':first': FIRST_ID, ':deleted': 'DELETED' },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { id, uid, createdAt } of Items) places[uid] = { id, takenAt: createdAt };
    }
    return places;
  };

  const take = async (life: Life, now: Date): Promise<Answer> => {
    const { tenant, id, uid } = life;
    const key = { tenant, id: PLACES };
    const taken = await update(client, table, {
      key,
      set: { [`places.${uid}`]: { id, takenAt: now.toISOString() } },
      increment: ['revision'],
      when: {
        counted: 'attribute_exists(#places) AND #countedAt > :stale',
        room: `(size(#places) < :limit OR attribute_exists(#places.#${uid}))`,
      },
      values: { ':limit': limit, ':stale': new Date(now.getTime() - COUNTED_EVERY).toISOString() },
    });
    if (taken.written) return 'taken';
    const before = taken.item as { places: Places; revision: number; countedAt: string } | undefined;
    const isRecent = (time: string): boolean => now.getTime() - Date.parse(time) < COUNT_HOLDS;
    if (before && isRecent(before.countedAt)) {
      const ids = new Set(Object.values(before.places).map((place) => place.id));
      return ids.add(id).size <= limit ? 'unsettled' : 'full';
    }
    const unsettled = Object.entries(before?.places ?? {}).filter(([, place]) => isRecent(place.takenAt));
    await update(client, table, {
      key,
      set: {
        places: { ...Object.fromEntries(unsettled), ...(await living(tenant)) },
        revision: (before?.revision ?? 0) + 1,
        countedAt: now.toISOString(),
      },
      increment: [],
      when: {
        asCounted: before ? '#revision = :revision' : 'attribute_not_exists(#revision)',
      },
      values: before ? { ':revision': before.revision } : {},
    });
    // Counted now, by us or by somebody else: the next answer is final or there is room.
    return take(life, now);
  };

  return {
    limit,
    take,

    async hasRoom(tenant) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { tenant, id: PLACES }, ConsistentRead: true }),
      );
      const count = (places: Places): number => Object.keys(places).length;
      return (Item && count(Item.places) < limit) || count(await living(tenant)) < limit;
    },

    async give(tenant, uid) {
      await update(client, table, {
        key: { tenant, id: PLACES },
        set: { [`places.${uid}`]: undefined },
        increment: ['revision'],
        when: { taken: `attribute_exists(#places.#${uid})` },
        values: {},
      });
    },
  };
}
