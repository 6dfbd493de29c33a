import type { Bus } from '../bus.ts';
import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { type EnvironmentEvent, isAnnounced } from '../environment/events.ts';
import { logger } from '../logger.ts';
import type { EventStore } from '../store/events.ts';

interface Telling {
  events: EventStore;
  bus: Bus;
}

/**
 * Publishes events of the outbox: keeps them all, and announces those that others are told of. One that is
 * published twice is the same event: it keeps its id.
 *
 * @returns the ids that may leave the outbox; none when that failed: they are told with the next run
 */
export async function publish(
  { events, bus }: Telling,
  record: EnvironmentRecord,
  news: readonly EnvironmentEvent[],
): Promise<string[]> {
  if (news.length === 0) return [];
  try {
    await Promise.all([events.put(record, news), bus.announce(record, news.filter(isAnnounced))]);
    return news.map(({ id }) => id);
  } catch (error) {
    logger.warn('events not published; the next run does it', { error });
    return [];
  }
}

/** What happens during a run, kept beside its work. */
export interface RunLog {
  add(event: EnvironmentEvent): void;
  /** Resolves when everything added so far is kept. */
  kept(): Promise<void>;
}

/** Milliseconds for which events of a run are gathered before they are kept together; most runs are over sooner. */
const GATHERED_FOR = 1000;

/**
 * Keeps events while the run goes on, many at once. They say how something was done, not that it was: should
 * some get lost, the log says so and the run goes on.
 */
export function runLog({ events }: Pick<Telling, 'events'>, key: EnvironmentKey): RunLog {
  let waiting: EnvironmentEvent[] = [];
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const put = async (batch: EnvironmentEvent[]): Promise<void> => {
    try {
      await events.put(key, batch);
    } catch (error) {
      logger.warn('events of the run are lost', { lost: batch.length, error });
    }
  };
  const keep = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) underWay = underWay.then(() => put(batch));
    return underWay;
  };
  return {
    add(event) {
      waiting.push(event);
      timer ??= setTimeout(keep, GATHERED_FOR);
    },
    kept: keep,
  };
}
