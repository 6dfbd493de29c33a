/** The typed client: `import { createClient } from 'groundwork'`. */
export { authenticationFor, WAYS } from './authenticate.js';
export { CredentialsError } from './errors.js';
