import { json } from '../lib/api/http.ts';
import { parseImport } from '../lib/api/import-request.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { invalid, Problem } from '../lib/api/problem.ts';
import { granted } from '../lib/api/replies.ts';
import { together } from '../lib/api/validate.ts';
import { importConfig, limitConfig } from '../lib/config.ts';
import { logger } from '../lib/logger.ts';
import { metrics } from '../lib/metrics.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { importEnvironment, planImport } from '../lib/operations/import.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { planServices } from '../lib/operations/services.ts';

const config = importConfig();
const { deployment, imports } = config;
const services = { ...planServices(config), deployment, regions: config };

/** `POST /imports`: 202; 201 when READY within the wait; 200 when the same was accepted before. */
export const handler = api(
  async ({ caller, event }) => {
    if (!imports) throw notHere();
    if (caller.role !== 'admin') throw notYours();
    const [{ dryRun, ...request }, wait] = together(
      () => parseImport(event, { ...config, now: services.now() }),
      () => waitSeconds(event.headers.prefer),
    );
    logger.appendKeys({ environmentId: request.id });
    const asked = { ...request, tenant: caller.tenant, caller: caller.principal };
    if (dryRun) return json(200, await planImport({ ...services, imports }, asked, invalid));
    const accepted = await importEnvironment({ ...services, imports }, asked, invalid);
    if (!accepted.replayed) {
      metrics.addMetric('EnvironmentsImported', 'Count', 1);
      metrics.publishStoredMetrics();
    }
    const record = await settledEnvironment(services, accepted.record, wait ?? 0);
    if (accepted.replayed) return granted(200, record, wait, { 'idempotent-replayed': 'true' });
    return granted(record.status === 'READY' ? 201 : 202, record, wait);
  },
  { limit: changeLimit(limitConfig()) },
);

/** What has no tags belongs to no tenant, and whoever takes it over may have it deleted. */
const notYours = () =>
  new Problem('forbidden', 'Only an admin takes over what was there before.', {
    nextAction: 'Ask one, or have whoever runs this deployment make you one: --param admins=….',
  });

const notHere = () =>
  new Problem('forbidden', 'This deployment takes nothing over.', {
    nextAction: "Whoever runs it can allow that: serverless deploy --param imports='microservice_*'.",
  });
