import type { Environment } from '../client/contract.ts';
import { watch } from '../client/watch.ts';
import { seconds } from './duration.ts';
import { EXIT, WaitEnded } from './exit.ts';
import { type Goal, waitCommand } from './goal.ts';
import { progressOf } from './progress.ts';
import type { Session } from './session.ts';

/** An environment that nothing further happens to, and the milliseconds that it took. */
export interface Followed {
  environment: Environment;
  took: number;
}

/** What is waited for, and how long. */
export interface Waiting {
  goal: Goal;
  /** Milliseconds since it began. */
  timeout: number;
  /** Milliseconds since 1970; left out: now. */
  began?: number;
  /** As it was told when it was accepted. */
  from?: Environment;
}

/** Node's timers fire at once beyond it. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Shows how it goes on with an environment until it is settled, however that ends.
 *
 * @throws WaitEnded after the time, or on Ctrl-C; the environment goes on by itself
 */
export async function follow(
  session: Session,
  id: string,
  { goal, timeout, began = Date.now(), from }: Waiting,
): Promise<Followed> {
  const stop = new AbortController();
  const interrupt = () => stop.abort('interrupted');
  const late = setTimeout(() => stop.abort('late'), Math.min(began + timeout - Date.now(), LONGEST_TIMER));
  // Not once: what restores the cursor ends the process where it finds itself to be the only listener.
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const progress = await progressOf(session, goal, { began, from });
  let environment = from;
  if (from) progress.show(from);
  try {
    for await (environment of watch(session.client, id, { signal: stop.signal })) progress.show(environment);
    if (!environment) throw new Error('watching ended before anything was seen');
    return { environment, took: Date.now() - began };
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    const nextAction = `It goes on by itself; \`${waitCommand(id, goal)}\` waits on.`;
    const state = environment?.status ?? 'as it was';
    if (stop.signal.reason === 'late') {
      const message = `${id} is not ${goal} after ${seconds(timeout)}: it is ${state}`;
      throw new WaitEnded(message, EXIT.late, { environment, nextAction });
    }
    throw new WaitEnded(`Interrupted: ${id} is ${state}`, EXIT.interrupted, { environment, nextAction });
  } finally {
    clearTimeout(late);
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await progress.end();
  }
}
