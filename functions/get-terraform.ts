import { text } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { noQuery } from '../lib/api/validate.ts';
import { exportConfig } from '../lib/config.ts';
import { exportEnvironment } from '../lib/operations/export.ts';
import { readServices } from '../lib/operations/services.ts';

const config = exportConfig();
const services = readServices(config);

/** `GET /environments/{id}/terraform`: a `main.tf.json` that imports the environment and changes nothing. */
export const handler = api(async ({ caller: { tenant }, event, id }) => {
  noQuery(event);
  const configuration = await exportEnvironment(services, config.deployment, { tenant, id });
  // To be read and kept by people.
  return text(200, `${JSON.stringify(configuration, null, 2)}\n`, 'application/json');
});
