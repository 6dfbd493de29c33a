import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { acceptEnvironment } from '../../lib/operations/accept.ts';
import { sweep } from '../../lib/operations/sweep.ts';
import { workQueue } from '../../lib/queue.ts';
import { inventory } from '../support/inventory.ts';
import { spec } from '../unit/environment/sample.ts';
import { diesAt } from './death.ts';
import { newWorkplace, REGION, received, type Workplace } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

const FIRST = spec({ region: REGION });
const SECOND = spec({ region: REGION, allowedCidrs: ['198.51.100.0/24'] });
const WRITE = /^(KMS|IAM|S3)\.(?!Describe|Get|List)/;

async function buried({ config }: Workplace): Promise<[body: string, cause: string | undefined][]> {
  const { Messages = [] } = await new SQSClient().send(
    new ReceiveMessageCommand({
      QueueUrl: config.deadLetterQueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(({ Body = '', MessageAttributes }) => [Body, MessageAttributes?.cause?.StringValue]);
}

/** The writes to AWS of a whole life, each of whose messages is delivered so many times at once, and once more. */
async function writesOfALife(times: number): Promise<string[]> {
  const place = await newWorkplace();
  const lives: ReturnType<Workplace['life']>[] = [];
  const delivered = () => {
    const life = place.life();
    lives.push(life);
    return place.deliver(life);
  };
  const steps = [() => place.create(FIRST), () => place.change(SECOND), () => place.remove({ force: true })];
  for (const step of steps) {
    await step();
    await Promise.all(Array.from({ length: times }, delivered));
    if (times > 1) await delivered();
  }
  expect((await place.goOn()).status).toBe('DELETED');
  expect(await inventory({ region: REGION })).toMatchObject({
    keys: [expect.stringMatching(/PendingDeletion$/)],
    buckets: [],
    roles: [],
  });
  return lives
    .flatMap(({ points }) => points.map(({ name }) => name))
    .filter((name) => WRITE.test(name))
    .sort();
}

it('messages that are delivered twice and more change AWS as often as those that come once', async () => {
  const once = await writesOfALife(1);
  expect(once.length).toBeGreaterThan(30);
  expect(await writesOfALife(3)).toEqual(once);
});

describe('a message that could not be sent', () => {
  it('is no trouble of the caller: the sweeper sends it', async () => {
    const place = await newWorkplace();
    const queue = workQueue(new SQSClient({ maxAttempts: 1 }), `${place.config.queueUrl}-away`);
    const { record } = await acceptEnvironment(
      { ...place.services, queue },
      { ...place.key, caller: 'me', spec: FIRST, requestHash: 'hash' },
    );
    expect(record.status).toBe('PENDING');
    expect(await received(place)).toEqual([]);
    expect((await place.goOn()).status).toBe('READY');
  });
});

it('a backlog does not grow by the sweeper, however often it comes', async () => {
  const place = await newWorkplace();
  await place.create(FIRST);
  for (let minutes = 0; minutes < 10; minutes++) await sweep(place.services);
  expect(await place.services.queue.waiting()).toBe(2);
});

describe('an environment whose every run kills its worker', () => {
  it('is given up after twelve, with the cause on record and its key in the dead-letter queue', async () => {
    const place = await newWorkplace();
    await place.create(FIRST);
    for (let deaths = 0; deaths < 12; deaths++) {
      const poison = { name: 'S3.CreateBucket final', nth: 1, when: 'not sent' } as const;
      expect(await diesAt(place, poison)).toBe(true);
      place.clock.now = new Date((await place.record()).dueAt ?? '');
    }
    expect(await buried(place)).toEqual([]);
    const { status, statusReason } = await place.goOn();
    expect(status).toBe('FAILED');
    expect(statusReason).toMatch(/^worker-died: The worker ended 12 times in a row/);
    expect(await buried(place)).toEqual([[JSON.stringify(place.key), statusReason]]);
  });

  it('is tried again when somebody asks', async () => {
    const place = await newWorkplace();
    await place.create(FIRST);
    for (let deaths = 0; deaths < 12; deaths++) {
      await diesAt(place, { name: 'S3.CreateBucket final', nth: 1, when: 'not sent' });
      place.clock.now = new Date((await place.record()).dueAt ?? '');
    }
    await place.goOn();
    await place.change(SECOND);
    expect((await place.goOn()).status).toBe('READY');
  });
});
