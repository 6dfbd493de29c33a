import type { EventType } from '../environment/event-types.ts';
import type { ApiEvent } from './http.ts';
import { pagePosition } from './pages.ts';
import { eventsQuery } from './schemas.ts';
import { query, together } from './validate.ts';

const DEFAULT_LIMIT = 50;
const EVENT_ID = /^[a-z0-9]{17}$/;

interface EventsQuery {
  limit: number;
  type?: EventType;
  before?: string;
}

/** The request of `GET /environments/{id}/events`. @throws Problem with every mistake in the query at once */
export function parseEvents(event: ApiEvent, scope: string): EventsQuery {
  const token = event.queryStringParameters?.pageToken;
  const [{ limit = DEFAULT_LIMIT, type }, before] = together(
    () => query(eventsQuery, event),
    () => (token === undefined ? undefined : pagePosition(token, scope, EVENT_ID)),
  );
  return { limit, ...(type && { type }), ...(before !== undefined && { before }) };
}
