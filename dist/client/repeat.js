import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError } from './errors.js';
/** Milliseconds that one answer may take: API Gateway gives up after 30 seconds. */
const LONGEST_ANSWER = 35_000;
/** Milliseconds between the first attempt and the last. */
const PATIENCE = { connection: 3_000, answer: 60_000 };
const FIRST_DELAY = 200;
const LONGEST_DELAY = 5_000;
const WORTH_REPEATING = [429, 503];
/**
 * Sends a request again where nobody answered, or the answer says that it is not available for a moment: after the time in
 * `Retry-After`, or else after growing ones. Every request of this API may be sent twice, as long as one that creates
 * has an id or an Idempotency-Key. Only what has If-Match is not, once it may have arrived.
 *
 * @param name of what is asked, for the error
 * @returns what rejects with ConnectionError when nobody answers for three seconds; after a minute of 429 and 503 it
 *     resolves to the last of them
 */
export const repeating = (send, name) => async (request) => {
    const began = Date.now();
    for (let attempt = 0;; attempt += 1) {
        const last = await once(send, request);
        const isError = !('status' in last);
        if (!isError && !WORTH_REPEATING.includes(last.status))
            return last;
        request.signal.throwIfAborted();
        if (isError && !isRepeatable(request, last))
            throw unanswered(name(request), last);
        const delay = (!isError && toldBy(last)) || Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY);
        const patience = isError ? PATIENCE.connection : PATIENCE.answer;
        if (Date.now() - began + delay > patience) {
            if (!isError)
                return last;
            throw unanswered(name(request), last);
        }
        if (!isError)
            await last.body?.cancel();
        await sleep(delay, undefined, { signal: request.signal });
    }
};
/** What never left this machine. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];
/** A change that is conditional on what was seen may have been made, and would be refused for that the second time. */
const isRepeatable = (request, error) => !request.headers.has('if-match') || UNSENT.includes(reasonOf(error));
const unanswered = (name, error) => new ConnectionError(`${name} did not answer (${reasonOf(error)}).`, { cause: error });
/** The answer, or why there was none. What isn't of the network is thrown. */
async function once(send, request) {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_ANSWER)]);
    try {
        return await send(new Request(request.clone(), { signal }));
    }
    catch (error) {
        if (isOfNetwork(error))
            return error;
        throw error;
    }
}
/** fetch throws a TypeError with a cause when there is no connection, or it ends early. */
function isOfNetwork(error) {
    const { name, cause } = error;
    return name === 'TimeoutError' || (name === 'TypeError' && cause !== undefined);
}
/** Milliseconds; NaN for what is no number of seconds. */
const toldBy = (answer) => Number(answer.headers.get('retry-after') ?? Number.NaN) * 1000;
/** `ECONNREFUSED`, `ENOTFOUND` …; of several addresses that were tried, the last one's. */
function reasonOf(error) {
    if (error.name === 'TimeoutError')
        return `no answer within ${LONGEST_ANSWER / 1000} s`;
    const cause = error.cause;
    return cause?.code ?? cause?.errors?.at(-1)?.code ?? (cause?.message || error.message);
}
