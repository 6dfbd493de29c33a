import { type FormEvent, useState } from 'react';
import type { EnvironmentPatch } from '../../../../client/contract.ts';
import { type Seen, useOrigin, usePlanUpdate, useUpdate } from '../../api.ts';
import { curlFor, updateCommand } from '../../commands.ts';
import { CodeBlock } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PlanView } from '../../ui/plan.tsx';
import { ProblemBox } from '../../ui/problem.tsx';
import { Moment } from '../../ui/time.tsx';
import { type Draft, draftOf, patchOf } from './patch.ts';

/**
 * Changes what is desired: first the plan of what that would do, then the change itself. It is made of what is seen when
 * the dialog opens: if somebody changes the environment in between, the API refuses.
 */
export function ChangeDialog({ seen, onClose }: { seen: Seen; onClose(): void }) {
  const [{ environment, etag }] = useState(seen);
  const { id, spec } = environment;
  const [draft, setDraft] = useState(() => draftOf(spec));
  const plan = usePlanUpdate(id);
  const update = useUpdate(id);
  const patch = patchOf(spec, draft);
  const isEmpty = Object.keys(patch).length === 0;
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    // A plan of something else is none.
    plan.reset();
    update.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (plan.data) update.mutate({ patch, etag }, { onSuccess: onClose });
    else plan.mutate(patch);
  };
  return (
    <Dialog title={`Change ${id}`} onClose={onClose}>
      <form className="env-form" onSubmit={submit}>
        <Lines
          label="Addresses that may use the buckets, one on a line"
          name="allowedCidrs"
          {...{ draft, set }}
        />
        <Lines label="VPC endpoints that may, one on a line" name="allowedVpcEndpoints" {...{ draft, set }} />
        <Lines label="Tags, key=value, one on a line" name="tags" {...{ draft, set }} />
        <End expiresAt={environment.expiresAt} {...{ draft, set }} />
        <label className="choice">
          <input
            type="checkbox"
            checked={draft.versioning}
            onChange={(change) => set({ versioning: change.target.checked })}
          />
          Keep old versions of objects
        </label>
        <label className="choice">
          <input
            type="checkbox"
            checked={draft.deletionProtection}
            onChange={(change) => set({ deletionProtection: change.target.checked })}
          />
          Protect against deletion
        </label>
        <ProblemBox error={plan.error} title="Plan" />
        {plan.data && (
          <section className="env-plan" aria-label="Plan" ref={toSee} tabIndex={-1}>
            {plan.data.changes.length > 0 && (
              <p>
                Changes{' '}
                {plan.data.changes.map((field) => (
                  <code key={field}>{field} </code>
                ))}
              </p>
            )}
            <PlanView plan={plan.data} />
            <details>
              <summary>The same without the console</summary>
              <Commands id={id} patch={patch} etag={etag} />
            </details>
          </section>
        )}
        <ProblemBox error={update.error} title="Change" />
        <div className="dialog-foot">
          {isEmpty && <p className="muted">Nothing is changed yet.</p>}
          <button
            type="submit"
            className="button button-primary"
            disabled={isEmpty || plan.isPending || update.isPending}
          >
            {plan.data ? 'Send the change' : plan.isPending ? 'Planning …' : 'Show the plan'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Commands({ id, patch, etag }: { id: string; patch: EnvironmentPatch; etag: string | undefined }) {
  const { data: origin } = useOrigin();
  if (!origin) return null;
  const curl = { method: 'PATCH', path: `/environments/${id}`, body: patch, ifMatch: etag } as const;
  return (
    <>
      <CodeBlock label="curl" text={curlFor(origin, curl)} wrap />
      <CodeBlock label="groundwork" text={updateCommand(origin, { id, patch, ifMatch: etag })} wrap />
    </>
  );
}

/** What comes beneath a long form is to be seen, and told by screen readers. */
const toSee = (plan: HTMLElement | null) => plan?.focus();

interface FieldProps {
  draft: Draft;
  set(change: Partial<Draft>): void;
}

function Lines({
  label,
  name,
  draft,
  set,
}: FieldProps & { label: string; name: 'allowedCidrs' | 'allowedVpcEndpoints' | 'tags' }) {
  const rows = Math.min(Math.max(draft[name].split('\n').length, 2), 8);
  return (
    <label className="env-field">
      {label}
      <textarea
        className="mono"
        rows={rows}
        spellCheck={false}
        value={draft[name]}
        onChange={(change) => set({ [name]: change.target.value })}
      />
    </label>
  );
}

/** When it ends by itself. */
function End({ expiresAt, draft, set }: FieldProps & { expiresAt: string | undefined }) {
  return (
    <fieldset className="env-ends">
      <legend>It ends by itself</legend>
      <Choice value="keep" {...{ draft, set }}>
        {expiresAt ? (
          <span>
            <Moment at={expiresAt} />, as now
          </span>
        ) : (
          'never, as now'
        )}
      </Choice>
      {expiresAt && (
        <Choice value="never" {...{ draft, set }}>
          never
        </Choice>
      )}
      <span className="row">
        <Choice value="ttl" {...{ draft, set }}>
          after
        </Choice>
        <input
          className="mono env-span"
          aria-label="Time to live from now on, like 90m, 72h or 7d"
          placeholder="72h"
          value={draft.ttl}
          onChange={(change) => set({ ttl: change.target.value, end: 'ttl' })}
        />
        <span className="muted small">from the change on: 90m, 72h, 7d</span>
      </span>
    </fieldset>
  );
}

function Choice({
  value,
  draft,
  set,
  children,
}: FieldProps & { value: Draft['end']; children: React.ReactNode }) {
  return (
    <label className="choice">
      <input type="radio" name="end" checked={draft.end === value} onChange={() => set({ end: value })} />
      {children}
    </label>
  );
}
