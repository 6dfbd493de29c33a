import { text } from '../lib/api/http.ts';
import { api } from '../lib/api/middleware.ts';
import { formatOf } from '../lib/api/output-format.ts';
import { invalid } from '../lib/api/problem.ts';
import { storeConfig } from '../lib/config.ts';
import { MEDIA_TYPES, renderOutputs } from '../lib/environment/output-formats.ts';
import { describeOutputs } from '../lib/operations/describe.ts';
import { readServices } from '../lib/operations/services.ts';

const services = readServices(storeConfig());

/** `GET /environments/{id}/outputs`: what a deployment needs to know, in the form that it reads. */
export const handler = api(async ({ caller: { tenant }, event, id }) => {
  const format = formatOf(event);
  const outputs = await describeOutputs(services, { tenant, id });
  const rendered = renderOutputs(format, outputs, id);
  if ('faults' in rendered) throw invalid(rendered.faults);
  return text(200, rendered.text, MEDIA_TYPES[format], { vary: 'Accept' });
});
