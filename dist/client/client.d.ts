import { type Client } from 'openapi-fetch';
import { type Authenticate } from './authenticate.ts';
import type { paths } from './contract.ts';
import { type Send } from './repeat.ts';
/** Calls the API by its paths and methods, with types for what goes in and what comes out. */
export type GroundworkClient = Client<paths>;
export interface ClientOptions {
    /** Of the deployment, as `npm start` or `serverless deploy` prints it. */
    url: string | URL;
    /** How requests say who asks. Left out: by what the environment has, see `authenticationFor`. */
    authenticate?: Authenticate;
    /** Of an admin: whose environments it is about; in a list, `*` for all. */
    tenant?: string;
    /** Sends one request. Left out: `fetch`. */
    fetch?: Send;
}
/**
 * A client of one deployment.
 *
 *     const client = createClient({ url: 'http://localhost:3000' });
 *     const environment = await answerOf(client.GET('/environments/{id}', { params: { path: { id: 'pr-123' } } }));
 *
 * Where nobody answers, or the answer is 429 or 503, it asks again for a while; what creates something gets an
 * Idempotency-Key for that, where it has neither one nor an id. Every error it gives is a `Problem`, also where the answer was none.
 *
 * @throws CredentialsError there is no way to say who asks
 * @throws TypeError `url` is none, or has a name or a password in it
 */
export declare function createClient({ url, authenticate, tenant, fetch: send }: ClientOptions): GroundworkClient;
/** What a call of the client resolves to. */
interface Asked<Data> {
    data?: Data;
    error?: unknown;
    response: Response;
}
/**
 * The answer to a call of the client.
 *
 * @throws ProblemError the API refused, or failed
 * @throws ConnectionError nobody answers
 * @throws CredentialsError there is no way to say who asks
 */
export declare function answerOf<Data>(asked: Promise<Asked<Data>>): Promise<Data>;
export {};
