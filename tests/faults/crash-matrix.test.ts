import { GetBucketPolicyCommand, GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { inventory } from '../support/inventory.ts';
import { spec } from '../unit/environment/sample.ts';
import { type Death, deathName, diesAt } from './death.ts';
import { newWorkplace, REGION, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

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
    const { status, observedGeneration, generation, resources } = await place.record();
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
    const s3 = new S3Client({ region: REGION, forcePathStyle: true });
    for (const Bucket of [initial, final]) {
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      expect(Policy).toContain(`"aws:SourceIp":${JSON.stringify(allowedCidrs)}`);
      const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
      expect(TagSet).toContainEqual({ Key: 'team', Value: tags.team });
    }
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

/** Every request that a worker makes in each stage, when nothing goes wrong. */
async function requestsOfACleanRun(): Promise<Record<StageName, Death[]>> {
  const place = await newWorkplace();
  const deaths: Record<StageName, Death[]> = { create: [], update: [], delete: [] };
  for (const { name, ask, check } of STAGES) {
    await ask(place);
    const life = place.life();
    await place.deliver(life);
    await check(place);
    deaths[name] = (['not sent', 'answer lost'] as const).flatMap((when) =>
      life.points.map((point) => ({ ...point, when })),
    );
  }
  return deaths;
}

it('wherever a worker ends, delivery going on leads to what was asked for, once and whole', async () => {
  const deaths = await requestsOfACleanRun();
  const rounds = Math.max(...Object.values(deaths).map(({ length }) => length));
  const failures: string[] = [];
  const notReached: string[] = [];
  const began = Date.now();

  for (let round = 0; round < rounds; round++) {
    const place = await newWorkplace();
    for (const { name, ask, check } of STAGES) {
      const death = deaths[name][round];
      const rest = STAGES.slice(STAGES.findIndex((stage) => stage.name === name));
      // No later stage has a death left for this round.
      if (rest.every((stage) => !deaths[stage.name][round])) break;
      try {
        await ask(place);
        if (death && !(await diesAt(place, death))) notReached.push(`${name}: ${deathName(death)}`);
        await place.goOn();
        await check(place);
      } catch (error) {
        failures.push(`${name}: ${death ? deathName(death) : 'undisturbed'}: ${error}`);
        break;
      }
    }
  }

  const counts = STAGES.map(({ name }) => `${name} ${deaths[name].length}`).join(', ');
  const total = Object.values(deaths).flat().length;
  process.stdout.write(
    `crash matrix: ${total} points (${counts}), ${notReached.length} not reached: ${notReached.join('; ')} ${Date.now() - began} ms\n`,
  );
  expect(failures).toEqual([]);
}, 600_000);
