import { parseEvents } from '../lib/api/events-request.ts';
import { json } from '../lib/api/http.ts';
import { nextPath } from '../lib/api/list-request.ts';
import { api } from '../lib/api/middleware.ts';
import { pageToken } from '../lib/api/pages.ts';
import { eventsConfig } from '../lib/config.ts';
import { eventServices, listEvents } from '../lib/operations/list-events.ts';

const services = eventServices(eventsConfig());

/** `GET /environments/{id}/events`: what happened, newest first. */
export const handler = api(async ({ caller: { tenant }, event, id }) => {
  const scope = `${tenant}/${id}`;
  const { events: items, next } = await listEvents(services, { tenant, id, ...parseEvents(event, scope) });
  if (!next) return json(200, { items });
  const nextPageToken = pageToken({ scope, after: next });
  const path = nextPath(`/environments/${id}/events`, event, nextPageToken);
  return json(200, { items, nextPageToken }, { link: `<${path}>; rel="next"` });
});
