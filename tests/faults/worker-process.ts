/**
 * A worker in a process of its own: gets messages from the queue as an event source mapping would, and tells its
 * parent how many it is busy with.
 */
import { randomUUID } from 'node:crypto';
import type { Context, SQSEvent } from 'aws-lambda';
import { handler } from '../../functions/reconcile.ts';
import { targetOf } from '../../scripts/local/credentials.ts';
import { startPoller } from '../../scripts/local/poller.ts';

/** Milliseconds an invocation may take; what it holds when it is killed is free again after that. */
const TIMEOUT = 20_000;
const AT_ONCE = 3;

// Never longer than the test.
process.on('disconnect', () => process.exit(1));
let busyWith = 0;
const tell = (change: number): void => {
  busyWith += change;
  process.send?.(busyWith);
};
const { AWS_ENDPOINT_URL = '', ACCOUNT_ID = '', QUEUE_URL = '' } = process.env;

startPoller({
  configuration: { functions: { reconcile: { events: [{ sqs: { maximumConcurrency: AT_ONCE } }] } } },
  target: targetOf(AWS_ENDPOINT_URL, process.env),
  accountId: ACCOUNT_ID,
  queueUrl: QUEUE_URL,
  async invoke(_name, event) {
    const end = Date.now() + TIMEOUT;
    const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => end - Date.now() };
    tell(1);
    try {
      return await handler(event as SQSEvent, context as Context);
    } finally {
      tell(-1);
    }
  },
  onLog: (line) => process.stdout.write(`${line}\n`),
});
