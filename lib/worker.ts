import { watchedBy } from './aws/calls.ts';
import { awsClients } from './aws/clients.ts';
import { handlers } from './aws/registry.ts';
import { eventBridgeClient, eventBus } from './bus.ts';
import type { LookConfig, WorkerConfig } from './config.ts';
import type { LookServices } from './operations/look.ts';
import type { WorkerServices } from './operations/worker-services.ts';
import { deadLetterQueue, sqsClient, workQueue } from './queue.ts';
import { documentClient } from './store/client.ts';
import { eventStore } from './store/events.ts';
import { leaseStore } from './store/lease.ts';
import { quotaStore } from './store/quota.ts';

/** Whom a worker talks to; one of each per container. */
export const workerClients = () => ({
  aws: awsClients(),
  records: documentClient(),
  queue: sqsClient(),
  events: eventBridgeClient(),
});

export type WorkerClients = ReturnType<typeof workerClients>;

/** Everything a look works with; made once per container. */
export const lookServices = (
  { deployment, visibleAfterSeconds }: LookConfig,
  aws = awsClients(),
): LookServices => ({
  handlers: handlers(aws, { ...deployment, tagsOnCreate: !process.env.AWS_ENDPOINT_URL }),
  deployment,
  visibleAfterSeconds,
  now: () => new Date(),
});

/** Everything a run works with; made once per container. */
export function workerServices(config: WorkerConfig, clients = workerClients()): WorkerServices {
  const { deployment, tableName, driftCheck, driftCheckSeconds, environmentsPerTenant } = config;
  const { aws, records, queue, events } = clients;
  const { handlers, ...look } = lookServices(config, aws);
  return {
    ...look,
    handlers: (watch) => watchedBy(handlers, watch),
    lease: leaseStore(records, tableName),
    events: eventStore(records, config.eventsTableName),
    bus: eventBus(events, deployment),
    queue: workQueue(queue, config.queueUrl),
    deadLetters: deadLetterQueue(queue, config.deadLetterQueueUrl),
    ...(environmentsPerTenant > 0 && { quota: quotaStore(records, tableName, environmentsPerTenant) }),
    takesOver: config.imports !== undefined,
    driftCheck,
    driftCheckSeconds,
    random: Math.random,
  };
}
