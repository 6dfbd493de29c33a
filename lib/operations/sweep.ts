import type { WorkQueue } from '../queue.ts';
import type { EnvironmentStore } from '../store/environments.ts';

interface SweepServices {
  store: Pick<EnvironmentStore, 'due'>;
  queue: WorkQueue;
  now: () => Date;
}

/**
 * Sends a message for every record that is due: lost messages, retries, runs that died, expiries. One too
 * many is harmless, since only one worker gets the lease.
 *
 * @returns how many were sent
 */
export async function sweep({ store, queue, now }: SweepServices): Promise<number> {
  let sent = 0;
  for await (const keys of store.due(now())) {
    await queue.sendAll(keys);
    sent += keys.length;
  }
  return sent;
}
