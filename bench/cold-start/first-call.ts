import { ROUTES } from '../../lib/api/routes.ts';

/** An environment that is accepted and stays so, for nobody delivers its message. */
const ACCEPTED = 'cold-start';
/** One that nobody made, for what would end the other's peace, or ask further functions. */
const MISSING = 'cold-start-missing';
const ABOUT_MISSING: readonly string[] = ['delete-environment', 'get-drift', 'reconcile'];

/**
 * The event of a function's first call: its route, as API Gateway tells of it; for the worker a message; undefined for
 * the observer, which only functions call.
 *
 * @param name  the function's key in serverless.yml
 * @param count tells calls apart that make something; the first one makes what others are about
 */
export function firstCall(name: string, count: number): unknown {
  if (name === 'observe') return undefined;
  if (name === 'sweep') return {};
  const id = ABOUT_MISSING.includes(name) ? MISSING : ACCEPTED;
  if (name === 'reconcile') {
    return { Records: [{ messageId: '1', body: JSON.stringify({ tenant: 'local', id }) }] };
  }
  const route = ROUTES.find(({ operationId }) => functionOf(operationId) === name) ?? WITHOUT_ROUTE;
  const { method } = route;
  const path = route.path.replace('{id}', id);
  const body = bodyOf(name, count);
  return {
    version: '2.0',
    routeKey: `${method} ${route.path}`,
    rawPath: path,
    headers: body ? { 'content-type': 'application/json' } : {},
    requestContext: { requestId: 'measured', http: { method, path } },
    ...(route.path.includes('{id}') && { pathParameters: { id } }),
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

const WITHOUT_ROUTE = { method: 'GET', path: '/nothing-here' };

function bodyOf(name: string, count: number): object | undefined {
  if (name === 'create-environment') return { id: count === 0 ? ACCEPTED : `${ACCEPTED}-${count}` };
  if (name === 'update-environment') return { ttl: '72h' };
  if (name === 'create-import') return { id: ACCEPTED };
  return undefined;
}

const functionOf = (operationId: string): string =>
  operationId
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^get-(health|openapi)$/, '$1');
