import { Interrupted, ProvisioningError } from './errors.ts';
import type { Handler, Journal, Node, Registry, ResourceError } from './resource.ts';

/** One level-triggered pass over an environment's nodes. */
export interface Run {
  nodes: readonly Node[];
  handlers: Registry;
  journal: Journal;
  /** Aborted when no further step may be taken: the run is superseded, or its time is nearly over. */
  signal: AbortSignal;
  now: () => Date;
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
}

/** How one node came out of a run. BLOCKED: something it needs failed, so it was not tried to the end. */
export type Outcome =
  | { logicalId: string; result: 'done' }
  | { logicalId: string; result: 'failed'; error: ResourceError }
  | { logicalId: string; result: 'blocked'; on: string }
  | { logicalId: string; result: 'interrupted' };

/** Everything a node needs before it is complete. */
export const needs = (node: Node): string[] => [...node.dependsOn, ...node.refersTo];

/** Nodes that must be gone before the node with this id may go. */
export const neededBy = (nodes: readonly Node[], logicalId: string): string[] =>
  nodes.filter((node) => needs(node).includes(logicalId)).map((node) => node.logicalId);

/** The handler of a node's type. @throws Error for a type that is not registered: a bug in the blueprint */
export function handlerOf(handlers: Registry, node: Node): Handler {
  const handler = handlers[node.type];
  if (!handler) throw new Error(`no handler for resource type ${node.type}`);
  return handler;
}

/** @throws Interrupted when no further step may be taken */
export function mayGoOn(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted('the run has to stop before its next step');
}

/** Waits for every promise to end, then throws the first error if there was one: nothing goes on unobserved. */
export async function settleAll<const T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work) as unknown as Promise<T>;
}

interface Visit<T> {
  node: Node;
  /** To be called with what those who wait for this node get. */
  reached: (milestone: T) => void;
  /** Resolves when the nodes have reached their milestone; rejects when one of them failed before it. */
  waitFor: (logicalIds: readonly string[]) => Promise<Record<string, T>>;
  /** Resolves when the visits of these nodes are over; rejects when one of them failed. */
  waitForEnd: (logicalIds: readonly string[]) => Promise<void>;
}

/**
 * Visits all nodes at once; each decides what it waits for. A failure is noted in the journal and stops
 * only the nodes that wait for the failed one.
 *
 * @returns one outcome per node
 * @throws what is neither a failed step nor an interruption: LeaseLost, or a bug
 */
export async function walk<T>(run: Run, visit: (visit: Visit<T>) => Promise<void>): Promise<Outcome[]> {
  const milestones = promises<T>(run.nodes);
  const ends = promises<void>(run.nodes);
  const waitFor = async (logicalIds: readonly string[]): Promise<Record<string, T>> =>
    Object.fromEntries(
      await Promise.all(logicalIds.map(async (id) => [id, await milestones(id).promise] as const)),
    );
  const waitForEnd = async (logicalIds: readonly string[]): Promise<void> => {
    await Promise.all(logicalIds.map((id) => ends(id).promise));
  };

  const outcomes = run.nodes.map(async (node): Promise<Outcome> => {
    const [milestone, end] = [milestones(node.logicalId), ends(node.logicalId)];
    try {
      await visit({ node, reached: milestone.resolve, waitFor, waitForEnd });
      end.resolve();
      return { logicalId: node.logicalId, result: 'done' };
    } catch (error) {
      for (const { reject } of [milestone, end]) reject(new Blocked(node.logicalId));
      return noteFailure(run, node, error);
    }
  });
  return settleAll(outcomes);
}

/** One promise for each node. Whoever waits sees a failure; nobody has to wait. */
function promises<T>(nodes: readonly Node[]): (logicalId: string) => PromiseWithResolvers<T> {
  const all = new Map(nodes.map(({ logicalId }) => [logicalId, Promise.withResolvers<T>()]));
  for (const { promise } of all.values()) promise.catch(() => undefined);
  return (logicalId) => {
    const found = all.get(logicalId);
    if (!found) throw new Error(`no node ${logicalId} in this graph`);
    return found;
  };
}

/** A node that this one waits for did not come through. */
class Blocked extends Error {
  override readonly name = 'Blocked';
  readonly on: string;

  constructor(on: string) {
    super(`waits for ${on}`);
    this.on = on;
  }
}

function noteFailure(run: Run, { logicalId, type }: Node, thrown: unknown): Outcome {
  if (thrown instanceof Blocked) return { logicalId, result: 'blocked', on: thrown.on };
  if (thrown instanceof Interrupted) return { logicalId, result: 'interrupted' };
  if (!(thrown instanceof ProvisioningError)) throw thrown;
  const error: ResourceError = {
    code: thrown.code,
    message: thrown.message,
    retryable: thrown.retryable,
    ...(thrown.aws && { aws: thrown.aws }),
  };
  run.journal.tell(logicalId, { ...run.journal.state(logicalId), type, status: 'FAILED', error });
  return { logicalId, result: 'failed', error };
}
