import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundles } from '../../scripts/bundle/functions.ts';
import { goalOf, type StartGoal } from '../../scripts/bundle/goals.ts';
import { type Start, startBundle, startEmpty } from '../../scripts/bundle/start.ts';
import { startSystem } from '../../scripts/local/system.ts';
import type { Bench, Goal, Part, Section } from '../part.ts';
import { median } from '../support/figures.ts';
import { firstCall } from './first-call.ts';

/** How often each function is started, each time right after an empty process. */
const PAIRS = 11;

/** Times are medians of what a function's process took longer than the empty one before it. */
interface Figures {
  name: string;
  bundleBytes: number;
  gzipBytes: number;
  emptyProcessMs: number;
  readyMs: number;
  /** Until the first call was answered, from the begin of the process. */
  firstAnswerMs?: number;
  /** Of the first answer, where it has one. */
  statusCode?: number;
}

/** From the start of a process until a function can take a call, and until it has answered one. */
export const coldStart: Part = {
  name: 'cold-start',
  title: 'Cold start',
  takes: '1 min',

  async measure(bench: Bench): Promise<Section> {
    const folder = await mkdtemp(join(tmpdir(), 'groundwork-'));
    try {
      bench.say('bundling every function as it is deployed');
      const all = await bundles();
      const { environment } = await bench.untilEnd(
        startSystem({ endpoint: bench.endpoint, delivers: false, signal: bench.signal }),
      );
      const figures: Figures[] = [];
      for (const bundle of all) {
        bench.say(`starting ${bundle.name}, ${PAIRS} times`);
        figures.push(await figuresOf(bundle, folder, environment, bench.signal));
      }
      return {
        figures: { pairs: PAIRS, functions: figures },
        tables: [tableOf(figures)],
        goals: goalsOf(figures),
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function figuresOf(
  { name, code, gzip }: Bundle,
  folder: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Figures> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, code);
  const options = { env: withoutSettings(environment), signal };
  const pairs: { empty: Start; full: Start }[] = [];
  // The first pair brings the files into the system's memory, where they stay.
  for (let count = 0; count <= PAIRS; count++) {
    const event = firstCall(name, count);
    pairs.push({ empty: await startEmpty(options), full: await startBundle(file, { ...options, event }) });
  }
  const counted = pairs.slice(1);
  const answered = counted.flatMap(({ empty, full }) =>
    full.answeredMs === undefined ? [] : [full.answeredMs - empty.readyMs],
  );
  const { statusCode } = (counted[0]?.full.answer ?? {}) as { statusCode?: number };
  return {
    name,
    bundleBytes: code.length,
    gzipBytes: gzip,
    emptyProcessMs: rounded(median(counted.map(({ empty }) => empty.readyMs))),
    readyMs: rounded(median(counted.map(({ empty, full }) => full.readyMs - empty.readyMs))),
    ...(answered.length > 0 && { firstAnswerMs: rounded(median(answered)) }),
    ...(statusCode !== undefined && { statusCode }),
  };
}

/** No compile cache, and no options of whoever runs this: Lambda has neither. */
function withoutSettings({ NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...env }: NodeJS.ProcessEnv) {
  return env;
}

const tableOf = (figures: readonly Figures[]) => ({
  title: `Medians of ${PAIRS} starts, less an empty process of Node right before each`,
  rows: [
    ['function', 'bundle, kB', 'gzip, kB', 'ready, ms', 'first answer, ms', 'which was'],
    ...figures.map(({ name, bundleBytes, gzipBytes, readyMs, firstAnswerMs, statusCode }) => [
      name,
      kilobytes(bundleBytes),
      kilobytes(gzipBytes),
      String(readyMs),
      String(firstAnswerMs ?? ''),
      statusCode === undefined ? '' : String(statusCode),
    ]),
  ],
});

/** One goal for the slowest and one for the biggest of each kind. */
function goalsOf(figures: readonly Figures[]): Goal[] {
  const kinds = new Map<StartGoal, Figures[]>();
  for (const one of figures) {
    const goal = goalOf(one.name);
    kinds.set(goal, [...(kinds.get(goal) ?? []), one]);
  }
  return [...kinds].flatMap(([{ what, startMs, gzipBytes }, group]) => {
    const slowest = most(group, ({ readyMs }) => readyMs);
    const biggest = most(group, (one) => one.gzipBytes);
    return [
      {
        what: `cold start of ${what}`,
        wanted: `<= ${startMs} ms`,
        measured: `${slowest.readyMs} ms (${slowest.name})`,
        met: slowest.readyMs <= startMs,
      },
      {
        what: `size of ${what}, compressed`,
        wanted: `<= ${kilobytes(gzipBytes)} kB`,
        measured: `${kilobytes(biggest.gzipBytes)} kB (${biggest.name})`,
        met: biggest.gzipBytes <= gzipBytes,
      },
    ];
  });
}

const most = (group: readonly Figures[], by: (one: Figures) => number): Figures =>
  group.reduce((first, second) => (by(second) > by(first) ? second : first));

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
