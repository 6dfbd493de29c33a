import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import type { Authenticate, Way } from '../../client/authenticate.ts';
import { type Guard, guardFor } from './guard.ts';
import { DATA_POLICY, HEADERS, PAGE_POLICY, sendDocs, sendWords } from './pages.ts';
import { passOn } from './pass-on.ts';
import { sendProblem } from './problem.ts';

export interface ConsoleOptions {
  /** Of the API. */
  url: URL;
  /** Says who asks: whoever starts the console. */
  authenticate: Authenticate;
  /** How it does; where it is `none`, the API takes anybody, and so does the console. */
  way: Way;
  /** To sign for, where requests are signed: told in the commands that the page shows. */
  region?: string | undefined;
  /** Whose environments it is about, as an admin says; left out: the own. */
  tenant?: string | undefined;
  /** 0: one that is free. */
  port: number;
  /** The folder of the built page. */
  page: string;
  /** The file of the reference; it may be made later. */
  docs?: string;
  /** Gets what went wrong within the server itself. */
  onError?: (error: unknown) => void;
}

export interface Console {
  /** To open in a browser; with the key where one is asked for. */
  address: string;
  close(): Promise<void>;
}

/**
 * Serves the console on this machine: the page, and under `/api` the API with its user's own credentials. Only that user's
 * own page can use it: see guard.ts.
 *
 * @throws Error the page is not built, or the port is taken (`EADDRINUSE`)
 */
export async function serveConsole(options: ConsoleOptions): Promise<Console> {
  const { page, port, way, onError = () => {} } = options;
  if (!existsSync(join(page, 'index.html'))) {
    throw new Error(`The console's page is not in ${page}: make it with \`npm run build -- console\`.`);
  }
  const files = sirv(page, { dev: true, etag: true, single: true });
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const guard = guardFor({ port: (server.address() as AddressInfo).port, asksForKey: way !== 'none' });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, { ...options, guard, files }).catch((error: unknown) => {
      onError(error);
      sendProblem(response, BROKEN, request.url ?? '');
    });
  });
  return {
    address: guard.address,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const BROKEN = {
  status: 500,
  code: 'internal',
  title: 'The console made an error',
  detail: 'It is told where the console was started.',
  nextAction: 'Load the page again.',
  retryable: false,
} as const;

interface Parts extends ConsoleOptions {
  guard: Guard;
  files: ReturnType<typeof sirv>;
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const { guard, files, docs, url } = parts;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (!guard.isMeant(request)) {
    return sendWords(response, 421, 'This is not here', [
      'The console answers at the address that it printed when it was started, and at no other name.',
    ]);
  }
  // Neither of a proxy (`http://…`) nor of all of the server (`*`).
  if (!request.url?.startsWith('/')) {
    return sendWords(response, 400, 'This is not asked for here', ['The console answers paths of its own.']);
  }
  const target = new URL(`http://${request.headers.host}${request.url}`);
  if (target.pathname === '/docs') return sendDocs(response, docs, url);
  if (request.method === 'GET' && target.searchParams.has('key')) return letIn(response, target, guard);
  const isApi = /^\/api(\/|-origin$)/.test(target.pathname);
  if (isApi) return answerApi(request, response, target, parts);
  if (!guard.isKnown(request)) return sendWords(response, 401, 'Who are you?', HOW_TO_GET_IN);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return sendWords(response, 405, 'There is nothing to change here', [
      'What changes something is under /api.',
    ]);
  }
  response.setHeader('content-security-policy', PAGE_POLICY);
  files(request, response, () => sendWords(response, 404, 'There is no such file', []));
}

const HOW_TO_GET_IN = [
  'This console works with the credentials of whoever started it, so it lets in nobody else.',
  'Open the address that <code>groundwork console</code> or <code>npm start</code> printed, with <code>?key=</code> in it.',
  'It printed another key each time that it was started.',
];

/** Puts the key from the address into a cookie, and takes it out of the address. */
function letIn(response: ServerResponse, target: URL, guard: Guard): void {
  const cookie = guard.cookieFor(target.searchParams.get('key') ?? '');
  if (!cookie) {
    sendWords(response, 401, 'That is not the key', HOW_TO_GET_IN);
    return;
  }
  target.searchParams.delete('key');
  response.writeHead(303, { location: target.href, 'set-cookie': cookie, 'cache-control': 'no-store' });
  response.end();
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  { guard, url, way, region, tenant, authenticate }: Parts,
): Promise<void> {
  response.setHeader('content-security-policy', DATA_POLICY);
  if (!guard.isOwn(request)) return sendProblem(response, OF_ANOTHER_PAGE, target.pathname);
  if (!guard.isKnown(request)) return sendProblem(response, UNKNOWN, target.pathname);
  if (target.pathname === '/api-origin') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ url: url.href.replace(/\/$/, ''), way, region, tenant }));
    return;
  }
  target.pathname = target.pathname.slice('/api'.length);
  await passOn(request, response, { url, authenticate, target, tenant });
}

const OF_ANOTHER_PAGE = {
  status: 403,
  code: 'forbidden',
  title: 'This is not yours to do',
  detail: 'Another web page asks. The console works for its own page only.',
  nextAction: 'Use the console itself, or send the request to the API with credentials of your own.',
  retryable: false,
} as const;

const UNKNOWN = {
  status: 401,
  code: 'unauthenticated',
  title: 'The console does not know you',
  detail: 'The key is missing, or of an earlier start of the console.',
  nextAction: 'Open the address that the console printed when it was started, with ?key= in it.',
  retryable: false,
} as const;
