import { useEffect, useState } from 'react';
import { durationInWords } from './duration.ts';

const WARN_WITHIN = 60 * 60_000;

/** The time, anew every so often. @param every milliseconds */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** A moment, in the reader's own time zone, with the exact one at hand. @param at RFC 3339 */
export function Moment({ at }: { at: string }) {
  const text = new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <time dateTime={at} title={at}>
      {text}
    </time>
  );
}

/** How long ago something was. @param at RFC 3339 */
export function Ago({ at }: { at: string }) {
  const now = useNow(10_000);
  const span = now - Date.parse(at);
  return (
    <time dateTime={at} title={at}>
      {span < 10_000 ? 'just now' : `${durationInWords(span)} ago`}
    </time>
  );
}

/** How long an environment still has. @param until RFC 3339; left out: it stays until somebody deletes it */
export function TimeLeft({ until }: { until?: string | undefined }) {
  const now = useNow(1000);
  if (!until) return <span className="muted">no end</span>;
  const left = Date.parse(until) - now;
  return (
    <time dateTime={until} title={until} className={left < WARN_WITHIN ? 'warn-text' : undefined}>
      {left <= 0 ? 'now' : durationInWords(left)}
    </time>
  );
}
