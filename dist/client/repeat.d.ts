/** Sends one request once. */
export type Send = (request: Request) => Promise<Response>;
/**
 * Sends a request again where nobody answered, or the answer says that it is not available for a moment: after the time in
 * `Retry-After`, or else after growing ones. Every request of this API may be sent twice, as long as one that creates
 * has an id or an Idempotency-Key. Only what has If-Match is not, once it may have arrived.
 *
 * @param name of what is asked, for the error
 * @returns what rejects with ConnectionError when nobody answers for three seconds; after a minute of 429 and 503 it
 *     resolves to the last of them
 */
export declare const repeating: (send: Send, name: (request: Request) => string) => Send;
