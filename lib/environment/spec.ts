import { canonicalCidr } from './addresses.ts';
import type { Spec } from './environment.ts';
import { type Fault, pointerToken } from './fault.ts';
import { physicalNames } from './names.ts';
import { fitsOneOf } from './patterns.ts';

/** The fields a caller may give, as the schema lets them through. */
export interface SpecRequest {
  region?: string | undefined;
  allowedCidrs?: string[] | undefined;
  allowedVpcEndpoints?: string[] | undefined;
  encryption?: { [K in keyof Spec['encryption']]?: Spec['encryption'][K] | undefined } | undefined;
  storage?: { [K in keyof Spec['storage']]?: Spec['storage'][K] | undefined } | undefined;
  role?: { [K in keyof Spec['role']]?: Spec['role'][K] | undefined } | undefined;
  ttl?: string | undefined;
  expiresAt?: string | undefined;
  deletionProtection?: boolean | undefined;
  forceDestroy?: boolean | undefined;
  tags?: Record<string, string> | undefined;
}

export interface SpecContext {
  allowedRegions: readonly string[];
  defaultRegion: string;
  /** Names that buckets may have; `*` stands for any characters. */
  bucketNames: readonly string[];
  now: Date;
}

const ANY_ADDRESS = ['0.0.0.0/0', '::/0'];
const DEFAULT_ENCRYPTION = { algorithm: 'aws:kms', deletionWindowDays: 10 } as const;

const MINUTE = 60_000;
const TTL_UNITS: Record<string, number> = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };
const SHORTEST_TTL = 5 * MINUTE;
const MOST_TAGS = 40;
const LONGEST_TTL = 366 * 24 * 60 * MINUTE;

/** The request with defaults filled in and addresses in canonical form; a spec is a request that gives itself. */
export function specFrom(request: SpecRequest, { defaultRegion }: SpecContext): Spec {
  const { encryption = {}, storage = {}, role = {} } = request;
  return withoutUndefined({
    region: request.region ?? defaultRegion,
    allowedCidrs: canonicalCidrs(request.allowedCidrs ?? ANY_ADDRESS),
    allowedVpcEndpoints: request.allowedVpcEndpoints ?? [],
    encryption: {
      ...(encryption.algorithm === 'AES256' ? {} : DEFAULT_ENCRYPTION),
      ...withoutUndefined(encryption),
    },
    storage: withoutUndefined({
      ...storage,
      acl: storage.acl ?? 'private',
      versioning: storage.versioning ?? true,
    }),
    role: withoutUndefined({ ...role, trustedServices: role.trustedServices ?? ['ec2.amazonaws.com'] }),
    ttl: request.ttl,
    expiresAt: request.expiresAt && new Date(request.expiresAt).toISOString(),
    deletionProtection: request.deletionProtection ?? false,
    forceDestroy: request.forceDestroy ?? false,
    tags: request.tags ?? {},
  }) as Spec;
}

/** Every rule that a field's own form can't express: between fields, of the deployment, of the calendar. */
export function faultsOf(request: SpecRequest, context: SpecContext): Fault[] {
  const { encryption = {}, storage = {} } = request;
  const aes = encryption.algorithm === 'AES256';
  const exactNames = storage.initialBucketName !== undefined || storage.finalBucketName !== undefined;
  const sameName =
    storage.initialBucketName !== undefined && storage.initialBucketName === storage.finalBucketName;
  const rules: [applies: boolean, pointer: string, detail: string][] = [
    [
      request.region !== undefined && !context.allowedRegions.includes(request.region),
      '/region',
      `must be one of ${context.allowedRegions.join(', ')}`,
    ],
    [aes && encryption.keyAlias !== undefined, '/encryption/keyAlias', 'AES256 makes no key to name'],
    [
      aes && encryption.deletionWindowDays !== undefined,
      '/encryption/deletionWindowDays',
      'AES256 makes no key to delete',
    ],
    [
      exactNames && storage.bucketPrefix !== undefined,
      '/storage/bucketPrefix',
      'excludes initialBucketName and finalBucketName',
    ],
    [sameName, '/storage/finalBucketName', 'must differ from initialBucketName'],
    [request.ttl !== undefined && request.expiresAt !== undefined, '/expiresAt', 'excludes ttl'],
    [Object.keys(request.tags ?? {}).length > MOST_TAGS, '/tags', `at most ${MOST_TAGS} tags`],
  ];
  return [
    ...rules.filter(([applies]) => applies).map(([, pointer, detail]) => ({ pointer, detail })),
    ...(['initialBucketName', 'finalBucketName'] as const).flatMap((field) =>
      bucketNameFaults(storage[field], `/storage/${field}`, context),
    ),
    ...cidrFaults(request.allowedCidrs ?? []),
    ...expiryFaults(request, context.now),
    ...tagFaults(request.tags ?? {}),
  ];
}

/** Whether the service may have a bucket of this name; what it makes up itself it may. */
export const bucketNameFaults = (
  name: string | undefined,
  pointer: string,
  { bucketNames }: Pick<SpecContext, 'bucketNames'>,
): Fault[] =>
  name === undefined || fitsOneOf(bucketNames, name)
    ? []
    : [
        {
          pointer,
          detail: `${name} must fit one of ${bucketNames.join(', ')}: this deployment has no other buckets. Whoever runs it can allow more: --param bucketNames=…`,
        },
      ];

/** As random as those to come. */
const ANY_LIFE = 'a'.repeat(16);

/** Whether the service may have the buckets that it makes up names for. @param id left out: that is made up, too */
export function madeUpNameFaults(
  { storage = {} }: SpecRequest,
  id: string | undefined,
  context: Pick<SpecContext, 'bucketNames'>,
): Fault[] {
  const chosen = { storage, encryption: {}, role: {} };
  const names = physicalNames({ id: id ?? `env-${ANY_LIFE}` }, ANY_LIFE, chosen);
  return (['initial', 'final'] as const)
    .filter((which) => storage[`${which}BucketName`] === undefined)
    .filter((which) => !fitsOneOf(context.bucketNames, names[`${which}Bucket`]))
    .map((which) => ({
      pointer: `/storage/${which}BucketName`,
      detail: `must be given, to fit one of ${context.bucketNames.join(', ')}: a name that is made up would not`,
    }));
}

/** When an environment of this spec ends, asked for at the given time; RFC 3339. */
export function expiryOf({ ttl, expiresAt }: Pick<Spec, 'ttl' | 'expiresAt'>, now: Date): string | undefined {
  return ttl === undefined ? expiresAt : new Date(now.getTime() + ttlMilliseconds(ttl)).toISOString();
}

/** A spec as callers see it: a time to live is told as the end it led to, with which the spec can be sent again. */
export function specTold({ spec, expiresAt }: { spec: Spec; expiresAt?: string }): Omit<Spec, 'ttl'> {
  const { ttl: _, expiresAt: __, ...rest } = spec;
  return { ...rest, ...(expiresAt && { expiresAt }) };
}

function ttlMilliseconds(ttl: string): number {
  return Number.parseInt(ttl, 10) * (TTL_UNITS[ttl.slice(-1)] ?? Number.NaN);
}

function canonicalCidrs(cidrs: readonly string[]): string[] {
  const blocks = cidrs.map(canonicalCidr).flatMap((result) => ('cidr' in result ? [result.cidr] : []));
  return [...new Set(blocks)];
}

const cidrFaults = (cidrs: readonly string[]): Fault[] =>
  cidrs.flatMap((cidr, index) => {
    const result = canonicalCidr(cidr);
    return 'problem' in result ? [{ pointer: `/allowedCidrs/${index}`, detail: result.problem }] : [];
  });

function expiryFaults({ ttl, expiresAt }: SpecRequest, now: Date): Fault[] {
  const pointer = ttl === undefined ? '/expiresAt' : '/ttl';
  const life = ttl === undefined ? expiresAt && Date.parse(expiresAt) - now.getTime() : ttlMilliseconds(ttl);
  if (typeof life !== 'number') return [];
  if (life < SHORTEST_TTL) return [{ pointer, detail: 'must be at least 5 minutes from now' }];
  return life > LONGEST_TTL ? [{ pointer, detail: 'must be at most 366 days from now' }] : [];
}

/** How long the environment was meant to live, in milliseconds; undefined: until somebody deletes it. */
export function lifetimeOf(
  { ttl, expiresAt }: Pick<Spec, 'ttl' | 'expiresAt'>,
  begun: string,
): number | undefined {
  if (ttl !== undefined) return ttlMilliseconds(ttl);
  return expiresAt === undefined ? undefined : Date.parse(expiresAt) - Date.parse(begun);
}

/** IAM takes keys that differ only in case for one. */
function tagFaults(tags: Readonly<Record<string, string>>): Fault[] {
  const seen = new Set<string>();
  return Object.keys(tags).flatMap((key) => {
    const folded = key.toLowerCase();
    const again = seen.has(folded);
    seen.add(folded);
    const pointer = `/tags/${pointerToken(key)}`;
    if (/^(aws|groundwork):/.test(folded)) return [{ pointer, detail: 'this prefix is reserved' }];
    // The schema's record leaves this key out without a word.
    if (key === '__proto__') return [{ pointer, detail: 'this key is reserved' }];
    return again ? [{ pointer, detail: 'differs from another key only in case' }] : [];
  });
}

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
