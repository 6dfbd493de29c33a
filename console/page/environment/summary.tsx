import type { Environment } from '../../../client/contract.ts';
import { SameCommands } from '../ui/same-commands.tsx';
import { Ago, Moment, TimeLeft, useNow } from '../ui/time.tsx';
import { isRestorable, type NextStep, nextStep, restorableUntil } from './next-step.ts';
import { Fact } from './settings.tsx';

const MINUTE = 60_000;

/** What an environment is, since when and until when, and what one should know of it first. */
export function Summary({ environment }: { environment: Environment }) {
  const { generation, observedGeneration, spec, warnings, conditions } = environment;
  const next = nextStep(environment, useNow(MINUTE));
  const tags = Object.entries(spec.tags);
  return (
    <div className="card">
      {next && <Next environment={environment} next={next} />}
      {warnings.map(({ code, message }) => (
        <p key={code} className="warning">
          {message}
        </p>
      ))}
      <dl className="env-facts env-facts-wide">
        <Fact term="Generation">
          {generation}
          {observedGeneration === generation
            ? ', fully applied'
            : `, of which ${observedGeneration} is fully applied`}
        </Fact>
        <Times environment={environment} />
        <Fact term="Deletion">{spec.deletionProtection ? 'protected' : 'not protected'}</Fact>
        <Fact term="Tags">
          {tags.length === 0 ? (
            <span className="muted">none</span>
          ) : (
            <ul className="env-codes">
              {tags.map(([key, value]) => (
                <li key={key}>
                  <code>
                    {key}={value}
                  </code>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        {conditions.length > 0 && (
          <Fact term="Conditions">
            {conditions.map(({ type, status, lastTransitionTime }) => (
              <span key={type} className="env-block">
                {type}: {status === 'True' ? 'yes' : 'no'},{' '}
                <span className="muted">
                  since <Moment at={lastTransitionTime} />
                </span>
              </span>
            ))}
          </Fact>
        )}
        {!next && conditions.length > 0 && <Messages conditions={conditions} />}
      </dl>
    </div>
  );
}

/** What the conditions say; where something is wrong, it stands above already. */
function Messages({ conditions }: Pick<Environment, 'conditions'>) {
  const messages = new Set(conditions.map(({ message }) => message));
  return <Fact term="What that means">{[...messages].join(' ')}</Fact>;
}

function Times({ environment }: { environment: Environment }) {
  const { createdAt, createdBy, readyAt, expiresAt, deletedAt, restoredAt, spec } = environment;
  const isGoing = deletedAt === undefined;
  return (
    <>
      <Fact term="Created">
        <Ago at={createdAt} /> by <code>{createdBy}</code>
      </Fact>
      {readyAt && isGoing && (
        <Fact term="First ready">
          <Moment at={readyAt} />
        </Fact>
      )}
      {restoredAt && (
        <Fact term="Restored">
          <Moment at={restoredAt} />
        </Fact>
      )}
      {isGoing && (
        <Fact term="Ends by itself">
          {expiresAt && spec.deletionProtection ? (
            'not while it is protected'
          ) : expiresAt ? (
            <>
              in <TimeLeft until={expiresAt} />, <Moment at={expiresAt} />
            </>
          ) : (
            'never'
          )}
        </Fact>
      )}
      {deletedAt && (
        <Fact term="Deleted">
          <Moment at={deletedAt} />
        </Fact>
      )}
    </>
  );
}

/** What is not as it should be, why, and what to do. */
function Next({ environment, next }: { environment: Environment; next: NextStep }) {
  const { id } = environment;
  const { tone, title, reasons, steps } = next;
  const until = environment.status === 'DELETED' ? restorableUntil(environment) : undefined;
  return (
    <div className={tone === 'bad' ? 'problem' : 'env-quiet'}>
      <p className="problem-title">{title}</p>
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {steps.map((step) => (
        <p key={step} className="problem-next">
          {step}
        </p>
      ))}
      {until !== undefined && until > Date.now() && environment.statusReason !== 'retained' && (
        <p>
          That is possible until <Moment at={new Date(until).toISOString()} />, when its key goes.
        </p>
      )}
      {isRestorable(environment, Date.now()) && (
        <SameCommands
          summary="Restore without the console"
          asked={{ method: 'POST', path: `/environments/${id}/restore` }}
          words={['restore', id]}
        />
      )}
    </div>
  );
}
