/** Every route of the API: what the fallback judges by, and what the contract is generated from. */
export const ROUTES = [
  { method: 'POST', path: '/environments', operationId: 'createEnvironment' },
  { method: 'GET', path: '/environments', operationId: 'listEnvironments' },
  { method: 'GET', path: '/environments/{id}', operationId: 'getEnvironment' },
  { method: 'PATCH', path: '/environments/{id}', operationId: 'updateEnvironment' },
  { method: 'DELETE', path: '/environments/{id}', operationId: 'deleteEnvironment' },
  { method: 'GET', path: '/environments/{id}/ready', operationId: 'getReady' },
  { method: 'GET', path: '/environments/{id}/outputs', operationId: 'getOutputs' },
  { method: 'GET', path: '/environments/{id}/events', operationId: 'getEvents' },
  { method: 'GET', path: '/environments/{id}/drift', operationId: 'getDrift' },
  { method: 'POST', path: '/environments/{id}/reconcile', operationId: 'reconcileEnvironment' },
  { method: 'POST', path: '/environments/{id}/restore', operationId: 'restoreEnvironment' },
  { method: 'GET', path: '/environments/{id}/terraform', operationId: 'getTerraform' },
  { method: 'POST', path: '/imports', operationId: 'createImport' },
  { method: 'GET', path: '/health', operationId: 'getHealth' },
  { method: 'GET', path: '/openapi.json', operationId: 'getOpenapi' },
] as const;

export type OperationId = (typeof ROUTES)[number]['operationId'];

/** The methods that the path has; none: there is no such path. */
export const methodsOf = (path: string): string[] =>
  ROUTES.filter((route) => pattern(route.path).test(path)).map(({ method }) => method);

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
