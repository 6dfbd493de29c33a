import { ProvisioningError, soonAllowed } from './errors.ts';
import { handlerOf, mayGoOn, neededBy, type Outcome, type Run, walk } from './graph.ts';
import { isYoung, namesNobodyElse, ownershipLost, unlessTagsAreYoung, unlessUnclear } from './ownership.ts';
import type { Amounts, Found, Identities, Node, ResourceState, Tags } from './resource.ts';

export interface TeardownRun extends Run {
  /** Empty what is not empty. Without it a resource that holds data stops the deletion before it begins. */
  force: boolean;
  /** What is not to be removed but left, without our tags; left out: nothing. */
  isKept?: (logicalId: string) => boolean;
}

/**
 * Removes what an environment owns, in the reverse of the order in which it was made. First everything is
 * looked at: if a resource holds data and `force` is not set, or can't be looked at, nothing is deleted.
 * What is gone already counts as done; what belongs to someone else is left alone and counts as done.
 *
 * @returns one outcome per node
 * @throws LeaseLost when the journal may no longer be written, and whatever is a bug
 */
export async function teardown(run: TeardownRun): Promise<Outcome[]> {
  const { found, outcomes } = await inspect(run);
  if (outcomes.some((outcome) => outcome.result !== 'done')) return outcomes;
  return removeAll(run, found);
}

/** Finds every node of ours, dependencies first, and asks what speaks against deleting it. */
export async function inspect(
  run: TeardownRun,
): Promise<{ found: ReadonlyMap<string, Found>; outcomes: Outcome[] }> {
  const found = new Map<string, Found>();
  const outcomes = await walk<Found | undefined>(run, async ({ node, reached, waitFor }) => {
    const dependencies = Object.entries(await waitFor(node.dependsOn));
    // What a node depends on does not exist, so neither does the node.
    const made = dependencies.flatMap(([id, seen]) => (seen ? [[id, seen] as const] : []));
    if (made.length < dependencies.length) return reached(undefined);
    const seen = await look(run, node, Object.fromEntries(made));
    if (seen) found.set(node.logicalId, seen);
    reached(seen);
  });
  return { found, outcomes };
}

async function look(run: TeardownRun, node: Node, made: Identities): Promise<Found | undefined> {
  mayGoOn(run.signal);
  const state = run.journal.state(node.logicalId);
  if (state?.status === 'DELETED' || state?.status === 'RETAINED') return undefined;
  const handler = handlerOf(run.handlers, node);
  const isLeft = isLeftBy(run, node.logicalId);
  const found = await handler.find(node, isLeft ? regardless(state) : state, async () => made);
  const isOnRecord = found !== undefined && found.physicalId === state?.physicalId;
  if (isLeft && (isOnRecord || found?.ownership === 'ours')) return found;
  if (found?.ownership !== 'ours') {
    if (found && isOnRecord) throw ownershipLost(node, found);
    if (found?.ownership !== 'foreign') unlessUnclear(run, node, state);
    return undefined;
  }
  if (run.force) return found;
  const blocker = await handler.blocker?.(node, found);
  if (blocker) throw new ProvisioningError(blocker.message, blocker);
  return found;
}

/** What is kept is worth nothing without what it needs: a bucket without its key. */
export const isLeftBy = (run: Pick<TeardownRun, 'nodes' | 'isKept'>, logicalId: string): boolean =>
  (run.isKept?.(logicalId) ?? false) || neededBy(run.nodes, logicalId).some((id) => isLeftBy(run, id));

/** Also what has turned out to be unfit for taking over is left. */
const regardless = (state: ResourceState | undefined): ResourceState | undefined => {
  if (!state) return undefined;
  const { adopted: _, ...rest } = state;
  return rest;
};

/**
 * What depends on a node goes before it. What only refers to it lets it go when it is detached, or else when it is gone
 * itself: a key outlives the buckets, for their objects are worth nothing without it.
 */
function removeAll(run: TeardownRun, found: ReadonlyMap<string, Found>): Promise<Outcome[]> {
  const idsOf = (nodes: readonly Node[]) => nodes.map(({ logicalId }) => logicalId);
  return walk<void>(run, async ({ node, reached, waitFor, waitForEnd }) => {
    const seen = found.get(node.logicalId);
    if (await detach(run, node, seen)) reached();
    await waitFor(idsOf(run.nodes.filter(({ refersTo }) => refersTo.includes(node.logicalId))));
    await waitForEnd(idsOf(run.nodes.filter(({ dependsOn }) => dependsOn.includes(node.logicalId))));
    await remove(run, node, seen);
    reached();
  });
}

/** @returns whether the node refers to nothing any more */
async function detach(run: TeardownRun, node: Node, found: Found | undefined): Promise<boolean> {
  const handler = handlerOf(run.handlers, node);
  if (!found || !handler.detach || isLeftBy(run, node.logicalId)) return false;
  mayGoOn(run.signal);
  const detaching = handler.detach(node, found);
  await (isYoung(run, run.journal.state(node.logicalId)) ? soonAllowed(detaching) : detaching);
  return true;
}

async function remove(run: TeardownRun, node: Node, found: Found | undefined): Promise<void> {
  const state = () => withoutError(run.journal.state(node.logicalId) ?? { type: node.type });
  if (state().status === 'RETAINED') return;
  if (found && isLeftBy(run, node.logicalId)) {
    await leave(run, node, found);
    return run.journal.tell(node.logicalId, { ...state(), status: 'RETAINED' });
  }
  if (found) {
    mayGoOn(run.signal);
    const young = isYoung(run, state());
    const removal = handlerOf(run.handlers, node).remove(node, found, {
      force: run.force,
      isYoung: young,
      signal: run.signal,
      progress: (removed) => {
        const progress = added(state().progress, removed);
        run.journal.tell(node.logicalId, { ...state(), status: 'DELETING', progress });
      },
    });
    await (young ? soonAllowed(removal) : removal);
  }
  // The first time counts, as long as it is not made again: from then on a key's window goes.
  const deletedAt = state().deletedAt ?? run.now().toISOString();
  // At once: a restore after this worker's end could take a read that lags behind for what is still there.
  run.journal.tell(node.logicalId, { ...state(), status: 'DELETED', deletedAt }, 0);
}

/** Takes away the tags that say whose it is, unless they say that it is somebody else's. */
async function leave(run: TeardownRun, node: Node, found: Found): Promise<void> {
  const tags = found.facts.tags as Tags | undefined;
  // What has no tags, an alias, is ours by what it points at.
  if (!tags || !namesNobodyElse(node, tags)) return;
  const rest = Object.fromEntries(Object.entries(tags).filter(([key]) => !(key in node.owner)));
  if (Object.keys(rest).length === Object.keys(tags).length) {
    return unlessTagsAreYoung(run, node, run.journal.state(node.logicalId));
  }
  mayGoOn(run.signal);
  await soonAllowed(handlerOf(run.handlers, node).write(node, found, 'tags', rest, tags));
}

const withoutError = ({ error: _, ...state }: Pick<ResourceState, 'type'> & Partial<ResourceState>) => state;

const added = (before: Amounts = {}, more: Amounts): Amounts => {
  const amounts = { ...before };
  for (const [what, amount] of Object.entries(more)) amounts[what] = (amounts[what] ?? 0) + amount;
  return amounts;
};
