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

export interface Asked {
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
  { url, way, region = 'eu-west-1', tenant }: Origin,
  { method, path, body, wait, ifMatch }: Asked,
): string {
  const isImplied = method === undefined || method === (body === undefined ? 'GET' : 'POST');
  const parts = [
    `curl -sS ${isImplied ? '' : `-X ${method} `}${quoted(url + path)}`,
    ...CREDENTIALS[way](region),
    ...(tenant === undefined ? [] : [`-H ${quoted(`groundwork-tenant: ${tenant}`)}`]),
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...(ifMatch === undefined ? [] : [`-H ${quoted(`if-match: ${ifMatch}`)}`]),
    ...(wait === undefined ? [] : [`-H 'prefer: wait=${wait}'`]),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** The command line's way to create. What has no option of its own goes in as a file. */
export function createCommand(origin: Origin, body: SpecAsked): string {
  const { id, encryption = {}, storage, role, tags } = body;
  const { algorithm, ...key } = encryption as Record<string, unknown>;
  const isFiled = Object.keys(tags ?? {}).some((name) => !isOption(name));
  const filed = {
    ...(Object.keys(key).length > 0 && { encryption: key }),
    ...(storage !== undefined && { storage }),
    ...(role !== undefined && { role }),
    ...(isFiled && { tags }),
  };
  const said = { ...body, tags: isFiled ? undefined : tags };
  const words = [
    ...(id === undefined ? [] : [String(id)]),
    ...OPTIONS.flatMap(([option, field]) =>
      optionsFor(option, field === 'algorithm' ? algorithm : said[field]),
    ),
  ];
  return command(origin, ['create', ...words], Object.keys(filed).length > 0 ? filed : undefined);
}

/** Whether a tag of this key can be written as `--tag KEY=VALUE`, which ends the key at the first `=`. */
const isOption = (key: string): boolean => key !== '' && !key.includes('=');

/** A line of the command line. @param file it reads from stdin */
export function command({ url, tenant }: Origin, words: readonly string[], file?: unknown): string {
  const whose = tenant === undefined ? [] : ['--tenant', tenant];
  const line = `GROUNDWORK_URL=${quoted(url)} groundwork ${[...words, ...whose].map(quoted).join(' ')}`;
  return file === undefined ? line : `${line} --spec - <<'EOF'\n${JSON.stringify(file, undefined, 2)}\nEOF`;
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
