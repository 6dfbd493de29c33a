import { type KeyboardEvent, useRef, useState } from 'react';
import { durationInWords } from '../../ui/duration.ts';
import { useMedia } from '../media.ts';
import { counted, nameOf } from '../words.ts';
import { groupsOf, spanOf, ticksOf } from './lanes.ts';
import type { Call } from './runs.ts';

/** Steps of the arrow keys from one call to the next. */
const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index, last) => Math.min(index + 1, last),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

interface ChartProps {
  calls: readonly Call[];
  /** Ids of those in the longest chain. */
  chain: ReadonlySet<string>;
  /** Of the resources. */
  order: readonly string[];
}

/** A bar for each call, by its time. One place in the order of the Tab key; the arrow keys lead from call to call. */
export function Chart({ calls, chain, order }: ChartProps) {
  const { from, to } = spanOf(calls);
  const total = Math.max(to - from, 1);
  const [shownId, setShown] = useState<string>();
  const shown = calls.find(({ id }) => id === shownId);
  const bars = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const index = calls.findIndex(({ id }) => id === shownId);
    const next = calls[step(Math.max(index, 0), calls.length - 1)];
    bars.current?.querySelector<HTMLElement>(`[data-call="${next?.id}"]`)?.focus();
  };
  const reachable = shown?.id ?? calls[0]?.id;
  return (
    <>
      <Legend calls={calls} />
      {/* biome-ignore lint/a11y/useSemanticElements: it is no group of fields */}
      <div className="env-chart" ref={bars} role="group" aria-label="Calls by time" onKeyDown={move}>
        <Scale total={total} />
        {groupsOf(calls, order).map(({ logicalId, lanes }) => (
          <div key={logicalId} className="env-chart-group">
            <div className="env-chart-name">{nameOf(logicalId)}</div>
            {lanes.map((lane) => (
              <div key={lane[0]?.id} className="env-lane">
                {lane.map((call) => (
                  <button
                    key={call.id}
                    type="button"
                    tabIndex={call.id === reachable ? 0 : -1}
                    className={`env-bar env-bar-${call.service.toLowerCase()}${chain.has(call.id) ? ' env-bar-chain' : ''}`}
                    aria-label={inWords(call, from, chain)}
                    aria-pressed={call.id === shownId}
                    data-call={call.id}
                    style={{
                      left: `${((call.start - from) / total) * 100}%`,
                      width: `${(call.milliseconds / total) * 100}%`,
                    }}
                    onFocus={() => setShown(call.id)}
                    onMouseEnter={() => setShown(call.id)}
                    onClick={() => setShown(call.id)}
                  >
                    <span className="env-bar-text">{call.operation}</span>
                  </button>
                ))}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="env-call">
        {shown ? (
          <>
            <strong>
              {shown.service} {shown.operation}
            </strong>{' '}
            for {nameOf(shown.logicalId)}: {shown.result} after {shown.milliseconds} ms, sent{' '}
            {durationInWords(shown.start - from)} after the first.
            {chain.has(shown.id) && ' In the longest chain.'}
            {shown.requestId && (
              <span className="muted small env-block">
                Request <code>{shown.requestId}</code>
              </span>
            )}
          </>
        ) : (
          <span className="muted">
            Point at a bar, or go to it with Tab and the arrow keys, to see the call.
          </span>
        )}
      </p>
    </>
  );
}

const inWords = (
  { service, operation, logicalId, milliseconds, result, start, id }: Call,
  from: number,
  chain: ReadonlySet<string>,
) =>
  `${service} ${operation} for ${nameOf(logicalId)}, ${milliseconds} ms, after ${start - from} ms, ${result}${chain.has(id) ? ', in the longest chain' : ''}`;

function Legend({ calls }: { calls: readonly Call[] }) {
  const services = [...new Set(calls.map(({ service }) => service))];
  const time = (service: string) =>
    calls.filter((call) => call.service === service).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return (
    <ul className="env-legend">
      {services.map((service) => (
        <li key={service}>
          <span className={`env-swatch env-bar-${service.toLowerCase()}`} aria-hidden="true" />
          {service}: {counted(calls.filter((call) => call.service === service).length, 'call')},{' '}
          {durationInWords(time(service))} together
        </li>
      ))}
      <li>
        <span className="env-swatch env-bar-chain" aria-hidden="true" />
        longest chain
      </li>
    </ul>
  );
}

function Scale({ total }: { total: number }) {
  const most = useMedia('(max-width: 46rem)') ? 3 : 7;
  return (
    <div className="env-scale" aria-hidden="true">
      {ticksOf(total, most).map((at) => (
        <span
          key={at}
          className={`env-tick${at / total > 0.9 ? ' env-tick-late' : ''}`}
          style={{ left: `${(at / total) * 100}%` }}
        >
          <span className="env-tick-text">{at === 0 ? '0' : durationInWords(at)}</span>
        </span>
      ))}
    </div>
  );
}
