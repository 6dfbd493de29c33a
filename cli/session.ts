import type { Command } from 'commander';
import { WAYS } from '../client/authenticate.ts';
import { createClient, type GroundworkClient } from '../client/client.ts';
import { UsageError } from './exit.ts';
import { interruptible } from './interrupt.ts';
import { plain } from './plain.ts';
import { type Screen, screenOn } from './screen.ts';

/** What can be said with every command. */
export interface Globals {
  url: string;
  tenant?: string;
  json?: boolean;
  color: boolean;
}

/** What a command works with. */
export interface Session {
  url: URL;
  client: GroundworkClient;
  /** Results are told as JSON. */
  json: boolean;
  out: Screen;
  err: Screen;
  /** Whether it runs in a job, where nobody types what comes next. */
  isJob: boolean;
  /** Whether progress may be drawn over itself: nobody reads a log so. */
  isAnimated: boolean;
}

/** @throws UsageError the address is none, or GROUNDWORK_AUTH no way. @throws CredentialsError there is no way to say who asks */
export function sessionOf(command: Command): Session {
  const { url, tenant, json = false, color } = command.optsWithGlobals<Globals>();
  const address = addressOf(url);
  refuseUnknownWay(process.env.GROUNDWORK_AUTH);
  const { out, err } = screens(color);
  const client = createClient({ url: address, ...(tenant && { tenant }) });
  client.use(interruptible());
  if (!json) client.use(plain());
  return {
    url: address,
    client,
    json,
    isJob: isJob(process.env.CI),
    out,
    err,
    // listr2 looks at stdout as well.
    isAnimated:
      err.isTerminal && out.isTerminal && !json && !isJob(process.env.CI) && process.env.TERM !== 'dumb',
  };
}

/** CI services set `CI`; some people unset it with false. */
const isJob = (ci: string | undefined): boolean => ci !== undefined && ci !== '' && ci !== 'false';

export const screens = (color: boolean): { out: Screen; err: Screen } => ({
  out: screenOn(process.stdout, process.env, color),
  err: screenOn(process.stderr, process.env, color),
});

function refuseUnknownWay(way: string | undefined): void {
  if (!way || WAYS.some((known) => known === way)) return;
  throw new UsageError(
    `GROUNDWORK_AUTH is '${way}', which is no way to say who asks.`,
    `It can be ${WAYS.join(', ')}; or unset it, and credentials are found by themselves.`,
  );
}

/** Paths of the API that somebody may have copied with its address. */
const ROUTE = /\/(environments|imports|health|openapi\.json)(\/.*)?$/;

/** @throws UsageError it is none of HTTP's, or a route of the API */
export function addressOf(text: string): URL {
  // Node 20 has no `URL.parse`.
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const isOfHttp = address !== undefined && /^https?:$/.test(address.protocol);
  if (isOfHttp ? address.username || address.password : text.includes('@')) {
    // Not repeated: it is a secret.
    throw new UsageError(
      'The address has a name or a password in it.',
      'Give it without; credentials are found in the environment, as docs/cli.md says.',
    );
  }
  if (isOfHttp) {
    if (!ROUTE.test(address.pathname)) return address;
    const base = `${address.origin}${address.pathname.replace(ROUTE, '')}`;
    throw new UsageError(`'${text}' is a path of the API, not its address.`, `Give ${base} instead.`);
  }
  throw new UsageError(
    `'${text}' is no address of an API.`,
    'Give one as --url or GROUNDWORK_URL, such as http://localhost:3000.',
  );
}

/** The result as a document for machines. */
export const printJson = (screen: Screen, result: unknown): void =>
  screen.write(`${JSON.stringify(result, null, 2)}\n`);
