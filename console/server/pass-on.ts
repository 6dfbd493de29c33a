import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Authenticate } from '../../client/authenticate.ts';
import { type OwnProblem, sendProblem } from './problem.ts';

/** What the contract knows of. The browser's own, such as cookies, are nobody's business. */
const ASKED = ['content-type', 'accept', 'prefer', 'if-match', 'if-none-match', 'idempotency-key'];
const ANSWERED = [
  'content-type',
  'etag',
  'retry-after',
  'location',
  'link',
  'preference-applied',
  'idempotent-replayed',
  'x-request-id',
  'vary',
];
const METHODS = new Set(['GET', 'POST', 'PATCH', 'DELETE']);

/** Bytes; Lambda takes no more. */
const LONGEST_BODY = 6 * 1024 * 1024;
/** Milliseconds; API Gateway answers within 30 seconds. */
const PATIENCE = 40_000;
/** Why nothing is passed on any more. */
const LEFT = 'the browser has left';

/** Thrown where a request can't be passed on. */
class NotPassedOn extends Error {
  override readonly name = 'NotPassedOn';
  readonly problem: OwnProblem;

  constructor(problem: OwnProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface There {
  url: URL;
  target: URL;
  tenant?: string | undefined;
}

/**
 * Passes a request on to the API, with the credentials of whoever started the server, and its answer back.
 *
 * @param url of the API
 * @param target path and query, as the API knows them
 * @param tenant whose environments it is about, where it is not the own
 */
export async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { authenticate, ...there }: There & { authenticate: Authenticate },
): Promise<void> {
  const { url, target } = there;
  // Signals that follow others, as `AbortSignal.any` makes them, are forgotten with the garbage. A timer isn't.
  const stop = new AbortController();
  const { signal } = stop;
  const late = setTimeout(() => stop.abort(), PATIENCE);
  response.on('close', () => {
    clearTimeout(late);
    stop.abort(LEFT);
  });
  try {
    const answer = await ask(await meant(request, there), authenticate, signal, url);
    const headers = ANSWERED.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    response.writeHead(answer.status, { ...Object.fromEntries(headers), 'cache-control': 'no-store' });
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body as ReadableStream), response, { signal });
  } catch (error) {
    // Nobody waits for an answer any more.
    if (signal.reason === LEFT) return;
    if (!(error instanceof NotPassedOn) && !response.headersSent) throw error;
    const problem = error instanceof NotPassedOn ? error.problem : brokenOff(url);
    sendProblem(response, problem, target.pathname);
  }
}

/** The request as the API is to get it. */
async function meant(request: IncomingMessage, { url, target, tenant }: There): Promise<Request> {
  const { method = '', headers } = request;
  if (!METHODS.has(method)) {
    throw new NotPassedOn({
      status: 405,
      code: 'method-not-allowed',
      title: 'This path has no such method',
      detail: `The console passes on ${[...METHODS].join(', ')} only.`,
      nextAction: 'Ask the API itself.',
      retryable: false,
    });
  }
  // Set part by part: a path that begins with two slashes would name another host.
  const there = new URL(url);
  there.pathname = url.pathname.replace(/\/$/, '') + target.pathname;
  there.search = target.search;
  const passed = ASKED.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  const body = method === 'GET' ? undefined : await bodyOf(request);
  return new Request(there, {
    method,
    headers: tenant === undefined ? passed : [...passed, ['groundwork-tenant', tenant]],
    redirect: 'manual',
    ...(body && body.length > 0 && { body }),
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_BODY) {
      throw new NotPassedOn({
        status: 413,
        code: 'body-too-large',
        title: 'The body is too large',
        detail: `At most ${LONGEST_BODY} bytes are passed on.`,
        nextAction: 'Send less.',
        retryable: false,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function ask(
  request: Request,
  authenticate: Authenticate,
  signal: AbortSignal,
  url: URL,
): Promise<Response> {
  const signed = await authenticate(request).catch((error: Error) => {
    if (error.name !== 'CredentialsError') throw error;
    throw new NotPassedOn({
      status: 401,
      code: 'unauthenticated',
      title: 'There are no credentials to ask with',
      detail: error.message,
      nextAction: 'End the console, sign in or set what is missing, and start it again.',
      retryable: false,
    });
  });
  const answer = await fetch(signed, { signal }).catch((error: Error) => {
    throw new NotPassedOn(signal.aborted ? tooLate(url) : unreachable(url, error));
  });
  const { status, headers } = answer;
  if (status >= 300 && status < 400 && status !== 304) throw another(url, `leads elsewhere (${status})`);
  const type = headers.get('content-type') ?? 'what it does not name';
  const isEmpty = status === 204 || headers.get('content-length') === '0';
  if (answer.ok && !isEmpty && !SPOKEN.test(type)) throw another(url, `answers with ${type}`);
  return answer;
}

/** What the API answers with: JSON, and outputs as text. The page of a proxy that wants somebody to sign in is HTML. */
const SPOKEN = /^(application\/([\w.-]+\+)?json|(application|text)\/x-[\w.+-]+)\s*(;|$)/i;

const another = (url: URL, does: string): NotPassedOn =>
  new NotPassedOn({
    status: 502,
    title: 'This is not the API',
    detail: `${url.origin} ${does}.`,
    nextAction: 'Start the console with the address that the deployment printed.',
    retryable: false,
  });

const unreachable = (url: URL, error: Error): OwnProblem => ({
  status: 502,
  code: 'unavailable',
  title: 'The API does not answer',
  detail: `${url.origin}: ${(error.cause as Error | undefined)?.message || error.message}.`,
  nextAction: 'Check the address that the console was started with, and the network.',
  retryable: true,
});

const tooLate = (url: URL): OwnProblem => ({
  status: 504,
  code: 'unavailable',
  title: 'The API did not answer in time',
  detail: `${url.origin} took more than ${PATIENCE / 1000} seconds.`,
  nextAction: 'Look at the environment before you send the same again: it may have been accepted.',
  retryable: true,
});

const brokenOff = (url: URL): OwnProblem => ({
  status: 502,
  code: 'unavailable',
  title: 'The answer broke off',
  detail: `${url.origin} ended it.`,
  nextAction: 'Load the page again.',
  retryable: true,
});
