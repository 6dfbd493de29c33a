import type { Event } from '../../../../client/contract.ts';

/** One call to AWS. Times are in milliseconds since 1970. */
export interface Call {
  id: string;
  service: string;
  operation: string;
  logicalId: string;
  start: number;
  milliseconds: number;
  end: number;
  /** `ok`, or the code of the error. */
  result: string;
  requestId: string | undefined;
}

/** Calls that were made in one go. */
export interface Run {
  key: string;
  generation: number;
  /** What was asked for, or that nothing was. */
  title: string;
  start: number;
  /** In the order in which they were sent. */
  calls: Call[];
  /** How it ended, where it has. */
  outcome: 'ready' | 'failed' | 'deleted' | undefined;
  /** Whether everything that happened since its beginning is among the events. */
  isWhole: boolean;
}

/** Milliseconds without a call after which the next one belongs to another attempt. */
const PAUSE = 15_000;

const OUTCOMES: Partial<Record<Event['type'], Run['outcome']>> = {
  'environment.ready': 'ready',
  'environment.failed': 'failed',
  'environment.deleted': 'deleted',
};

/**
 * The runs that events tell of, the newest first. What a change of the desired state led to has its generation.
 *
 * @param events  in any order, without gaps
 * @param hasMore whether there are older ones
 */
export function runsOf(events: readonly Event[], hasMore: boolean): Run[] {
  const runs: Run[] = [];
  const asked = new Map<number, string>();
  for (const event of [...events].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { generation, type } = event;
    const latest = runs.findLast((run) => run.generation === generation);
    const outcome = OUTCOMES[type];
    if (type === 'request.accepted') asked.set(generation, String(event.data['request']));
    if (latest && outcome) latest.outcome ??= outcome;
    const call = type === 'aws.call' ? callOf(event) : undefined;
    if (!call) continue;
    const last = latest?.calls.at(-1);
    if (latest && last && call.start - lastEnd(latest) < PAUSE) latest.calls.push(call);
    else runs.push(begun(generation, call, asked.get(generation), latest, hasMore));
  }
  return runs.reverse();
}

/** A call as its event tells it; undefined: in a form that is not known here. */
export function callOf({ id, time, data }: Event): Call | undefined {
  const { service, operation, logicalId, milliseconds, result, requestId } = data;
  const texts = [service, operation, logicalId, result];
  if (typeof milliseconds !== 'number' || !texts.every((text) => typeof text === 'string')) return undefined;
  const start = Date.parse(time);
  return {
    id,
    service: String(service),
    operation: String(operation),
    logicalId: String(logicalId),
    start,
    milliseconds,
    end: start + milliseconds,
    result: String(result),
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

function begun(
  generation: number,
  call: Call,
  request: string | undefined,
  before: Run | undefined,
  hasMore: boolean,
): Run {
  const again = before?.outcome ? 'by itself' : `${request ?? `generation ${generation}`}, again`;
  return {
    key: call.id,
    generation,
    title: before ? again : (request ?? `generation ${generation}`),
    start: call.start,
    calls: [call],
    outcome: undefined,
    isWhole: before !== undefined || request !== undefined || !hasMore,
  };
}

const lastEnd = ({ calls }: Run): number => Math.max(...calls.slice(-PARALLEL).map(({ end }) => end));
/** More calls than are ever under way at once. */
const PARALLEL = 64;
