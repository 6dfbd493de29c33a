import { createHash } from 'node:crypto';
import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { Consumer } from 'sqs-consumer';
import type { Api } from './api.ts';
import type { Configuration } from './configuration.ts';
import type { Target } from './credentials.ts';

const WORKER = 'reconcile';

export interface PollerOptions {
  configuration: Pick<Configuration, 'functions'>;
  target: Target;
  accountId: string;
  queueUrl: string;
  invoke: Api['invoke'];
  onLog: (line: string) => void;
}

/** A message as a function gets it from an event source mapping. */
const recordOf = (message: Message, { target, accountId, queueUrl }: PollerOptions): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: message.Attributes as unknown as SQSRecord['attributes'],
  messageAttributes: {},
  md5OfBody:
    message.MD5OfBody ??
    createHash('md5')
      .update(message.Body ?? '')
      .digest('hex'),
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${target.region}:${accountId}:${queueUrl.split('/').at(-1)}`,
  awsRegion: target.region,
});

const concurrencyOf = ({ functions }: Pick<Configuration, 'functions'>): number => {
  const queues = functions[WORKER]?.events?.flatMap(({ sqs }) => (sqs ? [sqs] : [])) ?? [];
  return queues[0]?.maximumConcurrency ?? 1;
};

/**
 * Stands in for the event source mapping between queue and worker: as many messages at once as serverless.yml
 * allows. A message is deleted only when the worker neither failed nor listed it as failed.
 */
export const startPoller = (options: PollerOptions): { stop(): void } => {
  const { configuration, target, queueUrl, invoke, onLog } = options;
  const sqs = new SQSClient(target);
  const deliver = async (message: Message): Promise<Message | undefined> => {
    const event = { Records: [recordOf(message, options)] };
    const answer = (await invoke(WORKER, event)) as SQSBatchResponse | null | undefined;
    return answer?.batchItemFailures?.length ? undefined : message;
  };
  const consumers = Array.from({ length: concurrencyOf(configuration) }, () => {
    const consumer = Consumer.create({
      sqs,
      queueUrl,
      batchSize: 1,
      waitTimeSeconds: 20,
      messageSystemAttributeNames: ['All'],
      handleMessage: deliver,
    });
    let stopped = false;
    const report = (error: Error) => {
      if (!stopped) onLog(`queue: ${error.message}`);
    };
    consumer.on('error', report);
    consumer.on('processing_error', report);
    consumer.on('stopped', () => {
      stopped = true;
    });
    consumer.start();
    return consumer;
  });
  return {
    stop() {
      for (const consumer of consumers) consumer.stop({ abort: true });
      sqs.destroy();
    },
  };
};
