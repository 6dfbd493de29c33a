import { ProblemError } from './problem.ts';

/** What a look depends on. */
export interface Seen {
  /** What is under way, by a name that another one has not; undefined: nothing. */
  underWay: string | undefined;
  /** Of the last look; null or undefined: it went well. */
  error: unknown;
  /** Milliseconds since 1970. */
  now: number;
}

const SECOND = 1000;

/** Milliseconds between looks at what is at rest. */
export const AT_REST = 10 * SECOND;

/** How long something has gone on, and the pause between looks at it from then on. */
const BUSY: readonly Step[] = [
  [0, SECOND / 2],
  [30 * SECOND, 2 * SECOND],
  [300 * SECOND, 5 * SECOND],
];
/** Likewise of looks that fail. */
const FAILING: readonly Step[] = [
  [0, AT_REST],
  [60 * SECOND, 30 * SECOND],
  [300 * SECOND, 60 * SECOND],
];

type Step = readonly [from: number, pause: number];

/** What looking again does not change. */
const FINAL = new Set([401, 403, 404]);

/**
 * How long to wait until the next look: the longer something goes on, or fails, the longer. In steps, so that a timer is
 * not wound up anew by every question.
 *
 * @returns what says it, in milliseconds; false: don't look until somebody asks for it
 */
export function paceOfLooks(): (seen: Seen) => number | false {
  let since: { what: string; at: number } | undefined;
  return ({ underWay, error, now }) => {
    const isFailing = error !== undefined && error !== null;
    const what = isFailing ? 'failing' : underWay;
    if (what === undefined) {
      since = undefined;
      return AT_REST;
    }
    if (since?.what !== what) since = { what, at: now };
    const pause = pauseAfter(now - since.at, isFailing ? FAILING : BUSY);
    if (!isFailing) return pause;
    const { problem, retryAfter = 0 } = ProblemError.of(error);
    return FINAL.has(problem.status ?? 0) ? false : Math.max(pause, retryAfter);
  };
}

const pauseAfter = (passed: number, steps: readonly Step[]): number =>
  steps.findLast(([from]) => passed >= from)?.[1] ?? AT_REST;

/** Milliseconds that somebody is left without an answer, before what is wrong is said. */
const PATIENCE = 5000;

/** What may pass by itself is asked for again, unless the API wants to be left alone for long. */
export function mayRetry(failures: number, error: unknown): boolean {
  const { problem, retryAfter = 0 } = ProblemError.of(error);
  return failures < 3 && problem.retryable === true && retryAfter <= PATIENCE;
}

/** Milliseconds until it is asked again. */
export const retryDelay = (failures: number, error: unknown): number =>
  ProblemError.of(error).retryAfter ?? 1000 * 2 ** failures;
