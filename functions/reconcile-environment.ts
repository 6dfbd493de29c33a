import { bareRequest } from '../lib/api/bare-request.ts';
import { api } from '../lib/api/middleware.ts';
import { granted } from '../lib/api/replies.ts';
import { limitConfig, storeConfig } from '../lib/config.ts';
import { amend } from '../lib/operations/amend.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { repair } from '../lib/operations/restore.ts';
import { apiServices } from '../lib/operations/services.ts';

const services = apiServices(storeConfig());

/** `POST /environments/{id}/reconcile`: retries what failed and repairs drift. 202; 200 when it is done within the wait. */
export const handler = api(
  async ({ caller: { tenant, principal }, event, id }) => {
    const { wait, ...condition } = bareRequest(event);
    const { record } = await amend(services, { tenant, id, ...condition, decide: repair(principal) });
    const settled = await settledEnvironment(services, record, wait ?? 0);
    return granted(settled.status === 'READY' || settled.status === 'DELETED' ? 200 : 202, settled, wait);
  },
  { limit: changeLimit(limitConfig()) },
);
