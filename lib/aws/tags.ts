import type { Node, Ownership, Tags } from '../provisioning/resource.ts';

/** The ownership tag that tells one life of an id from another. */
export const UID_TAG = 'groundwork:uid';

interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** Tags in the list form that S3 and IAM use. */
export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags as a map; those that AWS itself sets are left out. */
export const tagMap = (list: readonly Tag[] = []): Tags =>
  Object.fromEntries(
    list.filter(({ Key }) => !Key?.startsWith('aws:')).map(({ Key = '', Value = '' }) => [Key, Value]),
  );

/** Whose the tags say a resource is: the ownership tags name a service, a stage, a tenant, an id and a life. */
export function ownership({ owner }: Node, tags: Tags): Ownership {
  const wrong = Object.keys(owner).filter((key) => tags[key] !== owner[key]);
  if (wrong.length === 0) return 'ours';
  return wrong.length === 1 && wrong[0] === UID_TAG && UID_TAG in tags ? 'predecessors' : 'foreign';
}

/** Keys of `observed` that are not desired. */
export const surplusTags = (desired: Tags, observed: Tags = {}): string[] =>
  Object.keys(observed).filter((key) => !(key in desired));
