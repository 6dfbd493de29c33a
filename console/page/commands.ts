import type { EnvironmentPatch } from '../../client/contract.ts';
import type { Origin, SpecAsked } from './types.ts';

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
  /** Only if it still has this tag. */
  ifMatch?: string | undefined;
}

/** The command that asks the API for the same, without the console. */
export function curlFor(
  { url, way, region = 'eu-west-1' }: Origin,
  { method, path, body, wait, ifMatch }: Asked,
): string {
  const isImplied = method === undefined || method === (body === undefined ? 'GET' : 'POST');
  const parts = [
    `curl -sS ${isImplied ? '' : `-X ${method} `}${quoted(url + path)}`,
    ...CREDENTIALS[way](region),
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...(ifMatch === undefined ? [] : [`-H ${quoted(`if-match: ${ifMatch}`)}`]),
    ...(wait === undefined ? [] : [`-H 'prefer: wait=${wait}'`]),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** The command line's way to create. What has no option of its own goes in as a file. */
export function createCommand({ url }: Origin, body: SpecAsked): string {
  const { id, encryption = {}, storage, role } = body;
  const { algorithm, ...key } = encryption as Record<string, unknown>;
  const filed = {
    ...(Object.keys(key).length > 0 && { encryption: key }),
    ...(storage !== undefined && { storage }),
    ...(role !== undefined && { role }),
  };
  const words = [
    ...(id === undefined ? [] : [String(id)]),
    ...OPTIONS.flatMap(([option, field]) =>
      optionsFor(option, field === 'algorithm' ? algorithm : body[field]),
    ),
  ];
  const line = [`GROUNDWORK_URL=${quoted(url)} groundwork create`, ...words.map(quoted)].join(' ');
  if (Object.keys(filed).length === 0) return line;
  return `${line} --spec - <<'EOF'\n${JSON.stringify(filed, undefined, 2)}\nEOF`;
}

/** The command line's way to change: a merge patch as a file. */
export function updateCommand(
  { url }: Origin,
  { id, patch, ifMatch }: { id: string; patch: EnvironmentPatch; ifMatch?: string | undefined },
): string {
  const condition = ifMatch === undefined ? '' : ` --if-match ${quoted(ifMatch)}`;
  const file = JSON.stringify(patch, undefined, 2);
  return `GROUNDWORK_URL=${quoted(url)} groundwork update ${quoted(id)}${condition} --spec - <<'EOF'\n${file}\nEOF`;
}

const OPTIONS: readonly (readonly [option: string, field: keyof SpecAsked | 'algorithm'])[] = [
  ['--cidr', 'allowedCidrs'],
  ['--vpc-endpoint', 'allowedVpcEndpoints'],
  ['--region', 'region'],
  ['--algorithm', 'algorithm'],
  ['--ttl', 'ttl'],
  ['--expires-at', 'expiresAt'],
  ['--tag', 'tags'],
  ['--protect', 'deletionProtection'],
  ['--force-destroy', 'forceDestroy'],
];

/** As words; an option is given again for each of several values. */
function optionsFor(option: string, value: unknown): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [option];
  if (Array.isArray(value)) return value.flatMap((one) => [option, String(one)]);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => [option, `${key}=${one}`]);
  }
  return [option, String(value)];
}
