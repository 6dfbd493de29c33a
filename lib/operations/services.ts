import { lambdaClient, type Observer, observer } from '../observer.ts';
import { sqsClient, type WorkQueue, workQueue } from '../queue.ts';
import { documentClient } from '../store/client.ts';
import { type EnvironmentStore, environmentStore } from '../store/environments.ts';
import { type Quota, quotaStore } from '../store/quota.ts';

/** What the API's operations work with; made once per container. */
export interface Services {
  store: EnvironmentStore;
  queue: WorkQueue;
  /** Absent: tenants may have any number of environments. */
  quota?: Quota;
  now: () => Date;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** What it takes to answer with a plan. */
export interface PlanServices extends Services {
  observer: Observer;
}

interface ApiResources {
  tableName: string;
  queueUrl: string;
  environmentsPerTenant?: number;
}

/** The real ones, from the function's configuration. */
export function apiServices({ tableName, queueUrl, environmentsPerTenant = 0 }: ApiResources): Services {
  const client = documentClient();
  return {
    store: environmentStore(client, tableName),
    queue: workQueue(sqsClient(), queueUrl),
    ...(environmentsPerTenant > 0 && { quota: quotaStore(client, tableName, environmentsPerTenant) }),
    now: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}

export const planServices = (config: ApiResources & { observerFunction: string }): PlanServices => ({
  ...apiServices(config),
  observer: observer(lambdaClient(), config.observerFunction),
});
