import { noBody } from '../lib/api/body.ts';
import { ifMatchOf } from '../lib/api/conditional.ts';
import { deletionOf } from '../lib/api/delete-request.ts';
import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { waitSeconds } from '../lib/api/prefer.ts';
import { granted } from '../lib/api/replies.ts';
import { together } from '../lib/api/validate.ts';
import { limitConfig, observingConfig } from '../lib/config.ts';
import { settledEnvironment } from '../lib/operations/describe.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { planDeletion } from '../lib/operations/plan.ts';
import { removal, removeEnvironment } from '../lib/operations/remove.ts';
import { planServices } from '../lib/operations/services.ts';

const services = planServices(observingConfig());

/** `DELETE /environments/{id}`: 202; 200 when it is DELETED, before or within the wait. */
export const handler = api(
  async ({ caller, event, id }) => {
    const [wait, { dryRun, ...manner }] = together(
      () => waitSeconds(event.headers.prefer),
      () => deletionOf(event, caller),
      () => noBody(event),
    );
    const request = { tenant: caller.tenant, id, ...ifMatchOf(event) };
    const decide = removal(caller.principal, manner);
    if (dryRun) return json(200, await planDeletion(services, { ...request, decide }));
    const removed = await removeEnvironment(services, { ...request, decide });
    const record = await settledEnvironment(services, removed, wait ?? 0);
    return granted(record.status === 'DELETED' ? 200 : 202, record, wait);
  },
  { limit: changeLimit(limitConfig()) },
);
