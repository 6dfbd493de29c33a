import { empty } from '../lib/api/http.ts';
import { open } from '../lib/api/middleware.ts';
import { Problem } from '../lib/api/problem.ts';
import { methodsOf } from '../lib/api/routes.ts';

/** Whatever no route takes: 405 where the path has other methods, else 404. */
export const handler = open(async ({ requestContext: { http } }) => {
  const methods = methodsOf(http.path);
  if (methods.length === 0) {
    throw new Problem('not-found', `There is no path ${http.path}.`, {
      nextAction: 'GET /openapi.json lists the paths there are.',
    });
  }
  // Where origins are named, API Gateway adds to the answer what a browser asks for before it sends a request.
  if (http.method === 'OPTIONS') return empty(204, { allow: [...methods, 'OPTIONS'].join(', ') });
  throw new Problem('method-not-allowed', `${http.path} has ${methods.join(' and ')}, not ${http.method}.`, {
    nextAction: 'GET /openapi.json lists what each path takes.',
    headers: { allow: methods.join(', ') },
  });
});
