import { claimsOf } from '../support/issuer.ts';

/** Whose tokens go with the requests. */

const REPOSITORY = 'fuzzed';
const OWNER = '1234567';

export const TENANT = `repository_id:${REPOSITORY}`;

/** Of all that may be done there an operator may do everything but take over, for which it takes an admin. */
export const OPERATOR = claimsOf(REPOSITORY, OWNER);
export const ADMIN = claimsOf(REPOSITORY, OWNER, { environment: 'administration' });

/** Who asked, as records have it. */
export const CALLER = String(OPERATOR.sub);

export const DEPLOYED = { ADMINS: 'environment=administration' };
