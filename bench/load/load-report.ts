import type { Section, Table } from '../part.ts';
import { median, percentile } from '../support/figures.ts';
import type { Cost, OwnCosts } from '../support/own-cost.ts';
import { type CallCounts, totalOf } from '../support/tally.ts';
import type { Times } from './clients.ts';
import type { Verdict } from './duplicates.ts';

export interface Measured {
  environments: number;
  clients: number;
  /** Workers at once. */
  concurrency: number;
  times: Times;
  /** From the first POST to the last client's last answer. */
  acceptedSeconds: number;
  /** From the first POST until the last environment was READY. */
  readySeconds: number;
  ready: number;
  verdict: Verdict;
  /** All but polls of the queue and looks at environments. */
  calls: CallCounts;
  polls: number;
  /** Reads of single records, which is what a GET is. */
  looks: number;
  /** Part of the time until all were READY in which the emulator was answering at least one call, 0 to 1. */
  emulatorShare: number;
  /** Bytes; undefined where the system does not tell. */
  peakMemory: number | undefined;
  own: OwnCosts;
}

export function reported(measured: Measured): Section {
  const { environments, ready, verdict } = measured;
  return {
    figures: figuresOf(measured),
    tables: [loadTable(measured), costTable(measured.own)],
    goals: [
      {
        what: 'all environments READY',
        wanted: String(environments),
        measured: String(ready),
        met: ready === environments,
      },
      {
        what: 'duplicates and leftovers',
        wanted: 'none',
        measured: verdict.wrong.length === 0 ? 'none' : verdict.wrong.slice(0, 5).join('; '),
        met: verdict.wrong.length === 0,
      },
    ],
  };
}

function figuresOf(measured: Measured) {
  const { environments, times, acceptedSeconds, calls, verdict, own, peakMemory, ...rest } = measured;
  const of = (values: number[]) => ({ p50: median(values), p99: percentile(values, 0.99) });
  return {
    environments,
    ...rest,
    acceptedSeconds,
    acceptedPerSecond: environments / acceptedSeconds,
    postMilliseconds: of(times.post),
    getMilliseconds: of(times.get),
    callsPerEnvironment: totalOf(calls) / environments,
    callsPerEnvironmentByService: perEnvironment(measured),
    peakMemoryBytes: peakMemory ?? null,
    found: verdict.counts,
    wrong: verdict.wrong,
    oneAtATime: own,
  };
}

const perEnvironment = ({ calls, environments }: Measured): CallCounts =>
  Object.fromEntries(Object.entries(calls).map(([service, count]) => [service, count / environments]));

function loadTable(measured: Measured): Table {
  const { environments, clients, concurrency, times, acceptedSeconds, readySeconds, calls } = measured;
  const { polls, looks, emulatorShare, peakMemory } = measured;
  const both = (values: number[]) => `${ms(median(values))} / ${ms(percentile(values, 0.99))}`;
  const by = Object.entries(perEnvironment(measured)).map(([service, count]) => `${service} ${fixed(count)}`);
  return {
    title: `${environments} environments, ${clients} clients, ${concurrency} workers at once`,
    rows: [
      ['figure', 'measured'],
      ['accepted per second', fixed(environments / acceptedSeconds)],
      ['POST, p50 / p99', both(times.post)],
      ['GET, p50 / p99', both(times.get)],
      ['until all are READY', `${fixed(readySeconds)} s`],
      ['calls per environment', `${fixed(totalOf(calls) / environments)} (${by.join(', ')})`],
      ['polls of the queue and GETs, apart', `${polls} and ${looks}`],
      ['peak memory of API and workers', peakMemory ? `${Math.round(peakMemory / 2 ** 20)} MiB` : 'not told'],
      ['emulator busy', percent(emulatorShare)],
    ],
  };
}

const costTable = ({ post, get, run }: OwnCosts): Table => ({
  title: 'One invocation at a time, medians',
  rows: [
    ['function', 'own CPU', 'whole', 'emulator', "emulator's share", 'calls'],
    costRow('POST /environments', post),
    costRow('GET /environments/{id}', get),
    costRow('a run to READY', run),
    costRow('an environment: POST and run', both(post, run)),
  ],
});

function both(post: Cost, run: Cost): Cost {
  const services = [...new Set([...Object.keys(post.calls), ...Object.keys(run.calls)])].sort();
  return {
    cpuMilliseconds: post.cpuMilliseconds + run.cpuMilliseconds,
    milliseconds: post.milliseconds + run.milliseconds,
    emulatorMilliseconds: post.emulatorMilliseconds + run.emulatorMilliseconds,
    calls: Object.fromEntries(
      services.map((service) => [service, (post.calls[service] ?? 0) + (run.calls[service] ?? 0)]),
    ),
  };
}

const costRow = (name: string, cost: Cost): string[] => [
  name,
  ms(cost.cpuMilliseconds),
  ms(cost.milliseconds),
  ms(cost.emulatorMilliseconds),
  percent(cost.emulatorMilliseconds / cost.milliseconds),
  fixed(totalOf(cost.calls)),
];

const fixed = (value: number): string => value.toFixed(1);
const ms = (value: number): string => `${fixed(value)} ms`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
