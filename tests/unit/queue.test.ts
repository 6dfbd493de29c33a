import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentKey } from '../../lib/environment/environment.ts';
import { workQueue } from '../../lib/queue.ts';

const URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/work';
const KEY = { tenant: 't', id: 'pr-123' };

interface Sent {
  QueueUrl: string;
  MessageBody?: string;
  DelaySeconds?: number;
  Entries?: { Id: string; MessageBody: string }[];
  AttributeNames?: string[];
}

let sent: Sent[];
/** How many messages SQS says are waiting. */
let waiting: string | undefined;
/** Ids of entries that SQS refuses within an answer of success, by the number of the batch. */
let refused: Record<number, string[]>;

/** A client that keeps what would go out. */
function client(): SQSClient {
  const sqs = new SQSClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  sqs.middlewareStack.add(
    () => async (args) => {
      sent.push(args.input as Sent);
      const Failed = refused[sent.length]?.map((Id) => ({ Id, SenderFault: false, Code: 'InternalError' }));
      const Attributes = waiting && { ApproximateNumberOfMessages: waiting };
      const output = { $metadata: {}, ...(Failed && { Failed }), ...(Attributes && { Attributes }) };
      return { output, response: undefined };
    },
    { step: 'initialize' },
  );
  return sqs;
}

const keys = (count: number): EnvironmentKey[] =>
  Array.from({ length: count }, (_, index) => ({ tenant: 't', id: `env-${index}` }));

beforeEach(() => {
  sent = [];
  refused = {};
  waiting = undefined;
});

describe('messages that wait', () => {
  it.each([
    ['12', 12],
    ['0', 0],
    [undefined, 0],
  ])('are counted by SQS: %p', async (answer, count) => {
    waiting = answer;
    expect(await workQueue(client(), URL).waiting()).toBe(count);
    expect(sent).toEqual([{ QueueUrl: URL, AttributeNames: ['ApproximateNumberOfMessages'] }]);
  });
});

describe('a message', () => {
  it('carries the key of a record and nothing else of it', async () => {
    const record = { ...KEY, spec: { secret: 1 } };
    await workQueue(client(), URL).send(record);
    expect(sent).toEqual([{ QueueUrl: URL, MessageBody: '{"tenant":"t","id":"pr-123"}', DelaySeconds: 0 }]);
  });

  it.each([
    [0, 0],
    [0.5, 1],
    [1, 1],
    [60.01, 61],
    [900, 900],
    [5000, 900],
  ])('that is to come in %d seconds is held back for %d', async (delay, seconds) => {
    await workQueue(client(), URL).send(KEY, delay);
    expect(sent[0]?.DelaySeconds).toBe(seconds);
  });
});

describe('messages for many keys', () => {
  it.each([
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
    [165, [...Array.from({ length: 16 }, () => 10), 5]],
  ])('%d: go out in batches of %j, each key once', async (count, batches) => {
    await workQueue(client(), URL).sendAll(keys(count));
    expect(sent.map(({ Entries = [] }) => Entries.length)).toEqual(batches);
    const bodies = sent.flatMap(({ Entries = [] }) =>
      Entries.map(({ MessageBody }) => JSON.parse(MessageBody)),
    );
    expect(bodies).toEqual(keys(count));
  });

  it('have ids that differ within a batch', async () => {
    await workQueue(client(), URL).sendAll(keys(10));
    expect(new Set(sent[0]?.Entries?.map(({ Id }) => Id)).size).toBe(10);
  });

  it('that SQS refuses in an answer of success are an error naming their keys', async () => {
    refused = { 2: ['0', '2'] };
    await expect(workQueue(client(), URL).sendAll(keys(15))).rejects.toThrow(
      'SQS did not take {"tenant":"t","id":"env-10"}, {"tenant":"t","id":"env-12"}',
    );
  });
});
