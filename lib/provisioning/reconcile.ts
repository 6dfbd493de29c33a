import { differences } from './canonical.ts';
import { ProvisioningError, retryable, soonAllowed } from './errors.ts';
import { handlerOf, mayGoOn, type Outcome, type Run, settleAll, walk } from './graph.ts';
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
    const dependencies = await waitFor(node.dependsOn);
    const step: Step = { run, node, handler: handlerOf(run.handlers, node), dependencies };
    const { found, created } = await ensure(step);
    reached(found);
    const [references, observed] = await settleAll([
      waitFor(node.refersTo),
      created ? Promise.resolve(found.facts) : observe(step, found),
    ]);
    const desired = node.aspects({ ...dependencies, ...references });
    const changed = await sync(step, found, desired, observed);
    if (changed || created) await verify(step, found, desired);
    await run.journal.note(node.logicalId, stateOf(step, 'READY', found));
  });
}

interface Step {
  run: Run;
  node: Node;
  handler: Handler;
  dependencies: Identities;
}

/** The resource as it exists, made if it does not. Nothing is made before its obligation is durable. */
async function ensure(step: Step): Promise<{ found: Found; created: boolean }> {
  const { run, node, handler, dependencies } = step;
  mayGoOn(run.signal);
  const known = run.journal.state(node.logicalId);
  const found = await handler.find(node, known, dependencies);
  if (found && found.ownership !== 'ours') throw whyNotOurs(node, found, known);
  if (found) {
    unlessStillShown(run, node, known);
    // Taken back. While it stands as deleted or left, a deletion would pass over it.
    if (known?.physicalId !== found.physicalId || ['DELETED', 'RETAINED'].includes(known.status)) {
      await run.journal.note(node.logicalId, stateOf(step, 'CONFIGURING', found));
    }
    return { found, created: false };
  }
  if (known?.adopted === 'pending') throw goneBeforeAdoption(node, known);
  // A name can't be given twice: what has one may be asked for again.
  if (!node.name) unlessUnclear(run, node, known);
  mayGoOn(run.signal);
  const intendedAt = run.now().toISOString();
  await run.journal.note(node.logicalId, { type: node.type, status: 'CREATING', intendedAt });
  const created = await create(step, known);
  await run.journal.note(node.logicalId, stateOf(step, 'CONFIGURING', created));
  return { found: created, created: true };
}

async function create(
  { run, node, handler, dependencies }: Step,
  known: ResourceState | undefined,
): Promise<Found> {
  let sent = false;
  try {
    mayGoOn(run.signal);
    sent = true;
    const created = handler.create(node, dependencies);
    return await (isFresh(run, node.dependsOn) ? soonAllowed(created) : created);
  } catch (error) {
    // Nothing was made, and what was known before is still all there is.
    if (!sent || (error instanceof ProvisioningError && error.refused)) {
      await run.journal.note(node.logicalId, known ?? { type: node.type, status: 'PENDING' });
    }
    throw error;
  }
}

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
  const isNew = isFresh(run, [node.logicalId, ...node.dependsOn, ...node.refersTo]);
  for (const group of handler.order) {
    const writes = group.flatMap((aspect) => different.get(aspect) ?? []);
    if (writes.length > 0) mayGoOn(run.signal);
    await settleAll(
      writes.map((entry) => {
        const write = handler.write(node, found, entry.aspect, entry.desired, entry.observed);
        return isNew ? soonAllowed(write) : write;
      }),
    );
  }
  return different.size > 0;
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
