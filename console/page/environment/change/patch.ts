import type { EnvironmentPatch, Spec } from '../../../../client/contract.ts';

/** What the form holds, as people write it. */
export interface Draft {
  /** One on a line. */
  allowedCidrs: string;
  allowedVpcEndpoints: string;
  /** `key=value`, one on a line. */
  tags: string;
  /** `keep`: as it is; `never`; `ttl`: from the change on. */
  end: 'keep' | 'never' | 'ttl';
  ttl: string;
  versioning: boolean;
  deletionProtection: boolean;
}

/** The form as it opens. */
export const draftOf = ({
  allowedCidrs,
  allowedVpcEndpoints,
  tags,
  storage,
  deletionProtection,
}: Spec): Draft => ({
  allowedCidrs: allowedCidrs.join('\n'),
  allowedVpcEndpoints: allowedVpcEndpoints.join('\n'),
  tags: Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n'),
  end: 'keep',
  ttl: '',
  versioning: storage.versioning,
  deletionProtection,
});

/** A merge patch of what was changed in the form, and nothing else: no other field is overwritten by it. */
export function patchOf(spec: Spec, draft: Draft): EnvironmentPatch {
  const before = draftOf(spec);
  const tags = tagsPatch(spec.tags, tagsIn(draft.tags));
  const isOther = (name: keyof Draft) => draft[name] !== before[name];
  return {
    ...(isOther('allowedCidrs') && { allowedCidrs: linesIn(draft.allowedCidrs) }),
    ...(isOther('allowedVpcEndpoints') && { allowedVpcEndpoints: linesIn(draft.allowedVpcEndpoints) }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...endPatch(draft),
    ...(isOther('versioning') && { storage: { versioning: draft.versioning } }),
    ...(isOther('deletionProtection') && { deletionProtection: draft.deletionProtection }),
  };
}

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
  const other = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...Object.fromEntries(other) };
}

const linesIn = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);

/** A value may hold an equals sign; a key that stands alone has an empty value. */
const tagsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => {
        const at = line.includes('=') ? line.indexOf('=') : line.length;
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
  );
