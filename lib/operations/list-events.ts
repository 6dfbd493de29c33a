import type { EnvironmentKey } from '../environment/environment.ts';
import type { EventType } from '../environment/event-types.ts';
import type { EnvironmentEvent } from '../environment/events.ts';
import { documentClient } from '../store/client.ts';
import { type EnvironmentStore, environmentStore } from '../store/environments.ts';
import { type EventStore, eventStore } from '../store/events.ts';
import { notFound } from './describe.ts';

export interface EventServices {
  store: Pick<EnvironmentStore, 'get'>;
  events: Pick<EventStore, 'list'>;
}

export function eventServices(config: { tableName: string; eventsTableName: string }): EventServices {
  const client = documentClient();
  return {
    store: environmentStore(client, config.tableName),
    events: eventStore(client, config.eventsTableName),
  };
}

export interface EventsRequest extends EnvironmentKey {
  limit: number;
  type?: EventType;
  /** Only events older than the one with this id. */
  before?: string;
}

export interface EventList {
  events: EnvironmentEvent[];
  /** The id of the last one, when there are older ones. */
  next?: string;
}

/**
 * What happened to an environment, newest first: what is kept, and what its record has still to publish. The
 * events of earlier lives of the id belong to it, and stay readable when the record is gone.
 *
 * @throws Refusal not-found
 */
export async function listEvents(
  { store, events }: EventServices,
  request: EventsRequest,
): Promise<EventList> {
  const { tenant, id, limit, type, before } = request;
  const key = { tenant, id };
  const [record, page] = await Promise.all([
    store.get(key),
    events.list({ key, limit, ...(type && { type }), ...(before && { before }) }),
  ]);
  if (!record && page.events.length === 0) throw notFound(id);
  const pending = Object.values(record?.outbox ?? {}).filter(
    (event) => (!before || event.id < before) && (!type || event.type === type),
  );
  const all = [...new Map([...pending, ...page.events].map((event) => [event.id, event])).values()];
  const newest = all.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  const last = newest.at(-1);
  return { events: newest, ...(last && (page.more || all.length > limit) && { next: last.id }) };
}
