import { type Bench, NotReady, type Part, type Table } from '../part.ts';
import { startGroundwork, warmUp } from '../support/groundwork.ts';
import { newId } from '../support/wanted.ts';
import { billOf, environmentMonth, type Item, idleMonth, runnerBill, sumOf, type Usage } from './bill.ts';
import { bytesOf, itemsOf } from './sizes.ts';
import { itemsIn, usageOf } from './usage.ts';

const TIMES = 1000;
/** Milliseconds that AWS is taken to need for a round of calls: slow, so that the bill is not too small. */
const ROUND = 100;
/** Rounds that a request waits through with `Prefer: wait`, and a run: docs/adr/0017. */
const ROUNDS = { create: { api: 9, run: 8 }, remove: { api: 11, run: 9 } } as const;
/** Seconds of a runner's job beside Terraform's own: checkout, setup and a provider's download. */
const JOB_OVERHEAD_SECONDS = 30;

/** The parts of what other parts measured that are billed. */
interface Load {
  oneAtATime: Record<'post' | 'run', { cpuMilliseconds: number }>;
}
interface Ready {
  create: { terraform?: { delay_100_ms: { median_seconds: number } } };
}

/** What environments cost, from the calls of one and list prices. */
export const cost: Part = {
  name: 'cost',
  title: 'Money',
  takes: '15 s',

  async measure(bench) {
    const load = bench.figuresOf('load') as Load | undefined;
    if (!load)
      throw new NotReady('The processor time of functions is measured by the part load: run it first.');
    const { cpuMilliseconds: post } = load.oneAtATime.post;
    const { cpuMilliseconds: run } = load.oneAtATime.run;
    const { create, remove, ...sizes } = await countCalls(bench);
    const assumed = { ...sizes, roundMilliseconds: ROUND };
    const of = (work: 'create' | 'remove', calls: typeof create): Usage => {
      const { api, run: rounds } = ROUNDS[work];
      const durations = [
        { cpuMilliseconds: post, rounds: api },
        { cpuMilliseconds: run, rounds },
      ];
      return usageOf(calls, durations, assumed);
    };
    const [created, removed] = [of('create', create), of('remove', remove)];
    const month = environmentMonth({
      recordBytes: sizes.recordBytes,
      eventBytes: sizes.events * sizes.eventBytes,
    });
    const seconds = (bench.figuresOf('ready') as Ready | undefined)?.create.terraform?.delay_100_ms
      .median_seconds;
    return {
      figures: {
        ...sizes,
        round_ms: ROUND,
        create: created,
        remove: removed,
        terraform_apply_seconds: seconds ?? null,
      },
      tables: [
        billTable(`${TIMES} creates, US dollars`, billOf(created, TIMES)),
        billTable(`${TIMES} deletions, US dollars`, billOf(removed, TIMES)),
        billTable('One environment for a month, US dollars', month),
        billTable('A deployment for a month without a call, US dollars', idleMonth()),
        besideTable(sumOf(billOf(created, TIMES)), seconds),
      ],
      goals: [],
    };
  },
};

async function countCalls(bench: Bench) {
  const groundwork = await startGroundwork(bench, itemsIn);
  const { system, proxy, create, remove, atRest } = groundwork;
  await warmUp(groundwork);
  const during = async (work: Promise<void>) => {
    proxy.calls.length = 0;
    await work;
    await atRest();
    return proxy.calls.slice();
  };
  const items = async (table: string) => itemsOf(table, bench.endpoint, system.environment);
  const id = newId();
  const made = await during(create(id));
  const record = (await items(system.tableName)).find((item) => item.id?.S === id) ?? {};
  const events = (await items(system.eventsTableName)).filter(({ environment }) =>
    environment?.S?.endsWith(`/${id}`),
  );
  const eventBytes = events.reduce((sum, event) => sum + bytesOf(event), 0) / events.length;
  return {
    create: made,
    remove: await during(remove(id)),
    recordBytes: bytesOf(record),
    events: events.length,
    eventBytes: Math.round(eventBytes),
  };
}

const billTable = (title: string, items: readonly Item[]): Table => ({
  title,
  rows: [
    ['service', 'for each', title.split(',')[0] ?? ''],
    ...items.map(({ service, what, dollars }) => [service, what, dollars.toFixed(4)]),
    ['all', '', sumOf(items).toFixed(4)],
  ],
});

const besideTable = (groundwork: number, seconds: number | undefined): Table => ({
  title: `${TIMES} creates, beside a runner that applies Terraform, US dollars`,
  rows: [
    ['', 'for each', `${TIMES} creates`],
    ['groundwork', 'as above', groundwork.toFixed(2)],
    seconds === undefined
      ? ['Terraform on a runner', 'not measured', '-']
      : [
          'Terraform on a runner',
          `${JOB_OVERHEAD_SECONDS} s to get ready, ${seconds.toFixed(0)} s to apply: ${billedMinutes(JOB_OVERHEAD_SECONDS + seconds)}`,
          runnerBill(JOB_OVERHEAD_SECONDS + seconds, TIMES).toFixed(2),
        ],
  ],
});

function billedMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} minute${minutes === 1 ? '' : 's'} billed`;
}
