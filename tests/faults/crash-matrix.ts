import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Emulator, startEmulator } from '../../scripts/local/emulator.ts';
import { inventory } from '../support/inventory.ts';
import type { Point } from '../support/worker-life.ts';
import { spec } from '../unit/environment/sample.ts';
import { type Death, deathName, diesAt } from './death.ts';
import { isAtRest, LEASE_SECONDS, newWorkplace, REGION, type Workplace } from './workplace.ts';

const AT_FIRST = spec({ region: REGION, tags: { team: 'files' } });
const LATER = spec({ region: REGION, allowedCidrs: ['198.51.100.0/24'], tags: { team: 'sheets' } });

/** What is asked for, and what must be there when that has been done. In this order, on one environment. */
const STAGES = [
  { name: 'create', ask: (place: Workplace) => place.create(AT_FIRST), check: stands(AT_FIRST) },
  { name: 'update', ask: (place: Workplace) => place.change(LATER), check: stands(LATER) },
  { name: 'delete', ask: (place: Workplace) => place.remove(), check: isGone },
] as const;
type StageName = (typeof STAGES)[number]['name'];

/** The account holds one of each, as asked for, and the record says so. */
function stands({ allowedCidrs, tags }: typeof AT_FIRST) {
  return async (place: Workplace): Promise<void> => {
    const { status, observedGeneration, generation, resources, spec } = await place.record();
    expect({ status, observedGeneration }).toEqual({ status: 'READY', observedGeneration: generation });
    const [key, alias, initial, final, role, profile] = [
      resources.key,
      resources.alias,
      resources.initialBucket,
      resources.finalBucket,
      resources.role,
      resources.instanceProfile,
    ].map((state) => state?.physicalId);
    expect(await inventory({ region: REGION })).toEqual({
      keys: [`${key} Enabled`],
      aliases: [`${alias} -> ${key}`],
      buckets: [final, initial],
      roles: [role],
      inlinePolicies: [`${role}/${role}`],
      instanceProfiles: [`${profile} (${role})`],
    });
    expect(await place.drift()).toEqual([]);
    expect([spec.allowedCidrs, spec.tags]).toEqual([allowedCidrs, tags]);
    expect(await place.services.quota?.hasRoom(place.key.tenant)).toBe(false);
  };
}

/** The account holds nothing but the key on its way out, and there is room for another environment. */
async function isGone(place: Workplace): Promise<void> {
  const { status, resources } = await place.record();
  expect(status).toBe('DELETED');
  expect(await inventory({ region: REGION })).toEqual({
    keys: [`${resources.key?.physicalId} PendingDeletion`],
    aliases: [],
    buckets: [],
    roles: [],
    inlinePolicies: [],
    instanceProfiles: [],
  });
  expect(await place.services.quota?.hasRoom(place.key.tenant)).toBe(true);
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
async function requestsOfACleanRun(): Promise<Record<StageName, Point[]>> {
  const place = await newWorkplace();
  const points: Record<StageName, Point[]> = { create: [], update: [], delete: [] };
  for (const { name, ask, check } of STAGES) {
    await ask(place);
    const life = place.life();
    await place.deliver(life);
    await check(place);
    points[name] = life.points;
  }
  return points;
}

/**
 * Ends the worker at every request of a create, an update and a delete, one after another, and lets delivery go
 * on. Each environment goes through all three, so each round takes one point of every stage.
 *
 * @param when where exactly it ends
 * @returns what was not as it should be afterwards
 */
export async function crashEverywhere(when: Death['when']): Promise<string[]> {
  const points = await requestsOfACleanRun();
  const rounds = Math.max(...Object.values(points).map(({ length }) => length));
  const failures: string[] = [];
  const missed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const place = await newWorkplace();
    // What no later stage needs is not done.
    const last = STAGES.findLastIndex(({ name }) => points[name][round]);
    for (const { name, ask, check } of STAGES.slice(0, last + 1)) {
      const point = points[name][round];
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
  const counts = STAGES.map(({ name }) => `${name} ${points[name].length}`).join(', ');
  const all = Object.values(points).flat().length;
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
