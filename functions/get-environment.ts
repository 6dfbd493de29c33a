import { matches } from '../lib/api/conditional.ts';
import { empty, json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { present } from '../lib/api/present.ts';
import { noQuery, together } from '../lib/api/validate.ts';
import { limitConfig, storeConfig } from '../lib/config.ts';
import { etagOf } from '../lib/environment/etag.ts';
import { describeEnvironment, settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { readServices } from '../lib/operations/services.ts';

const services = readServices(storeConfig());

/** `GET /environments/{id}`: 200 with the ETag; 304 on If-None-Match; `Prefer: wait` holds until it settles. */
export const handler = api(
  async ({ caller: { tenant }, event, id }) => {
    const [wait] = together(
      () => waitSeconds(event.headers.prefer),
      () => noQuery(event),
    );
    const seen = await describeEnvironment(services, { tenant, id });
    const record = await settledEnvironment(services, seen, wait ?? 0);
    const headers = {
      etag: etagOf(record),
      ...(wait !== undefined && { 'preference-applied': `wait=${wait}` }),
    };
    const unchanged = matches(event.headers['if-none-match'], etagOf(record));
    return unchanged ? empty(304, headers) : json(200, present(record), headers);
  },
  // Who waits holds the function, and looks at the record again and again.
  { limit: changeLimit(limitConfig()), isDear: ({ headers }) => headers.prefer !== undefined },
);
