import { lambdaClient, type Observer, observer } from '../observer.ts';
import { sqsClient, type WorkQueue, workQueue } from '../queue.ts';
import { documentClient } from '../store/client.ts';
import { type EnvironmentStore, environmentStore } from '../store/environments.ts';
import { type Quota, quotaStore } from '../store/quota.ts';

/** What operations work with that only read; made once per container. */
export interface ReadServices {
  store: EnvironmentStore;
  now: () => Date;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** What the API's operations work with. */
export interface Services extends ReadServices {
  queue: WorkQueue;
  /** Absent: tenants may have any number of environments. */
  quota?: Quota;
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

/** The real ones, from the function's configuration. Who only reads needs no queue's client in the bundle. */
export const readServices = (
  { tableName }: Pick<ApiResources, 'tableName'>,
  client = documentClient(),
): ReadServices => ({
  store: environmentStore(client, tableName),
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

export function apiServices({ tableName, queueUrl, environmentsPerTenant = 0 }: ApiResources): Services {
  const client = documentClient();
  return {
    ...readServices({ tableName }, client),
    queue: workQueue(sqsClient(), queueUrl),
    ...(environmentsPerTenant > 0 && { quota: quotaStore(client, tableName, environmentsPerTenant) }),
  };
}

export const planServices = (config: ApiResources & { observerFunction: string }): PlanServices => ({
  ...apiServices(config),
  observer: observer(lambdaClient(), config.observerFunction),
});
