import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError } from './errors.ts';

/** Sends one request once. The signal ends it. */
export type Send = (request: Request, init?: { signal: AbortSignal }) => Promise<Response>;

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
export const PATIENCE: Patience = { answer: 35_000, connection: 3_000, unavailable: 60_000 };

const FIRST_DELAY = 200;
const LONGEST_DELAY = 5_000;

const TOO_MANY = 429;
const WORTH_REPEATING = [TOO_MANY, 503];

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
export const repeating =
  (send: Send, name: (request: Request) => string, patience = PATIENCE): Send =>
  async (request) => {
    const began = Date.now();
    const unanswered = (error: Error) =>
      new ConnectionError(`${name(request)} did not answer (${reasonOf(error, patience)}).`, {
        cause: error,
      });
    for (let attempt = 0; ; attempt += 1) {
      const last = await once(send, request, patience.answer);
      const isError = !('status' in last);
      if (!isError && !WORTH_REPEATING.includes(last.status)) return last;
      const delay = (!isError && toldBy(last)) || Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY);
      const isTooLate = Date.now() - began + delay > (isError ? patience.connection : patience.unavailable);
      if (isTooLate || !(isRepeatable(request) || isUndone(last))) {
        if (!isError) return last;
        throw unanswered(last);
      }
      await sleep(delay, undefined, { signal: request.signal });
    }
  };

/**
 * What is conditional on what was seen, and taking back a deletion, are refused the second time for what they did the
 * first time.
 */
const isRepeatable = ({ method, headers, url }: Request): boolean =>
  !headers.has('if-match') && !(method === 'POST' && new URL(url).pathname.endsWith('/restore'));

/** What never left this machine. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Too many requests are refused before anything is done; a 503 may come from what stands between. */
const isUndone = (last: Response | Error): boolean =>
  'status' in last ? last.status === TOO_MANY : UNSENT.includes(codeOf(last) ?? '');

/** The whole answer, or why there was none. What isn't of the network is thrown. */
async function once(send: Send, request: Request, longest: number): Promise<Response | Error> {
  request.signal.throwIfAborted();
  const stop = new AbortController();
  let release = () => {};
  // Signals that follow others, as `AbortSignal.any` makes them, are forgotten with the garbage. A timer isn't.
  const stopped = new Promise<never>((_, reject) => {
    const end = (reason: unknown) => {
      stop.abort(reason);
      reject(reason);
    };
    const late = setTimeout(() => end(new DOMException('It takes too long.', 'TimeoutError')), longest);
    const pass = () => end(request.signal.reason);
    request.signal.addEventListener('abort', pass);
    release = () => {
      clearTimeout(late);
      request.signal.removeEventListener('abort', pass);
    };
  });
  try {
    return await Promise.race([whole(send(request.clone(), { signal: stop.signal })), stopped]);
  } catch (error) {
    request.signal.throwIfAborted();
    if (isOfNetwork(error)) return error;
    throw error;
  } finally {
    release();
  }
}

/** With the body read: it may break off, or never end. */
async function whole(sent: Promise<Response>): Promise<Response> {
  const answer = await sent;
  const { status, statusText, headers } = answer;
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
}

/** fetch throws a TypeError with a cause when there is no connection, or it ends early. */
function isOfNetwork(error: unknown): error is Error {
  const { name, cause } = error as Partial<Error>;
  return name === 'TimeoutError' || (name === 'TypeError' && cause !== undefined);
}

/** Milliseconds; NaN for what is no number of seconds. */
const toldBy = (answer: Response): number => Number(answer.headers.get('retry-after') ?? Number.NaN) * 1000;

interface Cause {
  code?: string;
  message?: string;
  errors?: { code?: string }[];
}

/** `ECONNREFUSED`, `ENOTFOUND` …; of several addresses that were tried, the last one's. */
function codeOf({ cause }: Error): string | undefined {
  const { code, errors } = (cause ?? {}) as Cause;
  return code ?? errors?.at(-1)?.code;
}

function reasonOf(error: Error, { answer }: Patience): string {
  if (error.name === 'TimeoutError') return `no answer within ${answer / 1000} s`;
  return codeOf(error) ?? ((error.cause as Cause | undefined)?.message || error.message);
}
