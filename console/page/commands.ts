import type { Origin } from './api.ts';

/** A word of a shell's command line, quoted where it has to be. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** What curl needs to say who asks, as docs/callers.md has it. */
const CREDENTIALS: Record<Origin['way'], (region: string) => string[]> = {
  none: () => [],
  iam: (region) => [
    `--aws-sigv4 "aws:amz:${region}:execute-api"`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // An empty header is not sent: without a session it does no harm.
    '-H "x-amz-security-token: $AWS_SESSION_TOKEN"',
  ],
  token: () => ['-H "authorization: Bearer $GROUNDWORK_TOKEN"'],
};

interface Asked {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  path: string;
  body?: unknown;
  /** Seconds that the answer may take, for what was asked for to be done. */
  wait?: number;
}

/** The command that asks the API for the same, without the console. */
export function curlFor(
  { url, way, region = 'eu-west-1' }: Origin,
  { method, path, body, wait }: Asked,
): string {
  const isImplied = method === undefined || method === (body === undefined ? 'GET' : 'POST');
  const parts = [
    `curl -sS ${isImplied ? '' : `-X ${method} `}${quoted(url + path)}`,
    ...CREDENTIALS[way](region),
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...(wait === undefined ? [] : [`-H 'prefer: wait=${wait}'`]),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** The command line's way to create. */
export function createCommand({ url }: Origin, { id, ...spec }: { id?: unknown }): string {
  const isDefault = Object.keys(spec).length === 0;
  return [
    `GROUNDWORK_URL=${quoted(url)} groundwork create${typeof id === 'string' ? ` ${quoted(id)}` : ''}`,
    ...(isDefault ? [] : [`--spec - <<'EOF'\n${JSON.stringify(spec, undefined, 2)}\nEOF`]),
  ].join(' ');
}
