import { type Caller, TENANT } from './caller.ts';
import type { ApiEvent } from './http.ts';
import { invalid, Problem } from './problem.ts';

/** In the place of a tenant: all of them, in a list. */
export const ALL_TENANTS = '*';

/** In which an admin says whose environments it is about. Not in the query: curl signs `:` and `=` wrongly there. */
const TENANT_HEADER = 'groundwork-tenant';

const POINTER = `/headers/${TENANT_HEADER}`;
/** Nobody makes or changes what is another's. */
const METHODS: readonly string[] = ['GET', 'DELETE'];

/** Whether requests of this method may be about what belongs to another tenant. */
export const namesTenants = (method: string): boolean => METHODS.includes(method);

/**
 * Whose environments the request is about.
 *
 * @throws Problem forbidden: only an admin may name a tenant of others; validation-failed where none can be named
 */
export function tenantOf({ headers, pathParameters, requestContext }: ApiEvent, caller: Caller): string {
  const asked = headers[TENANT_HEADER];
  if (asked === undefined || asked === caller.tenant) return caller.tenant;
  if (caller.role !== 'admin') {
    throw new Problem('forbidden', 'Only an admin sees what belongs to other tenants.', {
      nextAction: `Leave out the header ${TENANT_HEADER}.`,
    });
  }
  if (!namesTenants(requestContext.http.method)) {
    throw invalid([{ pointer: POINTER, detail: `is taken with ${METHODS.join(' and ')} only` }]);
  }
  const isList = pathParameters?.id === undefined;
  if (TENANT.test(asked) || (asked === ALL_TENANTS && isList)) return asked;
  throw invalid([
    { pointer: POINTER, detail: isList ? 'must be a tenant, or * for all' : 'must be a tenant' },
  ]);
}
