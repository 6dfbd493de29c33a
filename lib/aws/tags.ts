import { namesNobodyElse } from '../provisioning/ownership.ts';
import type { Node, Ownership, ResourceState, Tags } from '../provisioning/resource.ts';

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

/**
 * Whose the tags say a resource is: the ownership tags name a service, a stage, a tenant, an id and a life. What is
 * being taken over is ours as long as it is nobody else's.
 */
export function ownership({ owner }: Node, tags: Tags, state: ResourceState | undefined): Ownership {
  const wrong = Object.keys(owner).filter((key) => tags[key] !== owner[key]);
  if (wrong.length === 0) return 'ours';
  if (state?.adopted === 'pending' && namesNobodyElse({ owner }, tags)) return 'ours';
  return wrong.length === 1 && wrong[0] === UID_TAG && UID_TAG in tags ? 'predecessors' : 'foreign';
}

/**
 * Whether the tags name no other owner, and the record has the resource as ours: then it may be that they were
 * only taken away, as the AWS CLI's `put-bucket-tagging` does, which replaces all of them.
 */
export const mayHaveLostTags = (node: Node, tags: Tags, state: ResourceState | undefined): boolean =>
  state?.physicalId !== undefined && state.physicalId === node.name && namesNobodyElse(node, tags);

/** Seconds after the intent within which our own create has certainly been carried out or given up. */
const CREATED_WITHIN_SECONDS = 600;

/** Whether something of this date may be what we asked for then, and not what somebody made later. */
export const isAsOldAsOurs = (created: Date | undefined, state: ResourceState | undefined): boolean =>
  state?.intendedAt !== undefined &&
  (created?.getTime() ?? 0) <= Date.parse(state.intendedAt) + CREATED_WITHIN_SECONDS * 1000;

/**
 * Writes tags where they differ. Those that are to be there come first, and all of them: the right to set any, and to
 * take others away, hangs on the ownership tags.
 *
 * @param calls of the service, made only where there is something to write
 */
export async function writeTags(
  desired: Tags,
  observed: Tags = {},
  calls: { tag: (tags: Tags) => Promise<unknown>; untag: (keys: string[]) => Promise<unknown> },
): Promise<void> {
  const isMissing = Object.entries(desired).some(([key, value]) => observed[key] !== value);
  const surplus = Object.keys(observed).filter((key) => !(key in desired));
  if (isMissing) await calls.tag(desired);
  if (surplus.length > 0) await calls.untag(surplus);
}
