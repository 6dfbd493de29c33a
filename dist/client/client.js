import createFetchClient, { defaultPathSerializer } from 'openapi-fetch';
import { authenticationFor } from './authenticate.js';
import { ProblemError } from './errors.js';
import { inForm } from './problem.js';
import { repeating } from './repeat.js';
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
export function createClient({ url, authenticate, tenant, fetch: send }) {
    const address = new URL(url);
    // fetch refuses it as well, and tells the password.
    if (address.username || address.password)
        throw new TypeError('The address has a name or a password in it.');
    const sign = authenticate ?? authenticationFor(address);
    const once = async (request, init) => (send ?? globalThis.fetch)(await sign(request), init);
    const ask = repeating(once, () => address.origin);
    return createFetchClient({
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
const ELSEWHERE = [undefined, null, '', '.', '..'];
/** @throws TypeError an id is none */
function pathText(path, ids) {
    for (const id of Object.values(ids))
        if (ELSEWHERE.includes(id))
            throw new TypeError(`'${id}' is no id.`);
    return defaultPathSerializer(path, ids);
}
/** What creates an environment that nothing names would create two when it is sent twice. */
async function named(request) {
    const isCreate = request.method === 'POST' && new URL(request.url).pathname.endsWith('/environments');
    if (!isCreate || request.headers.has('idempotency-key'))
        return request;
    const { id } = (await request.clone().json());
    if (id === undefined)
        request.headers.set('idempotency-key', crypto.randomUUID());
    return request;
}
/** Escaped exactly as signatures have it, names too: a tag's key is one. What is left out is no parameter. */
const queryText = (query) => Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join('&');
/** RFC 3986: also what `encodeURIComponent` leaves as it is. */
const escaped = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
/**
 * The answer to a call of the client.
 *
 * @throws ProblemError the API refused, or failed
 * @throws ConnectionError nobody answers
 * @throws CredentialsError there is no way to say who asks
 */
export async function answerOf(asked) {
    const { data, error, response } = await asked;
    // What is none of groundwork's successes is no success any more.
    if (response.ok)
        return data;
    throw new ProblemError(error);
}
