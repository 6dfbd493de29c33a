import { awsClients } from './aws/clients.ts';
import { handlers } from './aws/registry.ts';
import type { WorkerConfig } from './config.ts';
import type { WorkerServices } from './operations/converge.ts';
import { sqsClient, workQueue } from './queue.ts';
import { documentClient } from './store/client.ts';
import { leaseStore } from './store/lease.ts';

/** Everything a run works with; made once per container. */
export function workerServices(config: WorkerConfig): WorkerServices {
  const { deployment, visibleAfterSeconds } = config;
  const now = () => new Date();
  return {
    lease: leaseStore(documentClient(), config.tableName),
    queue: workQueue(sqsClient(), config.queueUrl),
    handlers: handlers(awsClients(), {
      ...deployment,
      tagsOnCreate: !process.env.AWS_ENDPOINT_URL,
    }),
    deployment,
    visibleAfterSeconds,
    now,
    random: Math.random,
  };
}
