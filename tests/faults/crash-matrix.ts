import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Emulator, startEmulator } from '../../scripts/local/emulator.ts';
import type { Point } from '../support/worker-life.ts';
import { type Death, deathName, diesAt } from './death.ts';
import { isAtRest, LEASE_SECONDS, newWorkplace, type Workplace } from './workplace.ts';

/** What is asked for, and what must be there when that has been done. */
export interface Stage {
  name: string;
  ask: (place: Workplace) => Promise<unknown>;
  check: (place: Workplace) => Promise<void>;
}

/** Stages in their order, on one environment. */
export interface Journey {
  /** What is there before. */
  before?: (place: Workplace) => Promise<void>;
  stages: readonly Stage[];
  /** Whether it matters that a worker ends there; left out: it does everywhere. */
  counts?: (point: Point) => boolean;
}

/** An emulator for this file alone: it works as hard as the file itself, and two files would wait for one. */
export function useEmulator(): void {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
    process.env.FAULTS_EMULATOR_ENDPOINT = emulator.endpoint;
  });
  afterAll(() => emulator.stop());
}

/** Every request that a worker makes in each stage, when nothing goes wrong. */
export async function requestsOfACleanRun({
  before,
  stages,
  counts = () => true,
}: Journey): Promise<Point[][]> {
  const place = await newWorkplace();
  await before?.(place);
  const points: Point[][] = [];
  for (const { ask, check } of stages) {
    await ask(place);
    const life = place.life();
    await place.deliver(life);
    await check(place);
    points.push(life.points.filter(counts));
  }
  return points;
}

/**
 * Ends the worker at every request of a journey's stages, one after another, and lets delivery go on. Each environment
 * goes through all stages, so each round takes one point of every stage.
 *
 * @param when where exactly it ends
 * @returns what was not as it should be afterwards
 */
export async function crashEverywhere(journey: Journey, when: Death['when']): Promise<string[]> {
  const { before, stages } = journey;
  const points = await requestsOfACleanRun(journey);
  const rounds = Math.max(...points.map(({ length }) => length));
  const failures: string[] = [];
  const missed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const place = await newWorkplace();
    await before?.(place);
    // What no later stage needs is not done.
    const last = points.findLastIndex((ofStage) => ofStage[round]);
    for (const [index, { name, ask, check }] of stages.slice(0, last + 1).entries()) {
      const point = points[index]?.[round];
      const death = point && { ...point, when };
      try {
        await ask(place);
        if (death && (await diesAt(place, death))) await isDueSoon(place);
        else if (death) missed.push(death.name);
        await place.goOn();
        await check(place);
      } catch (error) {
        failures.push(`${name}, ${death ? deathName(death) : 'undisturbed'}: ${error}`);
        break;
      }
    }
  }
  const counts = stages.map(({ name }, index) => `${name} ${points[index]?.length}`).join(', ');
  const all = points.flat().length;
  process.stdout.write(
    `crash matrix, ${when}: ${all} points (${counts}); ${missed.length} not reached, because others shared a write\n`,
  );
  // How many notes share a write of the record, and how many events one of theirs, differs from run to run.
  const others = missed.filter((name) => !/^DynamoDB\.(UpdateItem|BatchWriteItem)$/.test(name));
  if (others.length > 0 || missed.length > MOST_SHARED) failures.push(`not reached: ${missed.join(', ')}`);
  return failures;
}

/** How many writes of a run another one may do without. */
const MOST_SHARED = 12;

/** What the dead worker has left undone is due when its lease ends, if not before. */
async function isDueSoon(place: Workplace): Promise<void> {
  const record = await place.record();
  if (isAtRest(record)) return;
  const seconds = (Date.parse(record.dueAt ?? '') - place.clock.now.getTime()) / 1000;
  expect(seconds).toBeLessThanOrEqual(LEASE_SECONDS);
}
