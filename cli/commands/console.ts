import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { authenticationFor, regionOf, wayTo } from '../../client/authenticate.ts';
import type { GroundworkClient } from '../../client/client.ts';
import { ConnectionError } from '../../client/errors.ts';
import { type Console, serveConsole } from '../../console/server/serve.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { UsageError } from '../exit.ts';
import { printJson } from '../session.ts';

interface Flags {
  port: number;
  tenant?: string;
}

/** Beside the bundle; from the sources, where the build puts it. */
const PLACES = ['console', '../../dist/console'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

export const serveInBrowser = (program: Command): void => {
  define(program, {
    usage: 'console',
    summary: 'show environments in the browser',
    options: [new Option('--port <port>', 'of this machine').argParser(portOf).default(4000)],
    examples: [
      ['groundwork console', 'open the address that it prints'],
      ['groundwork console --tenant team-a', "as an admin, a tenant's"],
      ['groundwork console --url https://api.example.com --port 8080', "a deployment's, on another port"],
    ],
    notes: 'It works with your credentials, on this machine, for you alone. Ctrl-C ends it.',
  }).action(
    act(async ({ url, client, out, err, json }, { port, tenant }: Flags) => {
      if (tenant === '*') throw new UsageError('The console shows the environments of one tenant: name it.');
      const way = wayTo(url, process.env);
      const served = await orTaken(port, {
        url,
        authenticate: authenticationFor(url),
        tenant,
        way,
        ...(way === 'iam' && { region: regionOf(url, process.env) }),
        port,
        page: PLACES.find(existsSync) ?? '',
        docs: fileURLToPath(new URL('docs.html', import.meta.url)),
        onError: (error) => err.print(...String(error instanceof Error ? error.stack : error).split('\n')),
      });
      // A terminal that is closed hangs up. Whoever reads the address may end it at once.
      const ended = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
      if (json) printJson(out, { address: served.address, url: url.href, ...(tenant && { tenant }) });
      else out.print(`The console of ${url.origin} is at`, `  ${served.address}`, 'Ctrl-C ends it.');
      const asking = new AbortController();
      const silence = silenceOf(client, asking.signal).then((told) => told && err.print(told));
      await ended;
      asking.abort();
      await silence;
      await served.close();
      return undefined;
    }),
  );
};

/** What to tell where nobody answers; everything else the page shows. */
async function silenceOf(client: GroundworkClient, signal: AbortSignal): Promise<string | undefined> {
  try {
    await client.GET('/health', { signal });
    return undefined;
  } catch (error) {
    return error instanceof ConnectionError
      ? `${error.message} The page works as soon as it does.`
      : undefined;
  }
}

async function orTaken(port: number, options: Parameters<typeof serveConsole>[0]): Promise<Console> {
  try {
    return await serveConsole(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`Port ${port} is taken.`, `Choose another one: --port ${port + 1}`);
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('It is a number from 1 to 65535.');
  return port;
}
