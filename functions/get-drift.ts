import { json } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { noQuery } from '../lib/api/validate.ts';
import { limitConfig, observingConfig } from '../lib/config.ts';
import { changeLimit } from '../lib/operations/limit.ts';
import { observeDrift } from '../lib/operations/plan.ts';
import { planServices } from '../lib/operations/services.ts';

const services = planServices(observingConfig());

/** `GET /environments/{id}/drift`: looks at everything now, compares, changes nothing. */
export const handler = api(
  async ({ caller: { tenant }, event, id }) => {
    noQuery(event);
    return json(200, await observeDrift(services, { tenant, id }));
  },
  { limit: changeLimit(limitConfig()) },
);
