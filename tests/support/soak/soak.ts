import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { startSystem } from '../../../scripts/local/system.ts';
import { enterFreshAccount } from '../account.ts';
import type { FaultKind } from '../hostile/faults.ts';
import { hostileAws } from '../hostile/hostile-aws.ts';
import { judge, type Verdict } from './judge.ts';
import { lives, type Owner } from './owner.ts';

const REGION = 'eu-west-1';
/** Owners at work at a time. */
const CLIENTS = 20;
const LAG_MILLISECONDS = 1000;
/** How long the service waits until what it can't see counts as not there. */
const VISIBLE_AFTER_SECONDS = 4;
const SWEEP_EVERY_MILLISECONDS = 3000;
/** Time for one environment, if all of them came at once. */
const SECONDS_EACH = 10;
const SECONDS_AT_LEAST = 300;

export interface SoakOptions {
  environments: number;
  /** Share of calls to AWS that suffer. */
  faults: number;
  seed: number;
  /** The emulator behind the faults. */
  emulator: string;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

export interface SoakReport extends Verdict {
  environments: number;
  injected: ReadonlyMap<FaultKind, number>;
}

/** Lets many owners create, change and delete environments through the API while AWS has its worst day. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { environments, faults, seed, emulator, onProgress = () => {}, signal } = options;
  await enterFreshAccount(emulator);
  const hostile = await hostileAws(emulator, {
    seed,
    faults,
    lagMilliseconds: LAG_MILLISECONDS,
    owner: /soak-\d+/,
  });
  const s3 = new S3Client({ region: REGION, endpoint: emulator, forcePathStyle: true });
  let system: Awaited<ReturnType<typeof startSystem>> | undefined;
  const working = new AbortController();
  try {
    system = await startSystem({
      endpoint: hostile.endpoint,
      env: {
        VISIBLE_AFTER_SECONDS: String(VISIBLE_AFTER_SECONDS),
        POWERTOOLS_LOG_LEVEL: 'SILENT',
      },
      ...(signal && { signal }),
    });
    const { url, invoke } = system;
    const owners = Array.from({ length: environments }, (_, index): Owner => {
      return { id: `soak-${index}`, seen: 'not asked for', wrong: [] };
    });
    const deadline = Date.now() + 1000 * Math.max(SECONDS_AT_LEAST, SECONDS_EACH * environments);

    hostile.rage();
    const began = Date.now();
    const beside = [
      every(SWEEP_EVERY_MILLISECONDS, working.signal, () => invoke('sweep', {})),
      every(5000, working.signal, async () => {
        const seconds = Math.round((Date.now() - began) / 1000);
        onProgress(`${seconds} s: ${counted(owners)}; ${sum(hostile.injected)} faults`);
      }),
    ];
    const waiting = owners.map((owner, index) => ({ owner, seed: seed * 1_000_003 + index }));
    const all = Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          await lives(next.owner, { url, s3, deadline }, next.seed);
        }
      }),
    );
    await Promise.race([all, signal ? once(signal, 'abort') : all]);
    signal?.throwIfAborted();
    hostile.calm();
    working.abort();
    await Promise.all(beside);
    const verdict = await judge(owners, { url, region: REGION, endpoint: emulator });
    return { environments, injected: hostile.injected, ...verdict };
  } finally {
    working.abort();
    await system?.stop();
    await hostile.stop();
    s3.destroy();
  }
}

/** The last line of a soak. */
export const summary = ({ environments, injected, ...report }: SoakReport): string =>
  [
    `environments ${environments}`,
    `faults injected ${sum(injected)}`,
    `converged ${report.converged}`,
    `orphans ${report.orphans.length}`,
    `lost ${report.lost.length}`,
    `duplicated ${report.duplicated.length}`,
  ].join(', ');

/** Whether nothing went wrong. */
export const isSound = ({ environments, converged, ...found }: SoakReport): boolean =>
  converged === environments &&
  [found.orphans, found.lost, found.duplicated].every((list) => list.length === 0);

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

function counted(owners: readonly Owner[]): string {
  const counts = new Map<string, number>();
  for (const { seen } of owners) counts.set(seen, (counts.get(seen) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

/** Again and again, one after another. A failure of a faulty AWS is none of the soak. */
async function every(milliseconds: number, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => undefined);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
