import { type Goal, NOT_MEASURED, type Table } from '../part.ts';
import { median } from '../support/figures.ts';

export type Name = 'groundwork' | 'sequential' | 'cli' | 'terraform';

export const WORKS = ['create', 'remove'] as const;
export type Work = (typeof WORKS)[number];

/** Milliseconds added to every call. */
export const DELAYS = [0, 50, 100] as const;
export type Delay = (typeof DELAYS)[number];

const TITLES: Record<Name, string> = {
  groundwork: 'groundwork, through the API',
  sequential: 'sequential SDK script',
  cli: 'shell script, AWS CLI',
  terraform: 'Terraform',
};

/** Whoever can't take part on this machine, and why. */
export interface Missing {
  name: Name;
  reason: string;
}

/** How many times as long as groundwork the others take at least. */
const GOALS: [name: Name, delay: Delay, times: number][] = [
  ['terraform', 0, 20],
  ['terraform', 100, 10],
  ['sequential', 50, 2.5],
  ['sequential', 100, 2.5],
];

/** One measurement. */
export interface Measured {
  name: Name;
  work: Work;
  delay: Delay;
  seconds: number;
  calls: number;
}

/** What one contender's rounds with one delay come to. */
interface Figure {
  median_seconds: number;
  min_seconds: number;
  max_seconds: number;
  rounds: number;
  /** Median; those made after the answer are not in it. */
  calls: number;
}

/** What all rounds come to. */
export type Figures = Record<Work, Partial<Record<Name, Row>>>;

type Row = Record<`delay_${Delay}_ms`, Figure>;

const key = (delay: Delay) => `delay_${delay}_ms` as const;

/** What single measurements come to. */
export function summary(all: readonly Measured[]): Figures {
  const names = [...new Set(all.map(({ name }) => name))];
  const figure = (name: Name, work: Work, delay: Delay): Figure => {
    const rounds = all.filter((one) => one.name === name && one.work === work && one.delay === delay);
    const seconds = rounds.map((round) => round.seconds);
    return {
      median_seconds: rounded(median(seconds)),
      min_seconds: rounded(Math.min(...seconds)),
      max_seconds: rounded(Math.max(...seconds)),
      rounds: rounds.length,
      calls: Math.round(median(rounds.map(({ calls }) => calls))),
    };
  };
  const row = (name: Name, work: Work) =>
    Object.fromEntries(DELAYS.map((delay) => [key(delay), figure(name, work, delay)])) as Row;
  const byName = (work: Work) => Object.fromEntries(names.map((name) => [name, row(name, work)]));
  return { create: byName('create'), remove: byName('remove') };
}

/** A row per contender, and how many times as long as groundwork each took. */
export function tableOf(title: string, figures: Figures[Work], missing: readonly Missing[]): Table {
  const cell = ({ median_seconds, min_seconds, max_seconds }: Figure) =>
    `${median_seconds.toFixed(2)} (${min_seconds.toFixed(2)}-${max_seconds.toFixed(2)})`;
  const present = Object.entries(figures) as [Name, Row][];
  return {
    title,
    rows: [
      ['', ...DELAYS.map((delay) => `+${delay} ms a call`), 'calls', 'rounds'],
      ...present.map(([name, row]) => [
        TITLES[name],
        ...DELAYS.map((delay) => cell(row[key(delay)])),
        String(row[key(0)].calls),
        String(row[key(0)].rounds),
      ]),
      ...present
        .filter(([name]) => name !== 'groundwork')
        .map(([name]) => [
          `${TITLES[name]} / groundwork`,
          ...DELAYS.map((delay) => inTimes(times(figures, name, delay))),
          '',
          '',
        ]),
      // The reason may be long: it widens the column of names, not one of figures.
      ...missing.map(({ name, reason }) => [
        `${TITLES[name]} (${NOT_MEASURED}: ${reason})`,
        ...DELAYS.map(() => '-'),
        '-',
        '-',
      ]),
    ],
  };
}

/** Of who is missing nothing is known, and that is not enough. */
export const goalsOf = (figures: Figures['create']): Goal[] =>
  GOALS.map(([name, delay, least]) => {
    const measured = times(figures, name, delay);
    return {
      what: `time to READY, ${TITLES[name]} / groundwork at ${delay} ms`,
      wanted: `>= ${least} x`,
      measured: measured === undefined ? NOT_MEASURED : inTimes(measured),
      met: measured !== undefined && measured >= least,
    };
  });

function times(figures: Figures[Work], name: Name, delay: Delay): number | undefined {
  const [theirs, ours] = [figures[name]?.[key(delay)], figures.groundwork?.[key(delay)]];
  return theirs && ours && theirs.median_seconds / ours.median_seconds;
}

const inTimes = (value = Number.NaN): string => `${value.toFixed(value < 10 ? 2 : 1)} x`;

const rounded = (seconds: number): number => Number(seconds.toFixed(3));
