import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { EnvironmentKey } from './environment/environment.ts';
import { settleAll } from './provisioning/graph.ts';
import { within } from './timeouts.ts';

/** SQS's limits: messages in a batch, and seconds that a message can be held back. */
const BATCH = 10;
/** A sweep has a minute for all that is due. */
const BATCHES_AT_ONCE = 8;
const LONGEST_DELAY_SECONDS = 900;

/** The queue carries keys, never instructions: a message says "look at this record". */
export interface WorkQueue {
  /** @param delaySeconds rounded up: a message that comes too early finds nothing due */
  send(key: EnvironmentKey, delaySeconds?: number): Promise<void>;
  sendAll(keys: readonly EnvironmentKey[]): Promise<void>;
  /** How many messages could be received at this moment. SQS counts a minute behind. */
  waiting(): Promise<number>;
}

/** @throws Error naming the keys that SQS did not take, for it answers 200 in spite of them */
export function workQueue(client: SQSClient, queueUrl: string): WorkQueue {
  const sendBatch = async (keys: readonly EnvironmentKey[]): Promise<void> => {
    const Entries = keys.map((key, index) => ({ Id: String(index), MessageBody: bodyOf(key) }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (Failed.length === 0) return;
    const failed = Failed.map(({ Id }) => Entries[Number(Id)]?.MessageBody);
    throw new Error(`SQS did not take ${failed.join(', ')}`);
  };
  return {
    async send(key, delaySeconds = 0) {
      const DelaySeconds = Math.min(Math.ceil(delaySeconds), LONGEST_DELAY_SECONDS);
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: bodyOf(key), DelaySeconds }),
      );
    },

    async sendAll(keys) {
      for (let start = 0; start < keys.length; start += BATCH * BATCHES_AT_ONCE) {
        const batches = Array.from({ length: BATCHES_AT_ONCE }, (_, index) => start + index * BATCH)
          .map((from) => keys.slice(from, from + BATCH))
          .filter(({ length }) => length > 0);
        await settleAll(batches.map(sendBatch));
      }
    },

    async waiting() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}

/** Where lies what somebody has to look at. SQS puts messages there that fail again and again, too. */
export interface DeadLetters {
  /** @param cause for whoever looks */
  bury(key: EnvironmentKey, cause: string): Promise<void>;
}

export const deadLetterQueue = (client: SQSClient, queueUrl: string): DeadLetters => ({
  async bury(key, cause) {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: bodyOf(key),
        MessageAttributes: { cause: { DataType: 'String', StringValue: cause } },
      }),
    );
  },
});

const bodyOf = ({ tenant, id }: EnvironmentKey): string => JSON.stringify({ tenant, id });

/** A client with short timeouts: a lost send is made good by the sweeper. */
export const sqsClient = (): SQSClient => new SQSClient({ requestHandler: within(1_000, 3_000) });
