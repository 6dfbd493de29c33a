import { type Difference, differences, sameValue } from './canonical.ts';
import { ProvisioningError, retryable, soonAllowed } from './errors.ts';
import { handlerOf, mayGoOn, needs, type Outcome, type Run, settleAll, walk } from './graph.ts';
import { goneBeforeAdoption, isYoung, unlessStillShown, unlessUnclear, whyNotOurs } from './ownership.ts';
import type {
  Aspects,
  Found,
  Handler,
  Identities,
  Identity,
  Node,
  ResourceState,
  ResourceStatus,
} from './resource.ts';

/**
 * Makes AWS equal to the desired graph: observe → ensure → sync → verify for every node, each as early as
 * the nodes it needs allow. The first creation, a retry, the repair of drift and an update are all this one
 * function; where everything is as desired it only reads. A node that fails stops only those that need it.
 *
 * @returns one outcome per node
 * @throws LeaseLost when the journal may no longer be written, and whatever is a bug
 */
export function reconcile(run: Run): Promise<Outcome[]> {
  return walk<Identity>(run, async ({ node, reached, waitFor }) => {
    const step: Step = {
      run,
      node,
      handler: handlerOf(run.handlers, node),
      dependencies: () => waitFor(node.dependsOn),
    };
    const { found, created } = await ensure(step);
    reached(found);
    const [references, observed] = await settleAll([
      waitFor(needs(node)),
      created ? Promise.resolve(found.facts) : observe(step, found),
    ]);
    const desired = node.aspects(references);
    const changed = await sync(step, found, desired, observed);
    if (changed || created) await verify(step, found, desired);
    run.journal.tell(node.logicalId, stateOf(step, 'READY', found));
  });
}

interface Step {
  run: Run;
  node: Node;
  handler: Handler;
  /** What must exist before the node can be created; resolves once it does. */
  dependencies: () => Promise<Identities>;
}

/** The resource as it exists, made if it does not. Nothing is made before its obligation is durable. */
async function ensure(step: Step): Promise<{ found: Found; created: boolean }> {
  const { run, node, handler, dependencies } = step;
  mayGoOn(run.signal);
  const known = run.journal.state(node.logicalId);
  const untouched: ResourceState = { type: node.type, status: 'PENDING' };
  let wasAskedFor = false;
  try {
    // Never asked for, it is most likely about to be: its obligation is noted while it is looked for.
    const isNew = sameValue(known ?? untouched, untouched);
    const [found] = await settleAll([
      handler.find(node, known, dependencies),
      isNew ? noteIntent(step) : Promise.resolve(),
    ]);
    if (found) return { found: await taken(step, found, known), created: false };
    if (known?.adopted === 'pending') throw goneBeforeAdoption(node, known);
    // A name can't be given twice: what has one may be asked for again.
    if (!node.name) unlessUnclear(run, node, known);
    const made = await dependencies();
    mayGoOn(run.signal);
    if (!isNew) await noteIntent(step);
    mayGoOn(run.signal);
    wasAskedFor = true;
    const creating = handler.create(node, made);
    const created = await (isFresh(run, node.dependsOn) ? soonAllowed(creating) : creating);
    // Without a name it would have to be searched for.
    const within = node.name ? undefined : 0;
    run.journal.tell(node.logicalId, stateOf(step, 'CONFIGURING', created), within);
    return { found: created, created: true };
  } catch (error) {
    const certainlyNot = !wasAskedFor || (error instanceof ProvisioningError && error.refused);
    // Nothing was made, and what was known before is still all there is.
    if (certainlyNot) run.journal.tell(node.logicalId, known ?? untouched);
    throw error;
  }
}

/** What is there, if it is ours. @throws ProvisioningError when it is not */
async function taken(step: Step, found: Found, known: ResourceState | undefined): Promise<Found> {
  const { run, node } = step;
  if (found.ownership !== 'ours') throw whyNotOurs(node, found, known);
  unlessStillShown(run, node, known);
  // Taken back. While it stands as deleted or left, a deletion would pass over it.
  if (known?.physicalId !== found.physicalId || ['DELETED', 'RETAINED'].includes(known.status)) {
    await run.journal.note(node.logicalId, stateOf(step, 'CONFIGURING', found));
  }
  return found;
}

const noteIntent = ({ run, node }: Step): Promise<void> =>
  run.journal.note(node.logicalId, {
    type: node.type,
    status: 'CREATING',
    intendedAt: run.now().toISOString(),
  });

/** Whether rights that hang on the tags, or on the path, of one of these may come only in a moment. */
const isFresh = ({ journal, ...clock }: Run, logicalIds: readonly string[]): boolean =>
  logicalIds.some((id) => {
    const state = journal.state(id);
    return state?.adopted === 'pending' || isYoung(clock, state);
  });

async function observe({ run, node, handler }: Step, found: Found): Promise<Aspects> {
  const read = handler.read(node, found);
  return { ...found.facts, ...(await (isFresh(run, [node.logicalId]) ? soonAllowed(read) : read)) };
}

/** Writes the aspects that differ, and only those. @returns whether there were any */
async function sync(step: Step, found: Found, desired: Aspects, observed: Aspects): Promise<boolean> {
  const { run, node, handler } = step;
  const different = new Map(differences(desired, observed).map((entry) => [entry.aspect, entry]));
  const isNew = isFresh(run, [node.logicalId, ...needs(node)]);
  const write = async (entry: Difference): Promise<void> => {
    mayGoOn(run.signal);
    const writing = handler.write(node, found, entry.aspect, entry.desired, entry.observed);
    await (isNew ? soonAllowed(writing) : writing);
  };
  for (const group of handler.order) {
    await allOf(group.flatMap((aspect) => different.get(aspect) ?? []).map((entry) => () => write(entry)));
  }
  return different.size > 0;
}

/** Writes at once, and once more what collided with another of them, one after another. */
async function allOf(writes: readonly (() => Promise<void>)[]): Promise<void> {
  const lost: (() => Promise<void>)[] = [];
  await settleAll(
    writes.map((write) =>
      write().catch((error: unknown) => {
        if (writes.length === 1 || !(error instanceof ProvisioningError && error.collided)) throw error;
        lost.push(write);
      }),
    ),
  );
  for (const write of lost) await write();
}

/** Reads everything back: READY means seen, not assumed. */
async function verify(step: Step, found: Found, desired: Aspects): Promise<void> {
  const { run, node, handler, dependencies } = step;
  const reads = settleAll([
    handler.find(node, run.journal.state(node.logicalId), dependencies),
    handler.read(node, found),
  ]);
  const [again, aspects] = await (isFresh(run, [node.logicalId]) ? soonAllowed(reads) : reads);
  const different =
    again?.ownership === 'ours'
      ? differences(desired, { ...again.facts, ...aspects }).map((entry) => entry.aspect)
      : ['existence'];
  if (different.length === 0) return;
  throw retryable(
    'not-as-desired-yet',
    `${node.type} ${found.physicalId} was written but reads back differently: ${different.join(', ')}.`,
  );
}

/** The intent stays: even what was seen once can be missing from a read that lags behind. */
function stateOf({ run, node }: Step, status: ResourceStatus, { physicalId, arn }: Identity): ResourceState {
  const { intendedAt, adopted } = run.journal.state(node.logicalId) ?? {};
  return {
    type: node.type,
    status,
    physicalId,
    arn,
    ...(intendedAt && { intendedAt }),
    ...(adopted && { adopted: status === 'READY' ? 'done' : adopted }),
  };
}
