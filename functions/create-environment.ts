import { parseCreate } from '../lib/api/create-request.ts';
import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { granted } from '../lib/api/replies.ts';
import { together } from '../lib/api/validate.ts';
import { apiConfig, limitConfig } from '../lib/config.ts';
import { logger } from '../lib/logger.ts';
import { metrics } from '../lib/metrics.ts';
import { acceptEnvironment } from '../lib/operations/accept.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { planCreation } from '../lib/operations/plan.ts';
import { planServices } from '../lib/operations/services.ts';

const config = apiConfig();
const services = planServices(config);

/** `POST /environments`: 202; 201 when READY within the wait; 200 when the same was accepted before. */
export const handler = api(
  async ({ caller, event }) => {
    const [{ dryRun, ...request }, wait] = together(
      () => parseCreate(event, { ...config, now: services.now() }),
      () => waitSeconds(event.headers.prefer),
    );
    const { tenant, principal } = caller;
    if (request.id) logger.appendKeys({ environmentId: request.id });
    const asked = { ...request, tenant, caller: principal };
    if (dryRun) return json(200, await planCreation(services, asked));
    const accepted = await acceptEnvironment(services, asked);
    logger.appendKeys({ environmentId: accepted.record.id });
    if (accepted.replayed) {
      const record = await settledEnvironment(services, accepted.record, wait ?? 0);
      return granted(200, record, wait, { 'idempotent-replayed': 'true' });
    }
    metrics.addMetric('EnvironmentsCreated', 'Count', 1);
    metrics.publishStoredMetrics();
    const record = await settledEnvironment(services, accepted.record, wait ?? 0);
    return granted(record.status === 'READY' ? 201 : 202, record, wait);
  },
  { limit: changeLimit(limitConfig()) },
);
