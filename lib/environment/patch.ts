import { sameValue } from '../provisioning/canonical.ts';
import type { Spec } from './environment.ts';
import type { Fault } from './fault.ts';
import { faultsOf, type SpecRequest, specFrom } from './spec.ts';

/** What is decided once: another value needs another environment. */
const IMMUTABLE = [
  ['region'],
  ['encryption', 'algorithm'],
  ['encryption', 'keyAlias'],
  ['storage', 'bucketPrefix'],
  ['storage', 'initialBucketName'],
  ['storage', 'finalBucketName'],
  ['storage', 'acl'],
  ['role', 'name'],
  ['role', 'policyName'],
  ['role', 'instanceProfileName'],
] as const;

/** A JSON merge patch (RFC 7396) of a spec: what is not in it stays, null takes away. */
export type SpecPatch = Readonly<Record<string, unknown>>;

/**
 * The spec with the patch applied.
 *
 * @param patch each field in its right form, or null
 * @returns the spec, or everything that is wrong with the patch
 */
export function patched(
  spec: Spec,
  patch: SpecPatch,
  now: Date,
): { spec: Spec; faults: [] } | { faults: Fault[] } {
  const { ttl, expiresAt, ...base } = spec;
  const request = mergePatch(base, patch) as SpecRequest;
  const context = { allowedRegions: [spec.region], defaultRegion: spec.region, bucketNames: ['*'], now };
  const fixed = immutableFaults(spec, specFrom(request, context));
  // The rest of the spec was granted before: it is not this request's to answer for.
  const wrong = faultsOf(request, context).filter(
    ({ pointer }) =>
      valueAt(patch, pointer) !== undefined && !fixed.some((fault) => fault.pointer === pointer),
  );
  const faults = [...fixed, ...wrong];
  if (faults.length > 0) return { faults };
  const end = setsEnd(patch) ? {} : { ...(ttl && { ttl }), ...(expiresAt && { expiresAt }) };
  return { spec: { ...specFrom(request, context), ...end }, faults: [] };
}

/** Whether the patch says when the environment ends, or that it doesn't. A `ttl` counts from the patch on. */
export const setsEnd = (patch: SpecPatch): boolean => 'ttl' in patch || 'expiresAt' in patch;

/** The fields in which two specs differ, as JSON pointers. */
export const changedFields = (before: Spec, after: Spec): string[] =>
  pointersOf({ ...before, ...after }).filter(
    (pointer) => !sameValue(valueAt(before, pointer), valueAt(after, pointer)),
  );

/** One level of objects: a list and the tags count as one field. */
const pointersOf = (spec: object): string[] =>
  Object.keys(spec).flatMap((name) => {
    const within: readonly string[] | undefined = FIELDS_WITHIN[name as keyof typeof FIELDS_WITHIN];
    return within?.map((inner) => `/${name}/${inner}`) ?? [`/${name}`];
  });

const FIELDS_WITHIN = {
  encryption: ['algorithm', 'keyAlias', 'deletionWindowDays'],
  storage: ['bucketPrefix', 'initialBucketName', 'finalBucketName', 'acl', 'versioning', 'expireAfterDays'],
  role: ['name', 'policyName', 'instanceProfileName', 'trustedServices'],
} as const satisfies { [K in 'encryption' | 'storage' | 'role']: (keyof Spec[K])[] };

const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (inner, key) => (isObject(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
      value,
    );

const immutableFaults = (before: Spec, after: Spec): Fault[] =>
  IMMUTABLE.map((path) => `/${path.join('/')}`)
    .filter((pointer) => !sameValue(valueAt(before, pointer), valueAt(after, pointer)))
    .map((pointer) => ({
      pointer,
      detail: `can't be changed; it ${whatItIs(valueAt(before, pointer))}. Another value needs a new environment`,
    }));

const whatItIs = (value: unknown): string =>
  value === undefined ? 'was made up with the environment' : `is ${JSON.stringify(value)}`;

/** Goes no deeper than what is there does: a spec has all of its objects, and what it has not is refused, however deep. */
function mergePatch(base: unknown, patch: unknown): unknown {
  if (!isObject(patch) || !isObject(base)) return patch;
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(patch, key));
  const merged = Object.entries(patch)
    .filter(([, inner]) => inner !== null)
    .map(([key, inner]) => [key, mergePatch(base[key], inner)] as const);
  return Object.fromEntries([...kept, ...merged]);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
