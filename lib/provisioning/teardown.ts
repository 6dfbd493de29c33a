import { ProvisioningError } from './errors.ts';
import { handlerOf, mayGoOn, neededBy, type Outcome, type Run, walk } from './graph.ts';
import { isYoung, namesNobodyElse, ownershipLost, unlessUnclear } from './ownership.ts';
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
  const found = await handler.find(node, state, made);
  if (found && run.isKept?.(node.logicalId)) return found;
  if (found?.ownership !== 'ours') {
    if (found && state?.physicalId === found.physicalId) throw ownershipLost(node, found);
    if (found?.ownership !== 'foreign') unlessUnclear(run, node, state);
    return undefined;
  }
  if (run.force) return found;
  const blocker = await handler.blocker?.(node, found);
  if (blocker) throw new ProvisioningError(blocker.message, blocker);
  return found;
}

function removeAll(run: TeardownRun, found: ReadonlyMap<string, Found>): Promise<Outcome[]> {
  return walk<void>(run, async ({ node, reached, waitFor }) => {
    await waitFor(neededBy(run.nodes, node.logicalId));
    await remove(run, node, found.get(node.logicalId));
    reached();
  });
}

async function remove(run: TeardownRun, node: Node, found: Found | undefined): Promise<void> {
  const state = () => withoutError(run.journal.state(node.logicalId) ?? { type: node.type });
  if (state().status === 'RETAINED') return;
  if (found && run.isKept?.(node.logicalId)) {
    await leave(run, node, found);
    return run.journal.note(node.logicalId, { ...state(), status: 'RETAINED' });
  }
  if (found) {
    mayGoOn(run.signal);
    await handlerOf(run.handlers, node).remove(node, found, {
      force: run.force,
      isYoung: isYoung(run, state()),
      signal: run.signal,
      progress: (removed) => {
        const progress = added(state().progress, removed);
        return run.journal.note(node.logicalId, { ...state(), status: 'DELETING', progress });
      },
    });
  }
  // The first time counts, as long as it is not made again: from then on a key's window goes.
  const deletedAt = state().deletedAt ?? run.now().toISOString();
  await run.journal.note(node.logicalId, { ...state(), status: 'DELETED', deletedAt });
}

/** Takes away the tags that say whose it is, unless they say that it is somebody else's. */
async function leave(run: TeardownRun, node: Node, found: Found): Promise<void> {
  // What has no tags, an alias, is ours by what it points at.
  const tags = (found.facts.tags ?? {}) as Tags;
  const rest = Object.fromEntries(Object.entries(tags).filter(([key]) => !(key in node.owner)));
  if (Object.keys(rest).length === Object.keys(tags).length || !namesNobodyElse(node, tags)) return;
  mayGoOn(run.signal);
  await handlerOf(run.handlers, node).write(node, found, 'tags', rest, tags);
}

const withoutError = ({ error: _, ...state }: Pick<ResourceState, 'type'> & Partial<ResourceState>) => state;

const added = (before: Amounts = {}, more: Amounts): Amounts => {
  const amounts = { ...before };
  for (const [what, amount] of Object.entries(more)) amounts[what] = (amounts[what] ?? 0) + amount;
  return amounts;
};
