import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { authenticationFor } from '../../client/authenticate.ts';
import { type Console, serveConsole } from '../../console/server/serve.ts';
import { type Child, startChild } from './child.ts';
import { ROOT } from './configuration.ts';
import { isFree } from './ports.ts';

/** The region that a local system signs for. */
const REGION = 'eu-west-1';
const DOCS = join(ROOT, 'dist/docs.html');
const MAKES_DOCS = join(ROOT, 'scripts/docs.ts');

export interface LocalConsole extends Console {
  /** Of the reference. */
  docs: string;
}

/** Ports tried from the first on, unless one is asked for. */
const TRIED = 20;

/** A port that nobody listens on. @throws Error there is none near */
export async function portFrom(first: number): Promise<number> {
  for (let port = first; port < first + TRIED && port <= 65535; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`There is no free port from ${first} on. Choose one: CONSOLE_PORT=… npm start`);
}

/**
 * Serves the console for a local system, and the reference beside it, which is made anew meanwhile where the contract is
 * younger.
 *
 * @param auth as for `npm start`
 */
export async function startConsole({
  url,
  port,
  auth,
  onLog,
}: {
  url: URL;
  port: number;
  auth: string;
  onLog: (line: string) => void;
}): Promise<LocalConsole> {
  const way = auth === 'iam' || auth === 'none' ? auth : 'token';
  const env = { ...process.env, GROUNDWORK_AUTH: way, AWS_REGION: REGION };
  if (way === 'iam') {
    // As whom the local system takes: see targetOf. It knows no profiles, which the default chain prefers.
    delete process.env.AWS_PROFILE;
    process.env.AWS_ACCESS_KEY_ID ||= 'test';
    process.env.AWS_SECRET_ACCESS_KEY ||= 'test';
  }
  const served = await serveConsole({
    url,
    authenticate: authenticationFor(url, env),
    way,
    region: REGION,
    port,
    page: join(ROOT, 'dist/console'),
    docs: DOCS,
    onError: (error) => onLog(String(error instanceof Error ? error.stack : error)),
  });
  const making = makeDocs(onLog);
  return {
    address: served.address,
    docs: new URL('/docs', served.address).href.replace(/\?.*$/, ''),
    async close() {
      await making?.stop();
      await served.close();
    },
  };
}

/** In a process of its own: it works for seconds. */
function makeDocs(onLog: (line: string) => void): Child | undefined {
  if (!existsSync(MAKES_DOCS) || isYoung()) return undefined;
  return startChild({
    name: 'npm run docs',
    command: process.execPath,
    args: [MAKES_DOCS],
    cwd: ROOT,
    env: process.env,
    onErr: onLog,
  });
}

const isYoung = (): boolean =>
  existsSync(DOCS) && statSync(DOCS).mtimeMs > statSync(join(ROOT, 'openapi.yaml')).mtimeMs;
