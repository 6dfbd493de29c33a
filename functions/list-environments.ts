import { json } from '../lib/api/http.ts';
import { nextPath, parseList } from '../lib/api/list-request.ts';
import { api } from '../lib/api/middleware.ts';
import { pageToken } from '../lib/api/pages.ts';
import { present } from '../lib/api/present.ts';
import { storeConfig } from '../lib/config.ts';
import { listEnvironments } from '../lib/operations/describe.ts';
import { readServices } from '../lib/operations/services.ts';

const services = readServices(storeConfig());

/** `GET /environments`: a page of the caller's environments. */
export const handler = api(async ({ caller: { tenant }, event }) => {
  const { records, next } = await listEnvironments(services, parseList(event, tenant));
  const items = records.map(present);
  if (!next) return json(200, { items });
  const nextPageToken = pageToken({ scope: tenant, after: next });
  return json(
    200,
    { items, nextPageToken },
    { link: `<${nextPath('/environments', event, nextPageToken)}>; rel="next"` },
  );
});
