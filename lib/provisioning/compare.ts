import { type Difference, differences } from './canonical.ts';
import { Interrupted, type ProvisioningError } from './errors.ts';
import { handlerOf, mayGoOn, needs, type Outcome, type Run, walk } from './graph.ts';
import { whyNotOurs } from './ownership.ts';
import type { Aspects, Handler, Identities, Identity, Node, Registry, ResourceError } from './resource.ts';
import { inspect, isLeftBy, type TeardownRun } from './teardown.ts';

/** What was seen of one node. */
export type Sighting = { logicalId: string; type: string; name?: string } & (
  | { result: 'absent' }
  | { result: 'present'; physicalId: string; arn: string; observed: Aspects }
  | { result: 'taken'; physicalId: string; error: ResourceError }
  | { result: 'unclear'; error: ResourceError }
);

/** What was seen of one node, held against what is desired. */
export type Look = { logicalId: string; type: string; name?: string } & (
  | { result: 'absent'; desired: Aspects }
  | { result: 'present'; physicalId: string; differences: Difference[] }
  | { result: 'taken'; physicalId: string; error: ResourceError }
  | { result: 'unclear'; error: ResourceError }
);

/** What a look with deletion in mind told. */
export type LastLook = { logicalId: string; type: string; name?: string } & (
  | { result: 'absent' }
  | { result: 'present'; physicalId: string; isLeft: boolean }
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
export const compare = async (viewing: Viewing): Promise<Look[]> => held(viewing.nodes, await sight(viewing));

/** Looks at every node. */
export async function sight(viewing: Viewing): Promise<Sighting[]> {
  const seen = new Map<string, Sighting>();
  const run = { ...viewing, handlers: impatient(viewing), journal: unwritten(viewing) };
  const outcomes = await walk<Identity>(run, async ({ node, reached, waitFor }) => {
    const handler = handlerOf(run.handlers, node);
    const state = run.journal.state(node.logicalId);
    mayGoOn(run.signal);
    const found = await handler.find(node, state, () => waitFor(node.dependsOn));
    const names = namesOf(node);
    if (found?.ownership !== 'ours') {
      reached(unmade(node));
      const sighting: Sighting = found
        ? {
            ...names,
            result: 'taken',
            physicalId: found.physicalId,
            error: told(whyNotOurs(node, found, state)),
          }
        : { ...names, result: 'absent' };
      seen.set(node.logicalId, sighting);
      return;
    }
    const { physicalId, arn } = found;
    reached({ physicalId, arn });
    const observed = { ...found.facts, ...(await handler.read(node, found)) };
    seen.set(node.logicalId, { ...names, result: 'present', physicalId, arn, observed });
  });
  return run.nodes.map((node) => seen.get(node.logicalId) ?? unclear(node, outcomes));
}

/** What was seen, held against what is desired. @param nodes the very ones that were looked at, or other wishes for them */
export function held(nodes: readonly Node[], sightings: readonly Sighting[]): Look[] {
  const seen = new Map(sightings.map((sighting) => [sighting.logicalId, sighting]));
  const made: Identities = Object.fromEntries(
    nodes.map((node) => {
      const sighting = seen.get(node.logicalId);
      return [node.logicalId, sighting?.result === 'present' ? sighting : unmade(node)];
    }),
  );
  return nodes.map((node): Look => {
    const sighting = seen.get(node.logicalId) ?? { ...namesOf(node), result: 'absent' };
    if (sighting.result === 'taken' || sighting.result === 'unclear') return sighting;
    const hidden = needs(node).find((logicalId) => seen.get(logicalId)?.result === 'unclear');
    if (hidden) return { ...namesOf(node), result: 'unclear', error: waitsFor(hidden) };
    const desired = node.aspects(made);
    if (sighting.result === 'absent') return { ...namesOf(node), result: 'absent', desired };
    const { physicalId, observed } = sighting;
    return { ...namesOf(node), result: 'present', physicalId, differences: differences(desired, observed) };
  });
}

/** Looks at what a deletion would remove and at what speaks against it, and changes nothing. */
export async function compareToNothing(
  viewing: Viewing & Pick<TeardownRun, 'force' | 'isKept'>,
): Promise<LastLook[]> {
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
      ? {
          ...namesOf(node),
          result: 'present',
          physicalId: seen.physicalId,
          isLeft: isLeftBy(viewing, node.logicalId),
        }
      : { ...namesOf(node), result: 'absent' };
  });
}

const namesOf = ({ logicalId, type, name }: Node) => ({ logicalId, type, ...(name && { name }) });

const unmade = ({ name }: Node): Identity => ({ physicalId: name ?? UNKNOWN, arn: UNKNOWN });

const told = ({ code, message, retryable }: ProvisioningError): ResourceError => ({
  code,
  message,
  retryable,
});

const notLookedAt = (message: string): ResourceError => ({ code: 'not-looked-at', message, retryable: true });

const waitsFor = (logicalId: string): ResourceError =>
  notLookedAt(`It waits for ${logicalId}, which could not be looked at.`);

function unclear(node: Node, outcomes: readonly Outcome[]): Extract<Look, { result: 'unclear' }> {
  const outcome = outcomes.find(({ logicalId }) => logicalId === node.logicalId);
  const error = () => {
    if (outcome?.result === 'failed') return outcome.error;
    if (outcome?.result === 'blocked') return waitsFor(outcome.on);
    return notLookedAt('There was no time to look at it.');
  };
  return { ...namesOf(node), result: 'unclear', error: error() };
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
const unwritten = ({ state }: Viewing): Run['journal'] => ({
  state,
  note: async () => undefined,
  tell: () => undefined,
});
