import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { notReady } from '../lib/api/not-ready.ts';
import { present } from '../lib/api/present.ts';
import { noQuery } from '../lib/api/validate.ts';
import { storeConfig } from '../lib/config.ts';
import { describeEnvironment } from '../lib/operations/describe.ts';
import { readServices } from '../lib/operations/services.ts';

const services = readServices(storeConfig());

/** `GET /environments/{id}/ready`, for `curl --retry`: 200; 503 while it may become so; 409 failed; 410 deleted. */
export const handler = api(async ({ caller: { tenant }, event, id }) => {
  noQuery(event);
  const record = await describeEnvironment(services, { tenant, id });
  if (record.status !== 'READY') throw notReady(record);
  return json(200, present(record));
});
