import type { Node, Tags } from '../provisioning/resource.ts';

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

/** Whether the tags carry every ownership tag of the node's environment. */
export const owned = (node: Node, tags: Tags): boolean =>
  Object.entries(node.owner).every(([key, value]) => tags[key] === value);

/** Keys of `observed` that are not desired. */
export const surplusTags = (desired: Tags, observed: Tags = {}): string[] =>
  Object.keys(observed).filter((key) => !(key in desired));
