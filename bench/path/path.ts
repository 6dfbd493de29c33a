import { writeFile } from 'node:fs/promises';
import type { Bench, Goal, Part, Section } from '../part.ts';
import { median } from '../support/figures.ts';
import { type Groundwork, startGroundwork, warmUp } from '../support/groundwork.ts';
import { newId } from '../support/wanted.ts';
import { aboutOf, type Creation, type Path, pathOf } from './creation.ts';
import { gantt, svg } from './timeline.ts';

/** Milliseconds added to every call: so many that what the emulator takes counts for little. */
const DELAY = 100;
const ROUNDS = 7;
/**
 * Rounds that only count, with a delay against which all else is short. No chain can have more calls than fit into the
 * time, one after another.
 */
const COUNTING_ROUNDS = 3;
const COUNTING_DELAY = 500;
const DRAWING = new URL('timeline.svg', import.meta.url);

/** Goals. */
const LONGEST_CHAIN = 9;
const LARGEST_RATIO = 1.25;

/** One creation, and the path to its end. */
type Round = Creation & Path & { milliseconds: number };

/** What a creation waits for. */
export const path: Part = {
  name: 'path',
  title: 'Critical path',
  takes: '1 min',

  async measure(bench): Promise<Section> {
    const { rounds, counting } = await measureRounds(bench);
    const milliseconds = median(rounds.map((round) => round.milliseconds));
    // What really hangs together is in each round's chain; what is there by chance is not.
    const chain = Math.min(...[...rounds, ...counting].map((round) => round.chain.length));
    const ratio = milliseconds / (chain * DELAY);
    const drawn = nearest(rounds, milliseconds);
    const title = `One create, ${DELAY} ms added to every call: READY after ${Math.round(drawn.milliseconds)} ms`;
    // As with results.json: a quick try replaces nothing.
    if (bench.rounds === undefined) {
      await writeFile(DRAWING, svg(title, drawn.rows, drawn.milliseconds, DELAY));
    }
    return {
      figures: {
        delay_ms: DELAY,
        ready_median_ms: Math.round(milliseconds),
        ready_min_ms: Math.round(Math.min(...rounds.map((round) => round.milliseconds))),
        ready_max_ms: Math.round(Math.max(...rounds.map((round) => round.milliseconds))),
        rounds: rounds.length,
        chain_calls: chain,
        chain_calls_by_round: rounds.map((round) => round.chain.length),
        counting_delay_ms: COUNTING_DELAY,
        chain_calls_by_counting_round: counting.map((round) => round.chain.length),
        calls_until_ready: drawn.rows.length,
        ready_to_chain_ratio: Number(ratio.toFixed(3)),
        drawn_round: drawn.rows.map(({ label, begin, end, level, isOnChain }) => ({
          call: label,
          begin_ms: Math.round(begin),
          end_ms: Math.round(end),
          level,
          on_chain: isOnChain,
        })),
      },
      tables: [
        {
          title: `${title}. Level, * on the longest chain, call`,
          rows: gantt(drawn.rows, drawn.milliseconds).map((line) => [line]),
        },
        {
          title: `Critical path with ${DELAY} ms added to every call`,
          rows: [
            ['', 'measured'],
            ['time to READY: median (min-max)', spread(rounds.map((round) => round.milliseconds))],
            ['longest chain, calls: the least of all rounds', String(chain)],
            [`  rounds with ${COUNTING_DELAY} ms`, chainsOf(counting)],
            [`  rounds with ${DELAY} ms`, chainsOf(rounds)],
            ['calls until READY', String(drawn.rows.length)],
            [`time / (chain x ${DELAY} ms)`, ratio.toFixed(2)],
            ...shares(drawn),
          ],
        },
      ],
      goals: goalsOf(chain, ratio),
    };
  },
};

async function measureRounds(bench: Bench): Promise<{ rounds: Round[]; counting: Round[] }> {
  bench.say('groundwork: starts');
  const groundwork = await startGroundwork(bench, aboutOf);
  await warmUp(groundwork);
  const repeat = async (times: number, delay: number): Promise<Round[]> => {
    const all: Round[] = [];
    while (all.length < times) {
      const round = await measureOne(groundwork, delay);
      bench.say(
        `${delay} ms: READY after ${Math.round(round.milliseconds)} ms, chain of ${round.chain.length} calls`,
      );
      all.push(round);
    }
    return all;
  };
  const rounds = await repeat(bench.rounds ?? ROUNDS, DELAY);
  return { rounds, counting: await repeat(COUNTING_ROUNDS, COUNTING_DELAY) };
}

async function measureOne({ proxy, create, remove, atRest }: Groundwork, delay: number): Promise<Round> {
  const id = newId();
  proxy.delay = delay;
  proxy.calls.length = 0;
  const posted = performance.now();
  await create(id);
  const answered = performance.now();
  await atRest();
  const creation = { posted, answered, calls: [...proxy.calls] };
  proxy.delay = 0;
  await remove(id);
  await atRest();
  return { ...creation, ...pathOf(creation), milliseconds: answered - posted };
}

/** Where the time of one creation went, along its longest chain. */
function shares({ chain, milliseconds }: Round): string[][] {
  // The last read and the write that it saw may overlap.
  const begins = chain.map(({ begin }, index) => Math.max(begin, chain[index - 1]?.end ?? begin));
  const underWay = chain.reduce((sum, { end }, index) => sum + end - (begins[index] ?? end), 0);
  const emulator = chain.reduce((sum, call) => sum + call.emulator, 0);
  const part = (time: number) => `${Math.round(time)} ms`;
  return [
    ['of the one that is drawn: a call of its chain under way', part(underWay)],
    ['  of that at the emulator', part(emulator)],
    ['  none under way: before, between and after', part(milliseconds - underWay)],
  ];
}

/** The round that took the median time, or nearly so where their number is even. */
const nearest = (rounds: readonly Round[], milliseconds: number): Round => {
  const distance = (round: Round) => Math.abs(round.milliseconds - milliseconds);
  return rounds.reduce((best, round) => (distance(round) < distance(best) ? round : best));
};

const chainsOf = (rounds: readonly Round[]): string => rounds.map(({ chain }) => chain.length).join(', ');

const spread = (times: readonly number[]): string =>
  `${Math.round(median(times))} ms (${Math.round(Math.min(...times))}-${Math.round(Math.max(...times))})`;

const goalsOf = (chain: number, ratio: number): Goal[] => [
  {
    what: 'longest chain of calls of a create',
    wanted: `<= ${LONGEST_CHAIN}`,
    measured: String(chain),
    met: chain <= LONGEST_CHAIN,
  },
  {
    what: `time to READY / (chain x ${DELAY} ms)`,
    wanted: `<= ${LARGEST_RATIO}`,
    measured: ratio.toFixed(2),
    met: ratio <= LARGEST_RATIO,
  },
];
