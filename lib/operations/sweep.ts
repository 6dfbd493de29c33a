import type { EnvironmentKey } from '../environment/environment.ts';
import type { WorkQueue } from '../queue.ts';
import type { EnvironmentStore } from '../store/environments.ts';

interface SweepServices {
  store: Pick<EnvironmentStore, 'due'>;
  queue: WorkQueue;
  now: () => Date;
}

/** Messages that may wait in the queue for each record that is due. */
const MESSAGES_PER_RECORD = 2;

/**
 * Sends a message for every record that is due: lost messages, retries, runs that died, expiries. One too
 * many is harmless, since only one worker gets the lease.
 *
 * What has been waiting longest comes first, and the rest not at all while the queue is full of messages: records
 * that wait for a worker are due as well, and with new messages for them every minute, a backlog would grow by itself.
 *
 * @returns how many were sent
 */
export async function sweep({ store, queue, now }: SweepServices): Promise<number> {
  const due: EnvironmentKey[] = [];
  for await (const keys of store.due(now())) due.push(...keys);
  if (due.length === 0) return 0;
  const room = MESSAGES_PER_RECORD * due.length - (await queue.waiting());
  const chosen = due.slice(0, Math.max(0, room));
  await queue.sendAll(chosen);
  return chosen.length;
}
