import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { targetOf } from '../../scripts/local/credentials.ts';
import { startPoller } from '../../scripts/local/poller.ts';
import { atRest, changeRecord, REGION, WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem({ delivers: false });
let sqs: SQSClient;
let poller: ReturnType<typeof startPoller>;
/** The bodies that the worker was given, in turn. */
const deliveries: string[] = [];
beforeAll(async () => {
  const { queueUrl, accountId, endpoint, invoke } = system;
  sqs = new SQSClient({ region: REGION });
  // A message that failed comes again after a second, not after six minutes: as a poll was begun, so its messages are.
  const Attributes = { VisibilityTimeout: '1' };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes }));
  const configuration = { functions: { reconcile: { events: [{ sqs: { maximumConcurrency: 2 } }] } } };
  const target = targetOf(endpoint, process.env);
  const counting: typeof invoke = (name, event) => {
    deliveries.push(...(event as SQSEvent).Records.map(({ body }) => body));
    return invoke(name, event);
  };
  poller = startPoller({
    configuration,
    target,
    accountId,
    queueUrl,
    invoke: counting,
    onLog: () => undefined,
  });
});
afterAll(() => poller.stop());

/** Waits for what lies in the dead-letter queue next. */
async function buried(): Promise<{ body: string; cause: string | undefined }> {
  for (;;) {
    const { Messages: [message] = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: system.deadLetterQueueUrl,
        WaitTimeSeconds: 5,
        MessageAttributeNames: ['All'],
      }),
    );
    if (!message) continue;
    const { ReceiptHandle, Body: body = '', MessageAttributes } = message;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: system.deadLetterQueueUrl, ReceiptHandle }));
    return { body, cause: MessageAttributes?.cause?.StringValue };
  }
}

const due = () => ({ dueAt: new Date(Date.now() - 1000).toISOString(), duePartition: 'due' });
const keyOf = (id: string): string => JSON.stringify({ tenant: 'local', id });

it('a message that nobody can read fails five times and lies in the dead-letter queue then', async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl: system.queueUrl, MessageBody: 'no key' }));
  expect(await buried()).toEqual({ body: 'no key', cause: undefined });
  expect(deliveries).toEqual(Array(5).fill('no key'));
});

it('an environment that the service fails on every time is FAILED with the cause, and lies there', async () => {
  await system.create('poisoned');
  await atRest(system);
  // A spec as no version writes it: what must be made of it can't be said. Eleven attempts have failed.
  await changeRecord(system, 'poisoned', {
    'spec.storage': undefined,
    status: 'UPDATING',
    attempts: 11,
    ...due(),
  });
  await system.sweep();
  const { body, cause } = await buried();
  expect([body, cause]).toEqual([keyOf('poisoned'), expect.stringMatching(/^internal-error: /)]);
  await atRest(system);
  expect(await system.send('GET /environments/poisoned')).toMatchObject({
    status: 200,
    body: { status: 'FAILED', statusReason: cause },
  });
});

describe('a record that nobody can read', () => {
  beforeAll(async () => {
    for (const id of ['before', 'damaged', 'later']) await system.create(id);
    await atRest(system);
    await changeRecord(system, 'damaged', { schemaVersion: 2, ...due() });
  });

  it('says so when it is asked for, and is left out of lists', async () => {
    expect(await system.send('GET /environments/damaged')).toMatchObject({
      status: 500,
      body: { code: 'internal', detail: expect.stringContaining('schema version 2') },
    });
    const { body } = await system.send('GET /environments?limit=100');
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(['before', 'later']));
    expect(ids).not.toContain('damaged');
  });

  it('does not stop the others, and its message lies in the dead-letter queue', async () => {
    const others = ['before', 'later'];
    for (const id of others) await changeRecord(system, id, { status: 'UPDATING', ...due() });
    await system.sweep();
    for (const id of others) {
      expect(await system.send(`GET /environments/${id}`, { headers: WAIT })).toMatchObject({
        body: { status: 'READY' },
      });
    }
    expect(await buried()).toEqual({ body: keyOf('damaged'), cause: undefined });
  });
});
