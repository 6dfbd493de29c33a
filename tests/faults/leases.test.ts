import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { LeaseLost } from '../../lib/provisioning/errors.ts';
import { inventory } from '../support/inventory.ts';
import { spec } from '../unit/environment/sample.ts';
import { isAtRest, newWorkplace, REGION, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

const TO_AWS = /^(KMS|IAM|S3)\./;
const WRITE = /^(KMS|IAM|S3)\.(?!Describe|Get|List)/;

/** A worker that sleeps when it begins this call, and what it sends when it has woken up. */
function sleeper(place: Workplace, name: string, nth: number) {
  const asleep = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  const sentAwake: string[] = [];
  let begun = 0;
  let woken = false;
  const life = place.life({
    async begins(call) {
      if (call !== name || ++begun !== nth) return;
      asleep.resolve();
      await awake.promise;
    },
    async before(point) {
      if (woken) sentAwake.push(point.name);
    },
  });
  const wake = () => {
    woken = true;
    awake.resolve();
  };
  return { life, asleep: asleep.promise, wake, sentAwake };
}

/** Seconds that are longer than any lease. */
const LONG = 61;

it.each([
  ['KMS.CreateKey', 1],
  ['KMS.CreateAlias', 1],
  ['S3.CreateBucket initial', 1],
  ['S3.PutBucketTagging initial', 1],
  ['S3.PutBucketEncryption final', 1],
  ['IAM.PutRolePolicy', 1],
  ['IAM.CreateInstanceProfile', 1],
  ['DynamoDB.UpdateItem', 2],
])(
  'a worker that sleeps at %s #%i longer than its lease sends nothing to AWS and changes no record any more',
  async (name, nth) => {
    const place = await newWorkplace();
    await place.create(spec({ region: REGION }));
    const { life, asleep, wake, sentAwake } = sleeper(place, name, nth);
    const run = place.deliver(life);
    await asleep;
    place.clock.now = new Date(place.clock.now.getTime() + LONG * 1000);
    const after = await place.goOn();
    const account = await inventory({ region: REGION });
    expect(after.status).toBe('READY');

    wake();
    await expect(run).rejects.toBeInstanceOf(LeaseLost);
    expect(sentAwake.filter((sent) => TO_AWS.test(sent))).toEqual([]);
    expect(await place.record()).toEqual(after);
    expect(await inventory({ region: REGION })).toEqual(account);
    expect([account.keys.length, account.buckets.length]).toEqual([1, 2]);
    expect(await place.drift()).toEqual([]);
  },
);

it('workers that get the same messages again and again change one environment one after another', async () => {
  const place = await newWorkplace();
  const writes: { worker: number; from: number; to: number }[] = [];
  const asked = new Set<number>();
  const worker = (number: number) => {
    const begun = new Map<string, number>();
    return place.life({
      async before({ name, nth }) {
        asked.add(number);
        begun.set(`${name} ${nth}`, performance.now());
      },
      async after({ name, nth }) {
        const from = begun.get(`${name} ${nth}`) ?? 0;
        if (WRITE.test(name)) writes.push({ worker: number, from, to: performance.now() });
      },
    });
  };
  /** Five workers, each of which gets a message every few milliseconds until nothing is left to do. */
  const bombard = () =>
    Promise.all(
      Array.from({ length: 5 }, async (_, number) => {
        while (!isAtRest(await place.record())) await place.deliver(worker(number));
      }),
    );

  for (const step of [
    () => place.create(spec({ region: REGION })),
    () => place.change(spec({ region: REGION, allowedCidrs: ['198.51.100.0/24'] })),
    () => place.remove(),
  ]) {
    await step();
    await bombard();
    if ((await place.record()).status === 'READY') expect(await place.drift()).toEqual([]);
  }
  expect((await place.record()).status).toBe('DELETED');

  writes.sort((a, b) => a.from - b.from);
  const overlaps = writes.filter((write, index) =>
    writes.slice(0, index).some((earlier) => earlier.worker !== write.worker && earlier.to > write.from),
  );
  expect(overlaps).toEqual([]);
  expect(asked.size).toBe(5);
  expect(writes.length).toBeGreaterThan(25);
});
