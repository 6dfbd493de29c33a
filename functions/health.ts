import { json } from '../lib/api/http.ts';
import { open } from '../lib/api/middleware.ts';
import { noQuery } from '../lib/api/validate.ts';
import { VERSION } from '../lib/api/version.ts';

/** `GET /health`: 200 while the API can answer. */
export const handler = open(async (event) => {
  noQuery(event);
  return json(200, { status: 'ok', version: VERSION });
});
