import { type Difference, differences } from './canonical.ts';
import { Interrupted } from './errors.ts';
import { handlerOf, mayGoOn, type Outcome, type Run, walk } from './graph.ts';
import { notOurs, ownershipLost } from './ownership.ts';
import type {
  Aspects,
  Found,
  Handler,
  Identity,
  Node,
  Registry,
  ResourceError,
  ResourceState,
} from './resource.ts';
import { inspect, type TeardownRun } from './teardown.ts';

/** What a look at one node told. */
export type Look = { logicalId: string; type: string; name?: string } & (
  | { result: 'absent'; desired: Aspects }
  | { result: 'present'; physicalId: string; differences: Difference[] }
  | { result: 'taken'; physicalId: string; error: ResourceError }
  | { result: 'unclear'; error: ResourceError }
);

/** What a look with deletion in mind told. */
export type LastLook = { logicalId: string; type: string; name?: string } & (
  | { result: 'absent' }
  | { result: 'present'; physicalId: string }
  | { result: 'unclear'; error: ResourceError }
);

/** Stands for the identity of what has not been made, in the aspects that will name it. */
const UNKNOWN = '(known after it is made)';

/** What only looking at AWS needs of a run. */
export type Viewing = Omit<Run, 'journal'> & { state: Run['journal']['state'] };

/**
 * Holds AWS against the desired graph as `reconcile` does, and changes nothing: what would be made, which
 * aspects differ, which names are somebody else's. A look that fails spoils only that node's answer.
 */
export async function compare(viewing: Viewing): Promise<Look[]> {
  const looks = new Map<string, Look>();
  const run = { ...viewing, handlers: impatient(viewing), journal: unwritten(viewing) };
  const outcomes = await walk<Identity>(run, async ({ node, reached, waitFor }) => {
    const { logicalId } = node;
    const handler = handlerOf(run.handlers, node);
    const dependencies = await waitFor(node.dependsOn);
    mayGoOn(run.signal);
    const found = await handler.find(node, run.journal.state(logicalId), dependencies);
    const ours = found?.ownership === 'ours';
    reached(found && ours ? found : { physicalId: node.name ?? UNKNOWN, arn: UNKNOWN });
    const desired = node.aspects({ ...dependencies, ...(await waitFor(node.refersTo)) });
    if (!found) {
      looks.set(logicalId, { ...namesOf(node), result: 'absent', desired });
    } else if (!ours) {
      const { physicalId } = found;
      looks.set(logicalId, {
        ...namesOf(node),
        result: 'taken',
        physicalId,
        error: errorOf(node, found, run.journal.state(logicalId)),
      });
    } else {
      const observed = { ...found.facts, ...(await handler.read(node, found)) };
      looks.set(logicalId, {
        ...namesOf(node),
        result: 'present',
        physicalId: found.physicalId,
        differences: differences(desired, observed),
      });
    }
  });
  return run.nodes.map((node) => looks.get(node.logicalId) ?? unclear(node, outcomes));
}

/** Looks at what a deletion would remove and at what speaks against it, and changes nothing. */
export async function compareToNothing(viewing: Viewing & Pick<TeardownRun, 'force'>): Promise<LastLook[]> {
  const { found, outcomes } = await inspect({
    ...viewing,
    handlers: impatient(viewing),
    journal: unwritten(viewing),
  });
  return viewing.nodes.map((node) => {
    const outcome = outcomes.find(({ logicalId }) => logicalId === node.logicalId);
    if (outcome?.result !== 'done') return unclear(node, outcomes);
    const seen = found.get(node.logicalId);
    return seen
      ? { ...namesOf(node), result: 'present', physicalId: seen.physicalId }
      : { ...namesOf(node), result: 'absent' };
  });
}

const namesOf = ({ logicalId, type, name }: Node) => ({ logicalId, type, ...(name && { name }) });

const errorOf = (node: Node, found: Found, state: ResourceState | undefined): ResourceError => {
  const why = state?.physicalId === found.physicalId ? ownershipLost : notOurs;
  const { code, message, retryable } = why(node, found);
  return { code, message, retryable };
};

function unclear(node: Node, outcomes: readonly Outcome[]): Extract<Look, { result: 'unclear' }> {
  const outcome = outcomes.find(({ logicalId }) => logicalId === node.logicalId);
  const error =
    outcome?.result === 'failed'
      ? outcome.error
      : {
          code: 'not-looked-at',
          message:
            outcome?.result === 'blocked'
              ? `It waits for ${outcome.on}, which could not be looked at.`
              : 'There was no time to look at it.',
          retryable: true,
        };
  return { ...namesOf(node), result: 'unclear', error };
}

/** The handlers, whose reads are given up when the time is over: whoever asked does not wait for them. */
const impatient = ({ handlers, signal }: Viewing): Registry =>
  Object.fromEntries(
    Object.entries(handlers).map(([type, handler]) => {
      const { blocker } = handler;
      return [
        type,
        {
          ...handler,
          find: (...args: Parameters<Handler['find']>) => unlessOver(signal, handler.find(...args)),
          read: (...args: Parameters<Handler['read']>) => unlessOver(signal, handler.read(...args)),
          ...(blocker && {
            blocker: (...args: Parameters<typeof blocker>) => unlessOver(signal, blocker(...args)),
          }),
        },
      ];
    }),
  );

/** @throws Interrupted as soon as the signal is aborted */
async function unlessOver<T>(signal: AbortSignal, step: Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(new Interrupted('there is no time left'));
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([step, over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** A look leaves no note. */
const unwritten = ({ state }: Viewing): Run['journal'] => ({ state, note: async () => undefined });
