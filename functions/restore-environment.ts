import { bareRequest } from '../lib/api/bare-request.ts';
import { api } from '../lib/api/middleware.ts';
import { granted } from '../lib/api/replies.ts';
import { limitConfig, restoreConfig } from '../lib/config.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { restoreEnvironment } from '../lib/operations/restore.ts';
import { apiServices } from '../lib/operations/services.ts';

const services = apiServices(restoreConfig());

/** `POST /environments/{id}/restore`: takes a deletion back. 202; 200 when READY within the wait. */
export const handler = api(
  async ({ caller: { tenant, principal }, event, id }) => {
    const { wait, ...condition } = bareRequest(event);
    const record = await restoreEnvironment(services, { tenant, id, caller: principal, ...condition });
    const settled = await settledEnvironment(services, record, wait ?? 0);
    return granted(settled.status === 'READY' ? 200 : 202, settled, wait);
  },
  { limit: changeLimit(limitConfig()) },
);
