import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Wire } from './worker-life.ts';

/** Milliseconds without a new request after which none is to come before something is answered. */
const QUIET = 100;
const TURNS = 50;

export interface Rounds {
  wire: Wire;
  /** The requests of each round by name, sorted. */
  rounds: string[][];
}

/**
 * Lets requests go in rounds: all that are waiting go at once, and their answers go on once all have been answered. So
 * a round holds what does not wait for one another, and their number is the longest chain of requests that do.
 */
export function inRounds(): Rounds {
  const rounds: string[][] = [];
  let waiting: { name: string; go: () => void }[] = [];
  let underWay = 0;
  let answered: (() => void)[] = [];
  let arrivals = 0;

  const goWhenQuiet = async (): Promise<void> => {
    const before = arrivals;
    await sleep(QUIET);
    for (let turns = 0; turns < TURNS; turns += 1) await turn();
    if (arrivals !== before || underWay > 0) return;
    const round = waiting;
    waiting = [];
    underWay = round.length;
    rounds.push(round.map(({ name }) => name).sort());
    for (const { go } of round) go();
  };

  return {
    rounds,
    wire: {
      before: ({ name }) =>
        new Promise((go) => {
          arrivals += 1;
          waiting.push({ name, go: () => go(undefined) });
          if (underWay === 0) void goWhenQuiet();
        }),
      // Not as soon as it is answered: how long each takes to be read must not decide who shares a write.
      ends: () =>
        new Promise((goOn) => {
          answered.push(() => goOn(undefined));
          underWay -= 1;
          if (underWay > 0) return;
          const all = answered;
          answered = [];
          for (const one of all) one();
          if (waiting.length > 0) void goWhenQuiet();
        }),
    },
  };
}
