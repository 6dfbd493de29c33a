import { type ProvisioningError, retryable, terminal } from './errors.ts';
import type { Run } from './graph.ts';
import type { Found, Node, ResourceState, Tags } from './resource.ts';

/** Whether no tag names another owner; there may be none at all. */
export const namesNobodyElse = ({ owner }: Pick<Node, 'owner'>, tags: Tags): boolean =>
  Object.keys(owner).every((key) => tags[key] === undefined || tags[key] === owner[key]);

/**
 * Why a resource of the wanted name can't be taken. What an earlier life of the same id left is most likely
 * gone already and still shown by a read that lags behind, so it is worth another look.
 */
export function notOurs({ type, name }: Node, { physicalId, ownership }: Found): ProvisioningError {
  const what = `${type} ${name ?? physicalId}`;
  return ownership === 'predecessors'
    ? retryable(
        'foreign-resource',
        `${what} belongs to an earlier environment of the same id. It was not touched. If it stays, remove it or choose another name.`,
      )
    : terminal(
        'foreign-resource',
        `${what} exists and does not belong to this environment. It was not touched. Choose another name or remove it.`,
      );
}

/**
 * Why a resource on record is left alone: it exists and nothing says any more that it is ours. To pass over it
 * in a deletion would destroy the key of its objects after it.
 */
export function ownershipLost(
  { type, owner }: Node,
  { physicalId, ownership, facts }: Found,
): ProvisioningError {
  const tags = Object.entries(owner).map(([key, value]) => `${key}=${value}`);
  const why = ownership === 'predecessors' ? retryable : terminal;
  if (!namesNobodyElse({ owner }, (facts.tags ?? {}) as Tags)) {
    return why(
      'ownership-lost',
      `${type} ${physicalId} is on record as this environment's but carries another owner's tags by now. It was not touched. If that is right, delete this environment with retain=true.`,
    );
  }
  return why(
    'ownership-lost',
    `${type} ${physicalId} is on record as this environment's but does not carry its tags any more. It was not touched. Put them back: ${tags.join(', ')}.`,
  );
}

/** Why what is there is not the environment's. */
export function whyNotOurs(node: Node, found: Found, state: ResourceState | undefined): ProvisioningError {
  if (state?.adopted === 'pending') {
    return terminal(
      'foreign-resource',
      `${node.type} ${found.physicalId} can't be taken over: its tags, or what it points at, say that it is somebody else's. It was not touched.`,
    );
  }
  return state?.physicalId === found.physicalId ? ownershipLost(node, found) : notOurs(node, found);
}

/** What was to be taken over has gone. In its place something empty would look like it. */
export const goneBeforeAdoption = ({ type }: Node, { physicalId }: ResourceState): ProvisioningError =>
  terminal('not-there', `${type} ${physicalId} was to be taken over and is not there. It is not made anew.`);

/**
 * What was deleted may be shown for a while by reads that lag behind. Taken for there, it would be missing from
 * what is READY.
 *
 * @throws ProvisioningError deletion-unclear, retryable
 */
export function unlessStillShown(
  { now, visibleAfterSeconds }: Run,
  { type, name }: Node,
  state: ResourceState | undefined,
): void {
  // What has only an id is not made anew but taken back: it is there.
  if (!state?.deletedAt || !name) return;
  if (now().getTime() >= Date.parse(state.deletedAt) + visibleAfterSeconds * 1000) return;
  throw retryable(
    'deletion-unclear',
    `${type} ${name} was deleted at ${state.deletedAt} and is still to be seen. It counts as there when that stays so for ${visibleAfterSeconds} s.`,
  );
}

/** Whether it was asked for so recently that not every read shows it yet. */
export const isYoung = (
  { now, visibleAfterSeconds }: Pick<Run, 'now' | 'visibleAfterSeconds'>,
  state: Pick<ResourceState, 'intendedAt'> | undefined,
): boolean =>
  state?.intendedAt !== undefined &&
  now().getTime() < Date.parse(state.intendedAt) + visibleAfterSeconds * 1000;

/**
 * What a create made may stay invisible for a while; until then absence proves nothing: a deletion would
 * leave it behind, and a second create of what has no name of its own would make another one.
 *
 * @throws ProvisioningError creation-unclear, retryable
 */
export function unlessUnclear(
  { now, visibleAfterSeconds }: Run,
  { type, name }: Node,
  state: ResourceState | undefined,
): void {
  if (!isYoung({ now, visibleAfterSeconds }, state)) return;
  throw retryable(
    'creation-unclear',
    `${name ? `${type} ${name}` : type} was asked for at ${state?.intendedAt} and is not to be seen. It counts as not made when that stays so for ${visibleAfterSeconds} s.`,
  );
}

/**
 * Tags that were written a moment ago may be missing from a read that lags behind; left in place, they would say for
 * ever that it is this environment's.
 *
 * @throws ProvisioningError tags-unclear, retryable
 */
export function unlessTagsAreYoung(run: Run, { type, name }: Node, state: ResourceState | undefined): void {
  if (!isYoung(run, state)) return;
  throw retryable(
    'tags-unclear',
    `${type} ${name ?? state?.physicalId} shows no tags of this environment, which may have been written a moment ago. It counts as without them when that stays so for ${run.visibleAfterSeconds} s.`,
  );
}
