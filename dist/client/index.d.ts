/** The typed client: `import { createClient } from 'groundwork'`. */
export { type Authenticate, authenticationFor, WAYS, type Way } from './authenticate.ts';
export type * from './contract.ts';
export { CredentialsError } from './errors.ts';
