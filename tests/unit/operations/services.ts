import type { Services } from '../../../lib/operations/services.ts';
import type { WorkQueue } from '../../../lib/queue.ts';
import type { EnvironmentStore } from '../../../lib/store/environments.ts';

const refuse = () => Promise.reject(new Error('not a step of this operation'));

interface Given {
  store: Partial<EnvironmentStore>;
  queue?: WorkQueue;
  now: () => Date;
  sleep?: Services['sleep'];
}

/** Services of which the operation may use what is given, and nothing else. */
export const servicesWith = ({ store, queue, now, sleep = refuse }: Given): Services => ({
  store: {
    create: refuse,
    get: refuse,
    list: refuse,
    acceptedUnder: refuse,
    requestDeletion: refuse,
    async *due() {
      yield await refuse();
    },
    ...store,
  },
  queue: queue ?? { send: refuse, sendAll: refuse },
  now,
  sleep,
});

/** A queue that remembers what was sent, one by one, and may be out of reach. */
export interface TestQueue extends WorkQueue {
  messages: unknown[];
  isAway: boolean;
}

export function testQueue(): TestQueue {
  const queue: TestQueue = {
    messages: [],
    isAway: false,
    async send(key) {
      if (queue.isAway) throw new Error('SQS is away');
      queue.messages.push(key);
    },
    sendAll: refuse,
  };
  return queue;
}
