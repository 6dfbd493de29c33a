import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, ProblemError } from './errors.js';
const SETTLED = ['READY', 'FAILED', 'DELETE_FAILED', 'DELETED'];
/** Whether nothing further happens to the environment by itself. */
export const isSettled = ({ status }) => SETTLED.includes(status);
/** Milliseconds between two looks: more and more while nothing changes. */
const SHORTEST = 250;
const LONGEST = 2_000;
const GROWTH = 1.5;
/** Milliseconds without any answer after which watching is given up: a job that waits for minutes outlives an outage. */
export const LONGEST_OUTAGE = 60_000;
/**
 * Looks at an environment until nothing further happens to it by itself, and yields it at first and whenever something
 * of it has changed. The last one is settled.
 *
 * @throws ProblemError it is not there, or not yours
 * @throws ConnectionError nobody has answered for a minute
 */
export async function* watch(client, id, { signal } = {}) {
    let etag;
    let interval = SHORTEST;
    let answeredAt = Date.now();
    for (;;) {
        const seen = await look(client, id, etag, signal);
        if (seen instanceof Error) {
            if (Date.now() - answeredAt > LONGEST_OUTAGE)
                throw seen;
        }
        else {
            answeredAt = Date.now();
            if (seen.environment) {
                etag = seen.etag;
                interval = SHORTEST;
                yield seen.environment;
                if (isSettled(seen.environment))
                    return;
            }
        }
        await sleep(interval, undefined, { ...(signal && { signal }) });
        interval = Math.min(interval * GROWTH, LONGEST);
    }
}
const NOT_MODIFIED = 304;
/** @returns an error where another look may succeed */
async function look(client, id, etag, signal) {
    const params = { path: { id }, header: { ...(etag && { 'If-None-Match': etag }) } };
    try {
        const { data, error, response } = await client.GET('/environments/{id}', {
            params,
            ...(signal && { signal }),
        });
        if (data)
            return { environment: data, ...tagOf(response) };
        if (response.status === NOT_MODIFIED)
            return {};
        throw new ProblemError(error);
    }
    catch (error) {
        if (isPassing(error))
            return error;
        throw error;
    }
}
/** Whether another look may succeed. */
export const isPassing = (error) => error instanceof ConnectionError ||
    (error instanceof ProblemError && (error.problem.retryable || error.problem.status >= 500));
function tagOf(response) {
    const etag = response.headers.get('etag');
    return etag ? { etag } : {};
}
