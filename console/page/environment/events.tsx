import { useState } from 'react';
import type { Event } from '../../../client/contract.ts';
import { EVENT_TYPES } from '../../../lib/environment/event-types.ts';
import { useEvents } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { Moment } from '../ui/time.tsx';
import { Section } from './section.tsx';
import { counted } from './words.ts';

/** What happened, newest first. */
export function EventsSection({ id, isBusy }: { id: string; isBusy: boolean }) {
  const [chosen, setChosen] = useState<Event['type'] | 'all'>('all');
  const type = chosen === 'all' ? undefined : chosen;
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useEvents(id, { isBusy, type });
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
        {data && (
          <span className="muted">
            {counted(data.events.length, 'event')}
            {hasNextPage && ', and older ones'}, newest first
          </span>
        )}
      </div>
      <ProblemBox error={error} />
      {data?.events.length === 0 && <p className="muted">There is none.</p>}
      {data && data.events.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="env-events" tabIndex={0} aria-label="Events, newest first">
          <ol>
            {data.events.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ol>
        </section>
      )}
      {hasNextPage && (
        <Button isIdle={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {isFetchingNextPage ? 'Reading …' : 'Read older events'}
        </Button>
      )}
    </Section>
  );
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
