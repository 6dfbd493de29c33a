import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { amend } from '../../lib/operations/amend.ts';
import { repair } from '../../lib/operations/restore.ts';
import type { Wire } from '../support/worker-life.ts';
import { spec } from '../unit/environment/sample.ts';
import { newWorkplace, REGION, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

/** AWS answers each request of this name as IAM does when it is asked too often. */
const throttles = (name: string): Wire => ({
  async before(point) {
    if (point.name !== name) return;
    const $metadata = { httpStatusCode: 400, requestId: 'r-1' };
    throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $fault: 'client', $metadata });
  },
});

const minutesUntil = (time: string | undefined, { clock }: Workplace): number =>
  (Date.parse(time ?? '') - clock.now.getTime()) / 60_000;

it('what AWS throttles every time is FAILED after twelve attempts, with the reason, and whole when it stops', async () => {
  const place = await newWorkplace();
  await place.create(spec({ region: REGION }));
  const { now: began } = place.clock;
  const failed = await place.goOn(throttles('IAM.CreateRole'));
  expect(failed).toMatchObject({ status: 'FAILED', attempts: 12 });
  expect(failed.dueAt).toBeUndefined();
  expect(failed.statusReason).toContain('Rate exceeded');
  expect(failed.resources.initialBucket?.status).toBe('READY');
  // With the least jitter: half of 1 s, 2 s, 4 s … 2 min.
  expect(-minutesUntil(began.toISOString(), place)).toBeGreaterThan(4.5);

  await amend(place.services, { ...place.key, decide: repair('me') });
  expect(await place.goOn()).toMatchObject({ status: 'READY', attempts: 0 });
  expect(await place.drift()).toEqual([]);
});

it('a deletion that AWS throttles every time is DELETE_FAILED, comes again hourly, and ends when it stops', async () => {
  const place = await newWorkplace();
  await place.create(spec({ region: REGION }));
  await place.goOn();
  await place.remove();
  const failed = await place.goOn(throttles('IAM.DeleteRole'));
  expect(failed.status).toBe('DELETE_FAILED');
  for (let hours = 0; hours < 3; hours++) {
    const { status, dueAt } = await place.record();
    expect([status, minutesUntil(dueAt, place)]).toEqual(['DELETE_FAILED', 60]);
    place.clock.now = new Date(dueAt ?? '');
    await place.deliver(place.life(throttles('IAM.DeleteRole')));
  }
  place.clock.now = new Date((await place.record()).dueAt ?? '');
  await place.deliver(place.life());
  expect((await place.record()).status).toBe('DELETED');
});
