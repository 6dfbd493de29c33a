/** The typed client: `import { answerOf, createClient } from 'groundwork'`. */
export { type Authenticate, authenticationFor, WAYS, type Way } from './authenticate.ts';
export { answerOf, type ClientOptions, createClient, type GroundworkClient } from './client.ts';
export type * from './contract.ts';
export { ConnectionError, CredentialsError, ProblemError } from './errors.ts';
export type { Send } from './repeat.ts';
export { isSettled, type WatchOptions, watch } from './watch.ts';
