import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam';
import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { crashEverywhere, requestsOfACleanRun, useEmulator } from './crash-matrix.ts';
import { type Death, deathName, diesAt } from './death.ts';
import { adoptAgain, adoptData, IN_AND_OUT, isLeftAlone, withRootModule } from './handed-over.ts';
import { newWorkplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));
useEmulator();

// Not sent is the same as the answer to the request before it lost: only what changes something counts here.
it('wherever a worker ends that takes over or hands over, nothing is lost, made anew or left with our tags', async () => {
  expect(await crashEverywhere(IN_AND_OUT, 'answer lost')).toEqual([]);
}, 600_000);

/** The points are near enough to each other. */
const EVERY = 3;

it('wherever a worker ends that takes over, a forced deletion leaves everything until the environment was READY', async () => {
  const [all = []] = await requestsOfACleanRun(IN_AND_OUT);
  const failures: string[] = [];
  let left = 0;
  for (const point of all.filter((_, index) => index % EVERY === 0)) {
    const death: Death = { ...point, when: 'answer lost' };
    const place = await newWorkplace();
    await withRootModule(place);
    await adoptAgain(place);
    await diesAt(place, death);
    const { observedGeneration, leaseUntil = '' } = await place.record();
    if (observedGeneration > 0) continue;
    left += 1;
    try {
      await place.remove({ force: true });
      place.clock.now = new Date(leaseUntil);
      await place.goOn();
      await isLeftAlone(place);
    } catch (error) {
      failures.push(`${deathName(death)}: ${error}`);
    }
  }
  expect(failures).toEqual([]);
  expect(left).toBeGreaterThan(8);
}, 600_000);

it('what an import made itself goes, even when its deletion is interrupted after it left the rest', async () => {
  const place = await newWorkplace();
  await withRootModule(place);
  await adoptData(place);
  const nth = 1;
  expect(await diesAt(place, { name: 'IAM.AddRoleToInstanceProfile', nth, when: 'answer lost' })).toBe(true);
  place.clock.now = new Date((await place.record()).leaseUntil ?? '');
  await place.remove({ force: true });
  expect(await diesAt(place, { name: 'IAM.DeleteRole', nth, when: 'not sent' })).toBe(true);
  expect((await place.record()).status).toBe('DELETING');

  await place.goOn();

  await isLeftAlone(place);
});

it('what becomes somebody else’s before a worker comes is left alone, and so is the rest', async () => {
  const place = await newWorkplace();
  await withRootModule(place);
  await adoptAgain(place);
  const { resources } = await place.record();
  const RoleName = resources.role?.physicalId ?? '';
  const Tags = [{ Key: 'groundwork:uid', Value: 'theirs' }];
  const iam = new IAMClient();
  await iam.send(new TagRoleCommand({ RoleName, Tags }));

  const failed = await place.goOn();
  expect([failed.status, failed.resources.role?.error?.code]).toEqual(['FAILED', 'foreign-resource']);
  await place.remove({ force: true });
  await place.goOn();

  await isLeftAlone(place, ['groundwork:uid']);
});
