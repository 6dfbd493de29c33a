import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { inventory } from '../support/inventory.ts';
import type { Point } from '../support/worker-life.ts';
import { spec } from '../unit/environment/sample.ts';
import { newWorkplace, REGION, received, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

/** A run that is told to stop when it is about to send this request. @returns what it sent after that */
async function stoppedAt(place: Workplace, { name, nth }: Point): Promise<string[]> {
  const stop = new AbortController();
  const after: string[] = [];
  const life = place.life({
    async before(point) {
      if (stop.signal.aborted) after.push(point.name);
      if (point.name === name && point.nth === nth) stop.abort();
    },
  });
  await place.deliver(life, { signal: stop.signal });
  expect(stop.signal.aborted).toBe(true);
  return after;
}

/** Of a step that was begun when the signal came. */
const FINISHES_A_STEP = /^(KMS|IAM|S3)\./;

it.each([
  ['create', { name: 'KMS.CreateKey', nth: 1 }],
  ['create', { name: 'S3.CreateBucket initial', nth: 1 }],
  ['create', { name: 'S3.PutBucketEncryption final', nth: 1 }],
  ['create', { name: 'IAM.AddRoleToInstanceProfile', nth: 1 }],
  ['delete', { name: 'S3.DeleteBucket initial', nth: 1 }],
  ['delete', { name: 'IAM.DeleteRolePolicy', nth: 1 }],
] as const)(
  'a worker that has to stop in a %s, at %j, gives the lease and the message back, and the next one goes on',
  async (stage, point) => {
    const place = await newWorkplace();
    await place.create(spec({ region: REGION }));
    if (stage === 'delete') {
      await place.goOn();
      await place.remove();
    }
    await received(place);
    const after = await stoppedAt(place, point);

    const { status, leaseUntil, attempts, dueAt } = await place.record();
    expect(status).toBe(stage === 'create' ? 'PROVISIONING' : 'DELETING');
    expect([leaseUntil, attempts, dueAt]).toEqual([undefined, 0, place.clock.now.toISOString()]);
    expect(await received(place)).toEqual([JSON.stringify(place.key)]);
    expect(after.filter((name) => FINISHES_A_STEP.test(name)).length).toBeLessThan(12);

    await place.deliver(place.life());
    expect((await place.record()).status).toBe(stage === 'create' ? 'READY' : 'DELETED');
    const { keys, buckets } = await inventory({ region: REGION });
    expect([keys.length, buckets.length]).toEqual([1, stage === 'create' ? 2 : 0]);
  },
);
