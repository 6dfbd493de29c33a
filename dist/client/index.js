/** The typed client: `import { answerOf, createClient } from 'groundwork'`. */
export { authenticationFor, WAYS } from './authenticate.js';
export { answerOf, createClient } from './client.js';
export { ConnectionError, CredentialsError, ProblemError } from './errors.js';
export { isSettled, watch } from './watch.js';
