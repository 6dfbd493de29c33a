import { parseCreate } from '../lib/api/create-request.ts';
import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { pathOf, present } from '../lib/api/present.ts';
import { together } from '../lib/api/validate.ts';
import { apiConfig } from '../lib/config.ts';
import { etagOf } from '../lib/environment/etag.ts';
import { isSettled } from '../lib/environment/status.ts';
import { logger, metrics } from '../lib/logger.ts';
import { acceptEnvironment } from '../lib/operations/accept.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { apiServices } from '../lib/operations/services.ts';

const config = apiConfig();
const services = apiServices(config);

/** `POST /environments`: 202; 201 when READY within the wait; 200 when the same was accepted before. */
export const handler = api(async ({ caller, event }) => {
  const [request, wait] = together(
    () => parseCreate(event, { ...config, now: services.now() }),
    () => waitSeconds(event.headers.prefer),
  );
  const { tenant, principal } = caller;
  if (request.id) logger.appendKeys({ environmentId: request.id });
  const accepted = await acceptEnvironment(services, { ...request, tenant, caller: principal });
  logger.appendKeys({ environmentId: accepted.record.id });
  if (!accepted.replayed) {
    metrics.addMetric('EnvironmentsCreated', 'Count', 1);
    metrics.publishStoredMetrics();
  }
  const record = await settledEnvironment(services, accepted.record, wait ?? 0);
  const status = accepted.replayed ? 200 : record.status === 'READY' ? 201 : 202;
  return json(status, present(record), {
    location: pathOf(record.id),
    etag: etagOf(record),
    ...(accepted.replayed && { 'idempotent-replayed': 'true' }),
    ...(wait !== undefined && { 'preference-applied': `wait=${wait}` }),
    ...(!isSettled(record.status) && { 'retry-after': '2' }),
  });
});
