import type { Bench, Part, Section } from '../part.ts';
import { POLLING } from '../support/groundwork.ts';
import { type Contender, lineUp } from './contenders.ts';
import {
  DELAYS,
  type Delay,
  goalsOf,
  type Measured,
  type Missing,
  summary,
  tableOf,
  WORKS,
} from './rounds.ts';

/** Time to READY, and until all is deleted, of one environment. */
export const ready: Part = {
  name: 'ready',
  title: 'Time to READY',
  takes: '7 min',

  async measure(bench): Promise<Section> {
    const everybody = await lineUp(bench);
    const contenders = everybody.filter((one): one is Contender => 'next' in one);
    const missing = everybody.filter((one): one is Missing => 'reason' in one);
    const figures = summary(await measureAll(bench, contenders));
    return {
      figures: { ...figures, missing: Object.fromEntries(missing.map(({ name, reason }) => [name, reason])) },
      tables: [
        tableOf('Time to READY, seconds: median (min-max)', figures.create, missing),
        tableOf('Time until it is deleted, seconds: median (min-max)', figures.remove, missing),
      ],
      goals: goalsOf(figures.create),
    };
  },
};

/** Rounds of all of them: what is compared is measured within minutes, whatever else the machine does. */
async function measureAll({ say, signal }: Bench, contenders: readonly Contender[]): Promise<Measured[]> {
  const all: Measured[] = [];
  const rounds = Math.max(...contenders.map((contender) => contender.rounds));
  for (let round = 1; round <= rounds; round += 1) {
    for (const delay of DELAYS) {
      const taken: string[] = [];
      for (const contender of contenders.filter((one) => one.rounds >= round)) {
        signal.throwIfAborted();
        const measured = await measureOne(contender, delay);
        all.push(...measured);
        taken.push(`${contender.name} ${measured.map(({ seconds }) => seconds.toFixed(2)).join(' + ')}`);
      }
      say(`round ${round} of ${rounds}, ${delay} ms: ${taken.join(', ')} s`);
    }
  }
  return all;
}

async function measureOne({ name, proxy, next }: Contender, delay: Delay): Promise<Measured[]> {
  const turn = await next();
  const measured: Measured[] = [];
  proxy.delay = delay;
  for (const work of WORKS) {
    proxy.calls.length = 0;
    const begin = performance.now();
    await turn[work]();
    const seconds = (performance.now() - begin) / 1000;
    const calls = proxy.calls.filter((call) => call.name !== POLLING).length;
    measured.push({ name, work, delay, seconds, calls });
    await turn.after?.(work);
  }
  return measured;
}
