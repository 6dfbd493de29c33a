import { ifMatchOf } from '../lib/api/conditional.ts';
import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { parsePatch } from '../lib/api/patch-request.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { granted } from '../lib/api/replies.ts';
import { planQuery } from '../lib/api/schemas.ts';
import { query, together } from '../lib/api/validate.ts';
import { limitConfig, observingConfig } from '../lib/config.ts';
import { amend } from '../lib/operations/amend.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { planChange } from '../lib/operations/plan.ts';
import { planServices } from '../lib/operations/services.ts';
import { update } from '../lib/operations/update.ts';

const services = planServices(observingConfig());

/** `PATCH /environments/{id}`: 202; 200 when nothing changes, or when it is READY within the wait. */
export const handler = api(
  async ({ caller: { tenant, principal }, event, id }) => {
    const [patch, wait, { dryRun }] = together(
      () => parsePatch(event, id),
      () => waitSeconds(event.headers.prefer),
      () => query(planQuery, event),
    );
    const change = { tenant, id, ...ifMatchOf(event), decide: update(principal, patch) };
    if (dryRun === 'true') return json(200, await planChange(services, change));
    const { record, changed } = await amend(services, change);
    const settled = await settledEnvironment(services, record, wait ?? 0);
    return granted(!changed || settled.status === 'READY' ? 200 : 202, settled, wait);
  },
  { limit: changeLimit(limitConfig()) },
);
