import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { workerConfig } from '../lib/config.ts';
import type { EnvironmentKey } from '../lib/environment/environment.ts';
import { logger, metrics } from '../lib/logger.ts';
import { converge } from '../lib/operations/converge.ts';
import { reportRun } from '../lib/operations/report.ts';
import type { Budget } from '../lib/operations/worker-services.ts';
import { workerServices } from '../lib/worker.ts';

/**
 * Milliseconds before the function's timeout after which no further step is begun and no call sent. The longest
 * call to AWS takes 13 seconds (lib/aws/clients.ts); the rest is for the last write to the record.
 */
const STOP_BEFORE_END = 16_000;

const services = workerServices(workerConfig());

/** SQS → the worker: one run on the record that each message names. */
export const handler = middy<SQSEvent, SQSBatchResponse, Error, Context>().handler(
  async ({ Records }, context) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const { messageId, body } of Records) {
      logger.addContext(context);
      try {
        const key: EnvironmentKey = JSON.parse(body);
        logger.appendKeys({ tenant: key.tenant, environmentId: key.id });
        reportRun(await converge(services, key, budget(context)));
      } catch (error) {
        logger.error('run failed', { error });
        metrics.addMetric('RunsFailed', 'Count', 1);
        batchItemFailures.push({ itemIdentifier: messageId });
      } finally {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
        logger.resetKeys();
      }
    }
    return { batchItemFailures };
  },
);

/** The lease lasts as long as the invocation can: then Lambda ends the process, whatever it does. */
function budget(context: Context): Budget {
  const remaining = context.getRemainingTimeInMillis();
  const left = Math.max(remaining - STOP_BEFORE_END, 0);
  return {
    end: new Date(Date.now() + remaining),
    stop: new Date(Date.now() + left),
    signal: AbortSignal.timeout(left),
  };
}
