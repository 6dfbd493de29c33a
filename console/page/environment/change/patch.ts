import type { EnvironmentPatch, Spec } from '../../../../client/contract.ts';
import { type Draft, EMPTY, numberIn } from '../../create/request.ts';

/** The form as it opens: what can be changed, as people write it. */
export const draftOf = (spec: Spec): Draft => ({
  ...EMPTY,
  allowedCidrs: spec.allowedCidrs.join('\n'),
  allowedVpcEndpoints: spec.allowedVpcEndpoints.join('\n'),
  end: 'keep',
  ttl: '',
  tags: Object.entries(spec.tags).map(([key, value]) => ({ key, value })),
  deletionProtection: spec.deletionProtection,
  forceDestroy: spec.forceDestroy,
  storage: {
    ...EMPTY.storage,
    versioning: spec.storage.versioning,
    expireAfterDays: String(spec.storage.expireAfterDays ?? ''),
  },
  role: { ...EMPTY.role, trustedServices: spec.role.trustedServices },
});

/** A merge patch of what was changed in the form, and nothing else: no other field is overwritten by it. */
export function patchOf(spec: Spec, draft: Draft): EnvironmentPatch {
  const before = draftOf(spec);
  const { storage, role } = draft;
  const isOther = (name: keyof Draft) => draft[name] !== before[name];
  const tags = tagsPatch(spec.tags, Object.fromEntries(tagsIn(spec, draft)));
  const stored = {
    ...(storage.versioning !== before.storage.versioning && { versioning: storage.versioning }),
    ...(storage.expireAfterDays !== before.storage.expireAfterDays && {
      expireAfterDays: numberIn(storage.expireAfterDays) ?? null,
    }),
  };
  const asked: { [Field in keyof EnvironmentPatch]: unknown } = {
    ...(isOther('allowedCidrs') && { allowedCidrs: linesIn(draft.allowedCidrs) }),
    ...(isOther('allowedVpcEndpoints') && { allowedVpcEndpoints: linesIn(draft.allowedVpcEndpoints) }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...endPatch(draft),
    ...(Object.keys(stored).length > 0 && { storage: stored }),
    ...(!isSameSet(role.trustedServices, before.role.trustedServices) && {
      role: { trustedServices: role.trustedServices },
    }),
    ...(isOther('deletionProtection') && { deletionProtection: draft.deletionProtection }),
    ...(isOther('forceDestroy') && { forceDestroy: draft.forceDestroy }),
  };
  // What was typed may be none; the API says so.
  return asked as EnvironmentPatch;
}

/** The tags of the form. Spaces around what was there are its own; around what is typed they are a slip. */
export const tagsIn = (
  { tags: before }: Pick<Spec, 'tags'>,
  { tags }: Draft,
): [key: string, value: string][] =>
  tags
    .map(({ key, value }): [string, string] => {
      const named = Object.hasOwn(before, key) ? key : key.trim();
      return [named, before[named] === value ? value : value.trim()];
    })
    .filter(([key, value]) => key !== '' || value !== '');

function endPatch({ end, ttl }: Draft): EnvironmentPatch {
  if (end === 'never') return { ttl: null, expiresAt: null };
  return end === 'ttl' ? { ttl: ttl.trim() } : {};
}

/** What is gone from the tags is taken away by null. */
function tagsPatch(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const other = Object.entries(after).filter(
    ([key, value]) => !Object.hasOwn(before, key) || before[key] !== value,
  );
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...Object.fromEntries(other) };
}

const linesIn = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);

const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
