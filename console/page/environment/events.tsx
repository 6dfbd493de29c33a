import { useState } from 'react';
import type { Event } from '../../../client/contract.ts';
import { EVENT_TYPES } from '../../../lib/environment/event-types.ts';
import { useEventsOf } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { Moment } from '../ui/time.tsx';
import { Section } from './section.tsx';
import type { useHistory } from './timeline/use-history.ts';
import { counted } from './words.ts';

interface EventsProps {
  id: string;
  history: ReturnType<typeof useHistory>;
}

/** What happened, newest first. */
export function EventsSection({ id, history }: EventsProps) {
  const [chosen, setChosen] = useState<Event['type'] | 'all'>('all');
  const all = useAll(history);
  const typed = useOfType(id, chosen === 'all' ? undefined : chosen);
  const { events, error, hasMore, isReading, readMore } = chosen === 'all' ? all : typed;
  return (
    <Section id="events">
      <div className="row env-choose">
        <label htmlFor="event-type">Type</label>
        <select
          id="event-type"
          value={chosen}
          onChange={(change) => setChosen(change.target.value as Event['type'] | 'all')}
        >
          <option value="all">all</option>
          {EVENT_TYPES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {events && (
          <span className="muted">
            {counted(events.length, 'event')}
            {hasMore && ', and older ones'}, newest first
          </span>
        )}
      </div>
      <ProblemBox error={error} />
      {events?.length === 0 && <p className="muted">There is none.</p>}
      {events && events.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="env-events" tabIndex={0} aria-label="Events, newest first">
          <ol>
            {events.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ol>
        </section>
      )}
      {hasMore && (
        <Button isIdle={isReading} onClick={readMore}>
          {isReading ? 'Reading …' : 'Read older events'}
        </Button>
      )}
    </Section>
  );
}

/** Events that are shown at first, and more with each asking. */
const SHOWN = 100;

/** What is shown of events, and how there is more of it. */
interface Shown {
  events: Event[] | undefined;
  error: unknown;
  hasMore: boolean;
  isReading: boolean;
  readMore(): void;
}

/** Those that the timeline has read. */
function useAll({ data, error, loadOlder }: EventsProps['history']): Shown {
  const [most, setMost] = useState(SHOWN);
  const { events, older } = data ?? {};
  const isAll = (events?.length ?? 0) <= most;
  return {
    events: events?.slice(0, most),
    error,
    hasMore: !isAll || older !== undefined,
    isReading: loadOlder.isPending,
    readMore: () => {
      setMost(most + SHOWN);
      if (isAll && older) loadOlder.mutate(older);
    },
  };
}

function useOfType(id: string, type: Event['type'] | undefined): Shown {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useEventsOf(id, type);
  return {
    events: data?.events,
    error,
    hasMore: hasNextPage,
    isReading: isFetchingNextPage,
    readMore: () => void fetchNextPage(),
  };
}

function EventLine({ event: { time, type, message, actor, generation, data } }: { event: Event }) {
  const isCall = type === 'aws.call';
  return (
    <li className={isCall ? 'env-event-call' : undefined}>
      <p>
        <code>{type}</code> {message}
      </p>
      <p className="muted small">
        <Moment at={time} /> · asked for by {actor} · generation {generation}
      </p>
      {!isCall && Object.keys(data).length > 0 && (
        <details>
          <summary>Data</summary>
          <pre className="env-data">{JSON.stringify(data, null, 2)}</pre>
        </details>
      )}
    </li>
  );
}
