import { useState } from 'react';
import type { Event } from '../../../client/contract.ts';
import { EVENT_TYPES } from '../../../lib/environment/event-types.ts';
import { Button } from '../ui/button.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { Moment } from '../ui/time.tsx';
import { Section } from './section.tsx';
import type { useHistory } from './timeline/use-history.ts';
import { counted } from './words.ts';

/** Events that are shown at first, and with each asking for more. */
const SHOWN = 100;

/** What happened, newest first. */
export function EventsSection({ history }: { history: ReturnType<typeof useHistory> }) {
  const { data, error, loadOlder } = history;
  const [type, setType] = useState<Event['type'] | 'all'>('all');
  const [most, setMost] = useState(SHOWN);
  const fitting = data?.events.filter((event) => type === 'all' || event.type === type) ?? [];
  const shown = fitting.slice(0, most);
  const hasMore = fitting.length > most || data?.older !== undefined;
  const showMore = () => {
    setMost(most + SHOWN);
    if (fitting.length <= most && data?.older) loadOlder.mutate(data.older);
  };
  return (
    <Section id="events">
      <div className="row env-choose">
        <label htmlFor="event-type">Type</label>
        <select
          id="event-type"
          value={type}
          onChange={(change) => setType(change.target.value as Event['type'] | 'all')}
        >
          <option value="all">all</option>
          {EVENT_TYPES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {data && (
          <span className="muted">
            {counted(shown.length, 'event')}
            {hasMore && ', and older ones'}, newest first
          </span>
        )}
      </div>
      <ProblemBox error={error} />
      {data && shown.length === 0 && <p className="muted">There is none{hasMore && ' among the newest'}.</p>}
      {shown.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="env-events" tabIndex={0} aria-label="Events, newest first">
          <ol>
            {shown.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ol>
        </section>
      )}
      {hasMore && (
        <Button isIdle={loadOlder.isPending} onClick={showMore}>
          {loadOlder.isPending ? 'Reading …' : 'Show older events'}
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
