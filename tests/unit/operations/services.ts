import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import type { Services } from '../../../lib/operations/services.ts';
import type { WorkQueue } from '../../../lib/queue.ts';
import type { EnvironmentStore } from '../../../lib/store/environments.ts';
import type { Quota } from '../../../lib/store/quota.ts';

const refuse = () => Promise.reject(new Error('not a step of this operation'));

interface Given {
  store: Partial<EnvironmentStore>;
  queue?: WorkQueue;
  now: () => Date;
  sleep?: Services['sleep'];
  quota?: Quota;
}

/** Services of which the operation may use what is given, and nothing else. */
export const servicesWith = ({ store, queue, now, sleep = refuse, quota }: Given): Services => ({
  store: {
    create: refuse,
    get: refuse,
    list: refuse,
    acceptedUnder: refuse,
    amend: refuse,
    async *due() {
      yield await refuse();
    },
    ...store,
  },
  queue: queue ?? { send: refuse, sendAll: refuse, waiting: refuse },
  ...(quota && { quota }),
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
    waiting: refuse,
  };
  return queue;
}

/** Of the store: changes a record as DynamoDB does, if it is still the one that was read. */
export function amending(
  present: () => EnvironmentRecord | undefined,
  write: (record: EnvironmentRecord) => void,
): EnvironmentStore['amend'] {
  return async (read, { set, event, sameVersion }) => {
    const record = present();
    if (!record) return { done: false };
    const same =
      record.uid === read.uid &&
      record.generation === read.generation &&
      (record.status === 'DELETED') === (read.status === 'DELETED') &&
      (!sameVersion || record.version === read.version);
    if (!same) return { done: false, record };
    const { generation, version, outbox } = record;
    const next = {
      ...record,
      ...set,
      generation: generation + 1,
      version: version + 1,
      requestedBy: event.actor,
      grantedAs: event.id,
      outbox: { ...outbox, [event.id]: event },
    } as EnvironmentRecord;
    write(next);
    return { done: true, record: next };
  };
}
