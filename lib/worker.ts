import { reported } from './aws/calls.ts';
import { awsClients } from './aws/clients.ts';
import { handlers } from './aws/registry.ts';
import { eventBridgeClient, eventBus } from './bus.ts';
import type { LookConfig, WorkerConfig } from './config.ts';
import type { WorkerServices } from './operations/converge.ts';
import type { LookServices } from './operations/look.ts';
import type { Registry } from './provisioning/resource.ts';
import { sqsClient, workQueue } from './queue.ts';
import { documentClient } from './store/client.ts';
import { eventStore } from './store/events.ts';
import { leaseStore } from './store/lease.ts';
import { quotaStore } from './store/quota.ts';

/** Everything a look works with; made once per container. */
export const lookServices = ({ deployment, visibleAfterSeconds }: LookConfig): LookServices => ({
  handlers: registry(deployment),
  deployment,
  visibleAfterSeconds,
  now: () => new Date(),
});

/** Everything a run works with; made once per container. */
export function workerServices(config: WorkerConfig): WorkerServices {
  const { deployment, tableName, driftCheck, driftCheckSeconds, environmentsPerTenant } = config;
  const { handlers, ...look } = lookServices(config);
  const client = documentClient();
  return {
    ...look,
    handlers: (report) => reported(handlers, report),
    lease: leaseStore(client, tableName),
    events: eventStore(client, config.eventsTableName),
    bus: eventBus(eventBridgeClient(), deployment),
    queue: workQueue(sqsClient(), config.queueUrl),
    ...(environmentsPerTenant > 0 && { quota: quotaStore(client, tableName, environmentsPerTenant) }),
    driftCheck,
    driftCheckSeconds,
    random: Math.random,
  };
}

const registry = (deployment: LookConfig['deployment']): Registry =>
  handlers(awsClients(), { ...deployment, tagsOnCreate: !process.env.AWS_ENDPOINT_URL });
