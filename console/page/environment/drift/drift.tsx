import type { Drift, Environment } from '../../../../client/contract.ts';
import { useDrift, useReconcile } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Difference } from '../../ui/difference.tsx';
import { ProblemBox } from '../../ui/problem.tsx';
import { SameCommands } from '../../ui/same-commands.tsx';
import { Moment } from '../../ui/time.tsx';
import { Section } from '../section.tsx';
import { counted, nameOf } from '../words.ts';
import { InWords } from './in-words.tsx';
import { policyChanges } from './policy-change.ts';

/** What AWS has otherwise than desired, and the button that repairs it. */
export function DriftSection({ environment }: { environment: Environment }) {
  const { id, status, drift } = environment;
  const look = useDrift(id);
  const reconcile = useReconcile(id);
  const isThere = status !== 'DELETED';
  return (
    <Section id="drift">
      {drift && <Periodic drift={drift} />}
      {isThere ? (
        <p className="row">
          <Button isIdle={look.isFetching} onClick={() => look.refetch()}>
            {look.isFetching ? 'Looking …' : 'Look for drift'}
          </Button>
          <span className="muted">Reads every setting at AWS, some 30 calls. Nothing is changed.</span>
        </p>
      ) : (
        <p className="muted">There is nothing to look at: the environment is deleted.</p>
      )}
      <ProblemBox error={look.error} title="Look for drift" takesFocus />
      <div aria-live="polite">
        {look.data && !look.isFetching && <Found drift={look.data} environment={environment} />}
      </div>
      {look.data && !look.data.inSync && (
        <p className="row">
          <Button
            className="button button-primary"
            isIdle={reconcile.isPending}
            // It goes, with what it was about.
            onClick={() => reconcile.mutate(undefined, { onSuccess: focusSection })}
          >
            Reconcile: make it as desired
          </Button>
        </p>
      )}
      {reconcile.isSuccess && !look.data && (
        <p role="status">
          {status === 'READY'
            ? 'Reconciled: everything was read back as desired.'
            : 'It is being made as desired again.'}
        </p>
      )}
      <ProblemBox error={reconcile.error} title="Reconcile" takesFocus />
      {isThere && (
        <SameCommands
          summary="Reconcile without the console"
          asked={{ method: 'POST', path: `/environments/${id}/reconcile` }}
          words={['reconcile', id]}
        />
      )}
    </Section>
  );
}

const focusSection = () => document.getElementById('drift')?.focus();

function Periodic({
  drift: { checkedAt, differences, unclear, repairedAt },
}: {
  drift: NonNullable<Environment['drift']>;
}) {
  const told = differences.map(({ logicalId, aspect }) => `${nameOf(logicalId)}: ${aspect}`);
  return (
    <div className="env-periodic">
      <p>
        The last look by itself, <Moment at={checkedAt} />:{' '}
        {told.length === 0 ? 'no difference' : counted(told.length, 'difference')}
        {unclear.length > 0 && `, ${unclear.length} unclear`}.
        {repairedAt && (
          <>
            {' '}
            Repaired <Moment at={repairedAt} />.
          </>
        )}
      </p>
      {(told.length > 0 || unclear.length > 0) && (
        <ul>
          {told.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {unclear.map(({ logicalId, message }) => (
            <li key={logicalId}>
              {nameOf(logicalId)} could not be looked at: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface FoundProps {
  drift: Drift;
  environment: Environment;
}

function Found({ drift: { checkedAt, inSync, differences, unclear }, environment }: FoundProps) {
  return (
    <>
      <p>
        {inSync ? (
          <strong className="env-in-sync">✓ In sync: everything is as desired.</strong>
        ) : (
          <strong className={differences.length > 0 ? 'env-drifted' : ''}>
            {differences.length > 0
              ? `✕ ${counted(differences.length, 'setting is', 'settings are')} not as desired.`
              : 'No difference was found, but not everything could be looked at.'}
          </strong>
        )}{' '}
        <span className="muted">
          Looked <Moment at={checkedAt} />.
        </span>
      </p>
      {differences.map((difference) => (
        <DifferenceView
          key={`${difference.logicalId} ${difference.aspect}`}
          {...{ difference, environment }}
        />
      ))}
      {unclear.map(({ logicalId, error }) => (
        <article key={logicalId} className="env-difference">
          <h3>{nameOf(logicalId)}: unclear</h3>
          <p>It could not be looked at: {error.message}</p>
        </article>
      ))}
    </>
  );
}

interface DifferenceViewProps {
  difference: Drift['differences'][number];
  environment: Environment;
}

function DifferenceView({ difference, environment }: DifferenceViewProps) {
  const { logicalId, aspect, desired, observed } = difference;
  const changes = policyChanges(difference, environment);
  return (
    <article className="env-difference">
      <h3>
        {nameOf(logicalId)}: {aspect}
      </h3>
      <div className={changes.length > 0 ? 'env-beside' : undefined}>
        {changes.length > 0 && (
          <div>
            {changes.map((change) => (
              <InWords key={change.name} change={change} />
            ))}
          </div>
        )}
        <Difference before={desired} after={observed} names={['desired', 'observed at AWS']} />
      </div>
    </article>
  );
}
