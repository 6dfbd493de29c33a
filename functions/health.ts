import { json } from '../lib/api/http.ts';
import { open } from '../lib/api/middleware.ts';

/** `GET /health`: 200 while the API can answer. */
export const handler = open(async () => json(200, { status: 'ok' }));
