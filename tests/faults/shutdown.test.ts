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

const READS = /\.(Get|List|Head|Describe)/;

/** What a call to AWS changes. */
const changedBy = (name: string): string =>
  ['Alias', 'Key', 'InstanceProfile', 'Role', ' initial', ' final'].find((part) => name.includes(part)) ??
  name;

/** The settings of a bucket are written at once. */
const SETTINGS = /PutBucket|PutPublicAccessBlock/;

/** Beside what was being done when the signal came: the rest of one write, in a deletion of one removal. */
const changesAfter = (names: string[]): string[] =>
  names.filter((name) => /^(KMS|IAM|S3)\./.test(name) && !READS.test(name));

/** With what must not be sent any more, because it waits for what is being done. */
it.each([
  ['create', { name: 'KMS.CreateKey', nth: 1 }, /Alias|Encryption|PutRolePolicy/],
  ['create', { name: 'S3.CreateBucket initial', nth: 1 }, / initial/],
  ['create', { name: 'IAM.AddRoleToInstanceProfile', nth: 1 }, /InstanceProfile/],
  ['delete', { name: 'S3.DeleteBucket initial', nth: 1 }, /DeleteRole$|KMS/],
  ['delete', { name: 'IAM.DeleteRolePolicy', nth: 1 }, /ScheduleKeyDeletion/],
] as const)(
  'a worker that has to stop in a %s, at %j, gives the lease and the message back, and the next one goes on',
  async (stage, point, waiting) => {
    const place = await newWorkplace();
    await place.create(spec({ region: REGION }));
    if (stage === 'delete') {
      await place.goOn();
      await place.remove();
    }
    await received(place);
    const changes = changesAfter(await stoppedAt(place, point));

    const { status, leaseUntil, attempts, dueAt } = await place.record();
    expect(status).toBe(stage === 'create' ? 'PROVISIONING' : 'DELETING');
    expect([leaseUntil, attempts, dueAt]).toEqual([undefined, 0, place.clock.now.toISOString()]);
    expect(await received(place)).toEqual([JSON.stringify(place.key)]);
    expect(changes.filter((name) => waiting.test(name))).toEqual([]);
    const steps = changes.filter((name) => !SETTINGS.test(name));
    if (stage === 'create') expect(new Set(steps.map(changedBy)).size).toBe(steps.length);

    await place.deliver(place.life());
    expect((await place.record()).status).toBe(stage === 'create' ? 'READY' : 'DELETED');
    const { keys, buckets } = await inventory({ region: REGION });
    expect([keys.length, buckets.length]).toEqual([1, stage === 'create' ? 2 : 0]);
    if (stage === 'create') expect(await place.drift()).toEqual([]);
  },
);
