import type { Goal, Section, Table } from '../part.ts';
import type { Reading } from './reading.ts';

/** One question at one size; milliseconds are medians. */
export interface Figures {
  milliseconds: number;
  emulatorMilliseconds: number;
  /** What is left without the emulator, in each single answer. */
  ownMilliseconds: number;
  /** CPU of the function's process. */
  cpuMilliseconds: number;
  /** Calls to AWS of one answer. */
  calls: number;
  /** In all answers, calls that the SDK sent again because the emulator had not answered in three seconds. */
  repeats: number;
  /** What one answer reads from the table. */
  reads: Reading[];
}

export interface AtSize {
  records: number;
  figures: Record<string, Figures>;
}

const AT_MOST = 1.3;

/** @param sizes ascending */
export function grown(sizes: readonly AtSize[]): Section {
  const [smallest] = sizes;
  const largest = sizes.at(-1);
  if (!smallest || !largest) throw new Error('nothing was measured');
  const names = Object.keys(smallest.figures);
  return {
    figures: sizes,
    tables: names.map((name) => tableOf(name, sizes)),
    goals: names.flatMap((name) => goalsOf(name, smallest, largest)),
  };
}

function goalsOf(name: string, smallest: AtSize, largest: AtSize): Goal[] {
  const [before, after] = [at(smallest, name), at(largest, name)];
  const sizes = `${counted(largest.records)} records to ${counted(smallest.records)}`;
  const reads = (figures: Figures) => figures.reads.map(told).join(', ');
  return [
    noLonger(`${name}: own part of p50, ${sizes}`, before.ownMilliseconds, after.ownMilliseconds),
    noLonger(`${name}: whole p50, the emulator included, ${sizes}`, before.milliseconds, after.milliseconds),
    {
      what: `${name}: what it reads and calls, ${sizes}`,
      wanted: `${reads(before)}; ${callsOf(before)}`,
      measured: `${reads(after)}; ${callsOf(after)}`,
      met: reads(after) === reads(before) && after.calls === before.calls,
    },
  ];
}

function noLonger(what: string, before: number, after: number): Goal {
  const factor = after / before;
  return {
    what,
    wanted: `at most ${AT_MOST} times`,
    measured: `${factor.toFixed(2)} times`,
    met: factor <= AT_MOST,
  };
}

const tableOf = (name: string, sizes: readonly AtSize[]): Table => ({
  title: name,
  rows: [
    ['records', 'p50', 'emulator', 'own part', 'own CPU', 'calls', 'reads'],
    ...sizes.map((size) => {
      const { milliseconds, emulatorMilliseconds, ownMilliseconds, ...figures } = at(size, name);
      return [
        counted(size.records),
        ms(milliseconds),
        ms(emulatorMilliseconds),
        ms(ownMilliseconds),
        ms(figures.cpuMilliseconds),
        callsOf(figures),
        figures.reads.map(told).join(', '),
      ];
    }),
  ],
});

function at({ figures, records }: AtSize, name: string): Figures {
  const found = figures[name];
  if (!found) throw new Error(`${name} was not measured with ${records} records`);
  return found;
}

const told = ({ what, items, limit }: Reading): string =>
  `${what}: ${items} ${items === 1 ? 'item' : 'items'}${limit === undefined ? '' : ` of at most ${limit}`}`;

const callsOf = ({ calls, repeats }: Pick<Figures, 'calls' | 'repeats'>): string =>
  `${calls} ${calls === 1 ? 'call' : 'calls'}${repeats > 0 ? `, and ${repeats} repeated in all` : ''}`;

const counted = (value: number): string => value.toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(1)} ms`;
