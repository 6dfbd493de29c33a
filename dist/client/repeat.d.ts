/** Sends one request once. The signal ends it. */
export type Send = (request: Request, init?: {
    signal: AbortSignal;
}) => Promise<Response>;
/** Milliseconds. */
export interface Patience {
    /** For one answer, with all of its body. */
    answer: number;
    /** Between the first attempt and the last, where nobody answers. */
    connection: number;
    /** The same, where the answer is that it is not available for a moment. */
    unavailable: number;
}
/** API Gateway gives up after 30 seconds. */
export declare const PATIENCE: Patience;
/**
 * Sends a request again where nobody answered, the answer broke off, or it says that it is not available for a moment:
 * after the time in `Retry-After`, or else after growing ones. Most requests of this API may be sent twice, as long as one
 * that creates has an id or an Idempotency-Key, which the client sees to. What may not is sent again only where it was
 * certainly not done.
 *
 * @param name of what is asked, for the error
 * @returns what rejects with ConnectionError when nobody answers for three seconds; after a minute of 429 and 503 it
 *     resolves to the last of them. What it resolves to has arrived whole.
 */
export declare const repeating: (send: Send, name: (request: Request) => string, patience?: Patience) => Send;
