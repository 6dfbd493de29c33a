import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { acceptEnvironment } from '../../lib/operations/accept.ts';
import { inventory } from '../support/inventory.ts';
import { spec } from '../unit/environment/sample.ts';
import { newWorkplace, REGION, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

const SPECS = [
  spec({ region: REGION }),
  spec({ region: REGION, allowedCidrs: ['198.51.100.0/24'] }),
] as const;

/** A hundred askers of one id in ten containers, each on its own, with these specs in turn. */
function crowd({ container, key }: Workplace, specs: readonly ReturnType<typeof spec>[]) {
  const containers = Array.from({ length: 10 }, container);
  const asked = Array.from({ length: 10 }, () => containers)
    .flat()
    .map((services, index) =>
      acceptEnvironment(services, {
        ...key,
        caller: `caller-${index}`,
        spec: specs[index % specs.length] ?? SPECS[0],
        requestHash: 'hash',
      }),
    );
  return Promise.allSettled(asked);
}

async function expectOneOfEach(place: Workplace): Promise<void> {
  expect((await place.goOn()).status).toBe('READY');
  const { keys, aliases, buckets, roles, instanceProfiles } = await inventory({ region: REGION });
  expect([keys, aliases, buckets, roles, instanceProfiles].map(({ length }) => length)).toEqual([
    1, 1, 2, 1, 1,
  ]);
}

it('of a hundred that ask for one id with one spec, one makes it and everyone gets it', async () => {
  const place = await newWorkplace();
  const answers = await crowd(place, [SPECS[0]]);
  const accepted = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(accepted).toHaveLength(100);
  expect(accepted.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(accepted.map(({ record }) => record.uid)).size).toBe(1);
  await expectOneOfEach(place);
});

it('of a hundred that ask for one id with two specs, one spec wins and the others are refused', async () => {
  const place = await newWorkplace();
  const answers = await crowd(place, SPECS);
  const { spec: won, uid } = await place.record();
  const winner = SPECS.findIndex(({ allowedCidrs }) => allowedCidrs[0] === won.allowedCidrs[0]);
  for (const [index, answer] of answers.entries()) {
    if (index % 2 === winner) expect(answer).toMatchObject({ value: { record: { uid } } });
    else expect(answer).toMatchObject({ reason: { code: 'environment-exists' } });
  }
  await expectOneOfEach(place);
});
