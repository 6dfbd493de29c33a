import { useState } from 'react';
import { FormProvider, type Resolver, useForm, useWatch } from 'react-hook-form';
import type { Plan, Spec } from '../../../../client/contract.ts';
import { ProblemError, type Seen, usePlanUpdate, useUpdate } from '../../api.ts';
import { FaultSummary } from '../../create/fault-summary.tsx';
import { CheckField, LinesField, TextField } from '../../create/fields.tsx';
import { TagsPart, TrustPart } from '../../create/parts.tsx';
import type { Draft } from '../../create/request.ts';
import { atField, doubledTags, errorsOf, type FieldFault } from '../../create/rules.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PlanView } from '../../ui/plan.tsx';
import { ProblemBox } from '../../ui/problem.tsx';
import { SameCommands } from '../../ui/same-commands.tsx';
import { EndChoice } from './end.tsx';
import { draftOf, patchOf, tagsIn } from './patch.ts';

/**
 * Changes what is desired: first the plan of what that would do, then the change itself. It is made of what is seen when
 * the dialog opens: if somebody changes the environment in between, the API refuses.
 */
export function ChangeDialog({ seen, onClose }: { seen: Seen; onClose(): void }) {
  const [{ environment, etag }] = useState(seen);
  const { id, spec, expiresAt } = environment;
  const form = useForm<Draft>({
    defaultValues: draftOf(spec),
    resolver: resolverFor(spec),
    shouldFocusError: false,
  });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [planned, setPlanned] = useState<{ patch: string; plan: Plan }>();
  const planning = usePlanUpdate(id);
  const update = useUpdate(id);
  const draft = useWatch({ control: form.control, compute: (values) => values as Draft });
  const patch = patchOf(spec, draft);
  const isEmpty = Object.keys(patch).length === 0;
  // A plan of something else is none.
  const plan = planned?.patch === JSON.stringify(patch) ? planned.plan : undefined;

  /** What the API says against it, at the fields it is about. */
  const refuse = (error: unknown) => {
    const { errors = [] } = ProblemError.of(error).problem;
    const found = errors
      .filter(({ pointer }) => !pointer.startsWith('/query'))
      .map((one) => atField(one, draft));
    setFaults(found);
    for (const { field, message } of found) form.setError(field, { type: 'api', message });
  };
  const send = () => {
    setFaults([]);
    if (plan) return update.mutate({ patch, etag }, { onError: refuse, onSuccess: onClose });
    update.reset();
    planning.mutate(patch, {
      onError: refuse,
      onSuccess: (answer) => setPlanned({ patch: JSON.stringify(patch), plan: answer }),
    });
  };
  const submit = form.handleSubmit(send, () => setFaults(faultsOf(spec, form.getValues())));

  return (
    <Dialog title={`Change ${id}`} onClose={onClose}>
      <FormProvider {...form}>
        <form onSubmit={submit} noValidate>
          <FaultSummary faults={faults} onLead={() => {}} />
          {faults.length === 0 && <ProblemBox error={planning.error} title="Plan" takesFocus />}
          <LinesField
            field="allowedCidrs"
            placeholder="203.0.113.7"
            hint="One a line. None: any, with a warning."
          />
          <LinesField field="allowedVpcEndpoints" placeholder="vpce-0123456789abcdef0" hint="One a line." />
          <EndChoice expiresAt={expiresAt} />
          <TagsPart />
          <CheckField field="storage.versioning" />
          <TextField
            field="storage.expireAfterDays"
            placeholder="never"
            inputMode="numeric"
            hint="Days; old versions go as many days later."
          />
          <TrustPart />
          <CheckField field="deletionProtection" />
          <CheckField field="forceDestroy" />
          {plan && (
            <section aria-label="Plan" ref={toSee} tabIndex={-1}>
              {plan.changes.length > 0 && (
                <p>
                  Changes{' '}
                  {plan.changes.map((field) => (
                    <code key={field}>{field} </code>
                  ))}
                </p>
              )}
              <PlanView plan={plan} />
              <SameCommands
                asked={{ method: 'PATCH', path: `/environments/${id}`, body: patch, ifMatch: etag }}
                words={['update', id, ...(etag === undefined ? [] : ['--if-match', etag])]}
                file={patch}
              />
            </section>
          )}
          {faults.length === 0 && <ProblemBox error={update.error} title="Change" takesFocus />}
          <div className="dialog-foot">
            {isEmpty && <p className="muted">Nothing is changed yet.</p>}
            <Button
              type="submit"
              className="button button-primary"
              isIdle={isEmpty || planning.isPending || update.isPending}
            >
              {plan ? 'Send the change' : planning.isPending ? 'Planning …' : 'Show the plan'}
            </Button>
          </div>
        </form>
      </FormProvider>
    </Dialog>
  );
}

/** What can be known before the API is asked: of two rows with one key, one would vanish without a word. */
const faultsOf = (spec: Spec, draft: Draft): FieldFault[] =>
  doubledTags(draft.tags.map((row) => tagsIn(spec, { ...draft, tags: [row] })[0]?.[0] ?? ''));

const resolverFor =
  (spec: Spec): Resolver<Draft> =>
  (draft) => {
    const faults = faultsOf(spec, draft);
    return faults.length === 0 ? { values: draft, errors: {} } : { values: {}, errors: errorsOf(faults) };
  };

/** What comes beneath a long form is to be seen, and told by screen readers. */
const toSee = (plan: HTMLElement | null) => plan?.focus();
