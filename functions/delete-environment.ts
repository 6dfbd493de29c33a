import { noBody } from '../lib/api/body.ts';
import { entityTags } from '../lib/api/conditional.ts';
import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { pathOf, present } from '../lib/api/present.ts';
import { deleteQuery } from '../lib/api/schemas.ts';
import { query, together } from '../lib/api/validate.ts';
import { storeConfig } from '../lib/config.ts';
import { etagOf } from '../lib/environment/etag.ts';
import { isSettled } from '../lib/environment/status.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { removeEnvironment } from '../lib/operations/remove.ts';
import { apiServices } from '../lib/operations/services.ts';

const services = apiServices(storeConfig());

/** `DELETE /environments/{id}`: 202; 200 when it is DELETED, before or within the wait. */
export const handler = api(async ({ caller: { tenant }, event, id }) => {
  const [wait, { force }] = together(
    () => waitSeconds(event.headers.prefer),
    () => query(deleteQuery, event),
    () => noBody(event),
  );
  const ifMatch = event.headers['if-match'];
  const removed = await removeEnvironment(services, {
    tenant,
    id,
    force: force === 'true',
    ...(ifMatch !== undefined && ifMatch.trim() !== '*' && { ifMatch: entityTags(ifMatch) }),
  });
  const record = await settledEnvironment(services, removed, wait ?? 0);
  const status = record.status === 'DELETED' ? 200 : 202;
  return json(status, present(record), {
    location: pathOf(id),
    etag: etagOf(record),
    ...(wait !== undefined && { 'preference-applied': `wait=${wait}` }),
    ...(!isSettled(record.status) && { 'retry-after': '2' }),
  });
});
