import createFetchClient, {} from 'openapi-fetch';
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
 * Where nobody answers, or the answer is 429 or 503, it asks again for a while; so give what creates something an id or
 * an Idempotency-Key. Every error it gives is a `Problem`, also where the answer was none.
 *
 * @throws CredentialsError there is no way to say who asks
 * @throws TypeError `url` is none
 */
export function createClient({ url, authenticate, tenant, fetch: send }) {
    const address = new URL(url);
    const sign = authenticate ?? authenticationFor(address);
    const once = async (request) => (send ?? globalThis.fetch)(await sign(request));
    const ask = repeating(once, () => address.origin);
    return createFetchClient({
        baseUrl: address.href,
        // Who follows takes credentials to where nobody said that they go.
        redirect: 'manual',
        ...(tenant !== undefined && { headers: { 'groundwork-tenant': tenant } }),
        querySerializer: queryText,
        fetch: async (request) => inForm(request, await ask(request)),
    });
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
 * @throws CredentialsError there are no credentials
 */
export async function answerOf(asked) {
    const { data, error, response } = await asked;
    // A success of this API always says something.
    if (response.ok)
        return data;
    throw new ProblemError(error);
}
