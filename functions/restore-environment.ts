import { noBody } from '../lib/api/body.ts';
import { ifMatchOf } from '../lib/api/conditional.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { granted } from '../lib/api/replies.ts';
import { noQuery, together } from '../lib/api/validate.ts';
import { restoreConfig } from '../lib/config.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { restoreEnvironment } from '../lib/operations/restore.ts';
import { apiServices } from '../lib/operations/services.ts';

const services = apiServices(restoreConfig());

/** `POST /environments/{id}/restore`: takes a deleted one back, without its objects. 202; 200 when READY within the wait. */
export const handler = api(async ({ caller: { tenant, principal }, event, id }) => {
  const [wait] = together(
    () => waitSeconds(event.headers.prefer),
    () => noQuery(event),
    () => noBody(event),
  );
  const record = await restoreEnvironment(services, { tenant, id, caller: principal, ...ifMatchOf(event) });
  const settled = await settledEnvironment(services, record, wait ?? 0);
  return granted(settled.status === 'READY' ? 200 : 202, settled, wait);
});
