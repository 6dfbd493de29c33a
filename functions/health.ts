import { callers } from '../lib/api/caller.ts';
import { json } from '../lib/api/http.ts';
import { open } from '../lib/api/middleware.ts';
import { noQuery } from '../lib/api/validate.ts';
import { VERSION } from '../lib/api/version.ts';
import { authConfig, eventsConfig, importConfig, limitConfig } from '../lib/config.ts';

// What keeps the others from starting is to be seen here, where somebody looks.
callers(authConfig());
importConfig();
limitConfig();
eventsConfig();

/** `GET /health`: 200 while the API can answer. */
export const handler = open(async (event) => {
  noQuery(event);
  return json(200, { status: 'ok', version: VERSION });
});
