import { sqsClient, type WorkQueue, workQueue } from '../queue.ts';
import { documentClient } from '../store/client.ts';
import { type EnvironmentStore, environmentStore } from '../store/environments.ts';

/** What the API's operations work with; made once per container. */
export interface Services {
  store: EnvironmentStore;
  queue: WorkQueue;
  now: () => Date;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

interface ApiResources {
  tableName: string;
  queueUrl: string;
}

/** The real ones, from the function's configuration. */
export const apiServices = ({ tableName, queueUrl }: ApiResources): Services => ({
  store: environmentStore(documentClient(), tableName),
  queue: workQueue(sqsClient(), queueUrl),
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
