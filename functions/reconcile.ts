import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { workerConfig } from '../lib/config.ts';
import type { EnvironmentKey } from '../lib/environment/environment.ts';
import { logger } from '../lib/logger.ts';
import { metrics } from '../lib/metrics.ts';
import { budgetOf } from '../lib/operations/budget.ts';
import { converge } from '../lib/operations/converge.ts';
import { reportRun } from '../lib/operations/report.ts';
import { workerServices } from '../lib/worker.ts';

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
        reportRun(await converge(services, key, budgetOf(context.getRemainingTimeInMillis())));
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
