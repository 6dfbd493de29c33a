import createFetchClient, { type Client, defaultPathSerializer } from 'openapi-fetch';
import { type Authenticate, authenticationFor } from './authenticate.ts';
import type { Problem, paths } from './contract.ts';
import { ProblemError } from './errors.ts';
import { inForm } from './problem.ts';
import { repeating, type Send } from './repeat.ts';

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
export function createClient({ url, authenticate, tenant, fetch: send }: ClientOptions): GroundworkClient {
  const address = new URL(url);
  // fetch refuses it as well, and tells the password.
  if (address.username || address.password)
    throw new TypeError('The address has a name or a password in it.');
  const sign = authenticate ?? authenticationFor(address);
  const once: Send = async (request, init) => (send ?? globalThis.fetch)(await sign(request), init);
  const ask = repeating(once, () => address.origin);
  return createFetchClient<paths>({
    baseUrl: address.href,
    // Who follows takes credentials to where nobody said that they go.
    redirect: 'manual',
    ...(tenant !== undefined && { headers: { 'groundwork-tenant': tenant } }),
    querySerializer: queryText,
    pathSerializer: pathText,
    fetch: async (request) => inForm(request, await ask(await named(request))),
  });
}

/** In a path these lead elsewhere: to all environments, or to the next route. */
const ELSEWHERE: readonly unknown[] = [undefined, null, '', '.', '..'];

/** @throws TypeError an id is none */
function pathText(path: string, ids: Record<string, unknown>): string {
  for (const id of Object.values(ids)) if (ELSEWHERE.includes(id)) throw new TypeError(`'${id}' is no id.`);
  return defaultPathSerializer(path, ids);
}

/** What creates an environment that nothing names would create two when it is sent twice. */
async function named(request: Request): Promise<Request> {
  const isCreate = request.method === 'POST' && new URL(request.url).pathname.endsWith('/environments');
  if (!isCreate || request.headers.has('idempotency-key')) return request;
  const { id } = (await request.clone().json()) as { id?: unknown };
  if (id === undefined) request.headers.set('idempotency-key', crypto.randomUUID());
  return request;
}

/** Escaped exactly as signatures have it, names too: a tag's key is one. What is left out is no parameter. */
const queryText = (query: Readonly<Record<string, unknown>>): string =>
  Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join('&');

/** RFC 3986: also what `encodeURIComponent` leaves as it is. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

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
export async function answerOf<Data>(asked: Promise<Asked<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  // What is none of groundwork's successes is no success any more.
  if (response.ok) return data as Data;
  throw new ProblemError(error as Problem);
}
