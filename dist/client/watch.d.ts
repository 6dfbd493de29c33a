import type { GroundworkClient } from './client.ts';
import type { Environment } from './contract.ts';
/** Whether nothing further happens to the environment by itself. */
export declare const isSettled: ({ status }: Pick<Environment, 'status'>) => boolean;
/** Milliseconds without any answer after which watching is given up: a job that waits for minutes outlives an outage. */
export declare const LONGEST_OUTAGE = 60000;
export interface WatchOptions {
    /** Ends it; what is waited for rejects with its reason. */
    signal?: AbortSignal;
}
/**
 * Looks at an environment until nothing further happens to it by itself, and yields it at first and whenever something
 * of it has changed. The last one is settled.
 *
 * @throws ProblemError it is not there, or not yours
 * @throws ConnectionError nobody has answered for a minute
 */
export declare function watch(client: GroundworkClient, id: string, { signal }?: WatchOptions): AsyncGenerator<Environment, void, undefined>;
/** Whether another look may succeed. */
export declare const isPassing: (error: unknown) => error is Error;
