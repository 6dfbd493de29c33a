import { useEffect, useState } from 'react';
import type { Environment } from '../../../../client/contract.ts';
import { Button } from '../../ui/button.tsx';
import { durationInWords } from '../../ui/duration.ts';
import { ProblemBox } from '../../ui/problem.tsx';
import { Section } from '../section.tsx';
import { counted } from '../words.ts';
import { CallTable } from './call-table.tsx';
import { Chart } from './chart.tsx';
import { longestChain, mostAtOnce, spanOf } from './lanes.ts';
import { type Run, runsOf } from './runs.ts';
import type { useHistory } from './use-history.ts';

/** Events that are read by themselves to have a run whole; more are read when asked for. */
const READ_BY_ITSELF = 2000;

interface TimelineProps {
  environment: Environment;
  history: ReturnType<typeof useHistory>;
  isBusy: boolean;
}

/** The calls to AWS of one run: what ran side by side, and how long each took. */
export function TimelineSection({ environment: { resources }, history, isBusy }: TimelineProps) {
  const { data, error, loadOlder } = history;
  const { events = [], older } = data ?? {};
  const runs = runsOf(events, older !== undefined);
  // Nothing chosen: the newest, also when another one begins.
  const [chosen, setChosen] = useState<string>();
  const run = runs.find(({ key }) => key === chosen) ?? runs[0];
  const isCut = run?.isWhole === false && older !== undefined;
  const { mutate, isPending, isError } = loadOlder;
  useEffect(() => {
    if (isCut && events.length < READ_BY_ITSELF && !isPending && !isError) mutate(older);
  }, [isCut, events.length, isPending, isError, mutate, older]);
  return (
    <Section id="timeline" aside={<span className="muted">calls to AWS</span>}>
      <ProblemBox error={error} />
      {data && !run && <p className="muted">{isBusy ? 'No call was made yet.' : 'No call is remembered.'}</p>}
      {run && (
        <>
          <div className="row env-choose">
            <label htmlFor="run">Run</label>
            <select
              id="run"
              value={runs.some(({ key }) => key === chosen) ? chosen : ''}
              onChange={(change) => setChosen(change.target.value || undefined)}
            >
              {runs.map((one, index) => (
                <option key={one.key} value={index === 0 ? '' : one.key}>
                  {runInWords(one)}
                </option>
              ))}
            </select>
            {older && (
              <Button className="button button-small" isIdle={isPending} onClick={() => mutate(older)}>
                {isPending ? 'Reading older ones …' : 'Read older ones'}
              </Button>
            )}
          </div>
          {isCut && (
            <p className="warning">
              Older calls of this run are not shown: {events.length} events were read.
            </p>
          )}
          <RunView run={run} order={resources.map(({ logicalId }) => logicalId)} />
        </>
      )}
      <ProblemBox error={loadOlder.error} title="Older events" />
    </Section>
  );
}

function RunView({ run: { calls }, order }: { run: Run; order: readonly string[] }) {
  const { from, to } = spanOf(calls);
  const chain = longestChain(calls);
  const links = new Set(chain.calls.map(({ id }) => id));
  return (
    <>
      <p>
        <strong>{counted(calls.length, 'call')}</strong> in <strong>{durationInWords(to - from)}</strong>, at
        most {mostAtOnce(calls)} at once. Longest chain: {counted(chain.calls.length, 'call')} one after
        another took {durationInWords(chain.milliseconds)}.
      </p>
      <Chart calls={calls} chain={links} order={order} />
      <details>
        <summary>As a table</summary>
        <CallTable calls={calls} from={from} chain={links} />
      </details>
    </>
  );
}

const OUTCOMES = { ready: 'READY', failed: 'FAILED', deleted: 'DELETED' } as const;

const runInWords = ({ title, start, calls, outcome, isWhole }: Run): string =>
  [
    title,
    new Date(start).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
    `${isWhole ? '' : 'more than '}${counted(calls.length, 'call')}`,
    ...(outcome ? [OUTCOMES[outcome]] : []),
  ].join(' · ');
