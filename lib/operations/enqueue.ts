import type { EnvironmentKey } from '../environment/environment.ts';
import { logger } from '../logger.ts';
import type { WorkQueue } from '../queue.ts';

/** Tells the worker. A send that fails is not the caller's trouble: the record is due, the sweeper sends again. */
export async function enqueue(
  { queue }: { queue: WorkQueue },
  { tenant, id }: EnvironmentKey,
  delaySeconds = 0,
): Promise<void> {
  try {
    await queue.send({ tenant, id }, delaySeconds);
  } catch (error) {
    logger.warn('message not sent; the sweeper will send it', { tenant, environmentId: id, error });
  }
}
