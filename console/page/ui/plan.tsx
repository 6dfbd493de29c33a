import type { Plan } from '../../../client/contract.ts';
import { Difference } from './difference.tsx';

type Planned = Plan['resources'][number];
type Action = Planned['action'];

/** As Terraform writes it, and in words. */
const ACTIONS: Record<Action, { sign: string; words: string; tone: string }> = {
  create: { sign: '+', words: 'will be created', tone: 'add' },
  adopt: { sign: '⇐', words: 'will be taken over', tone: 'add' },
  change: { sign: '~', words: 'will be changed', tone: 'change' },
  none: { sign: '=', words: 'stays as it is', tone: 'quiet' },
  delete: { sign: '−', words: 'will be deleted', tone: 'remove' },
  retain: { sign: '·', words: 'will be left as it is', tone: 'quiet' },
  taken: { sign: '✕', words: "has a name that is somebody else's", tone: 'bad' },
  refused: { sign: '✕', words: 'can not be taken over', tone: 'bad' },
  blocked: { sign: '✕', words: 'can not be deleted', tone: 'bad' },
  unclear: { sign: '?', words: 'could not be looked at', tone: 'bad' },
};

/** In one line: `8 to create, 0 to change, 0 to delete`. */
export function planInWords({ summary }: Pick<Plan, 'summary'>): string {
  const { create, change, delete: gone, ...others } = summary;
  const rest = Object.entries(others).filter(([action, count]) => count > 0 && action !== 'none');
  return [
    `${create} to create`,
    `${change} to change`,
    `${gone} to delete`,
    ...rest.map(([action, count]) => `${count} ${action}`),
  ].join(', ');
}

/** What a request would do, resource by resource and aspect by aspect. */
export function PlanView({ plan }: { plan: Plan }) {
  return (
    <div className="plan">
      <p className="plan-summary">
        <strong>Plan:</strong> {planInWords(plan)}.
      </p>
      {plan.warnings.map(({ code, message }) => (
        <p key={code} className="warning">
          {message}
        </p>
      ))}
      <ul className="plan-resources">
        {plan.resources.map((resource) => (
          <PlannedResource key={resource.logicalId} resource={resource} />
        ))}
      </ul>
    </div>
  );
}

function PlannedResource({ resource }: { resource: Planned }) {
  const { logicalId, type, name, action, aspects, error } = resource;
  const { sign, words, tone } = ACTIONS[action];
  return (
    <li className={`plan-${tone}`}>
      <p>
        <span className="plan-sign" aria-hidden="true">
          {sign}
        </span>
        <strong>{logicalId}</strong> {words} <span className="muted">{type}</span>
        {name && <code className="plan-name">{name}</code>}
      </p>
      {error && <p className="plan-error">{error.message}</p>}
      {aspects.length > 0 && (
        <details open={action === 'change'}>
          <summary>
            {aspects.length} {aspects.length === 1 ? 'setting' : 'settings'}
          </summary>
          <dl className="aspects">
            {aspects.map(({ aspect, before, after }) => (
              <div key={aspect}>
                <dt>{aspect}</dt>
                <dd>
                  {isDocument(before) ? (
                    <Difference before={before} after={after} names={['now', 'then']} />
                  ) : (
                    <>
                      {before !== undefined && <del>{inText(before)}</del>}
                      <ins>{inText(after)}</ins>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** Of what has many lines, only those are worth a look that differ. */
const isDocument = (value: unknown): boolean => typeof value === 'object' && value !== null;

const inText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? 'nothing');
