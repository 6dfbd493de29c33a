import { Link } from 'wouter';
import type { Environment } from '../../../client/contract.ts';
import { ProblemError, type Seen, useEnvironment } from '../api.ts';
import { Guarded } from '../ui/guarded.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { StatusBadge, statusInWords } from '../ui/status.tsx';
import { Actions } from './actions.tsx';
import { useFresh, useIsBusy } from './busy.ts';
import { DriftSection } from './drift/drift.tsx';
import { EventsSection } from './events.tsx';
import { ResourcesSection } from './graph/graph.tsx';
import { OutputsSection } from './outputs.tsx';
import { PoliciesSection } from './policies/policies.tsx';
import { OnThisPage } from './section.tsx';
import { SettingsSection } from './settings.tsx';
import { Summary } from './summary.tsx';
import { TimelineSection } from './timeline/timeline.tsx';
import { useHistory } from './timeline/use-history.ts';

/** One environment: what it is made of, how it came to be, and what can be done with it. */
export function EnvironmentPage({ id }: { id: string }) {
  const { data: seen, error } = useEnvironment(id);
  return (
    <>
      {/* One and the same from the beginning: another one would take the focus from where it has been put meanwhile. */}
      <PageHeading title={id}>{seen && <State seen={seen} />}</PageHeading>
      {seen && <ProblemBox error={error} title="What is shown may be old" />}
      {seen && <Present environment={seen.environment} />}
      {!seen && (error ? <Unseen error={error} /> : <p role="status">Reading {id} …</p>)}
    </>
  );
}

function State({ seen }: { seen: Seen }) {
  const { id, status } = seen.environment;
  return (
    <>
      <StatusBadge status={status} />
      <span className="visually-hidden" role="status">
        {id}: {statusInWords(status)}
      </span>
      <div className="end">
        <Actions seen={seen} />
      </div>
    </>
  );
}

function Present({ environment }: { environment: Environment }) {
  const { id } = environment;
  const isBusy = useIsBusy(environment);
  useFresh(environment);
  // Read once for both that show it.
  const history = useHistory(environment, isBusy);
  const parts = [
    <Summary key="summary" environment={environment} />,
    <ResourcesSection key="resources" environment={environment} />,
    <TimelineSection key="timeline" {...{ environment, history, isBusy }} />,
    <DriftSection key="drift" environment={environment} />,
    <PoliciesSection key="policies" environment={environment} />,
    <OutputsSection key="outputs" environment={environment} />,
    <EventsSection key="events" id={id} history={history} />,
    <SettingsSection key="settings" environment={environment} />,
  ];
  return (
    <>
      <OnThisPage />
      {parts.map((part) => (
        <Guarded key={part.key} about={`${id} ${environment.updatedAt}`}>
          {part}
        </Guarded>
      ))}
    </>
  );
}

/** There is no such environment, or it can't be read. */
function Unseen({ error }: { error: unknown }) {
  const isMissing = ProblemError.of(error).problem.status === 404;
  return (
    <>
      <ProblemBox error={error} />
      {isMissing && (
        <p>
          It may have another name, or belong to others. <Link href="/">All environments</Link>, or{' '}
          <Link href="/new">create one</Link>.
        </p>
      )}
    </>
  );
}
