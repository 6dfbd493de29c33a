import { useEffect, useRef, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useLocation } from 'wouter';
import type { Plan } from '../../../client/contract.ts';
import { ProblemError, type SpecAsked, useCreate, usePlanCreate } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { PlanView } from '../ui/plan.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { FaultSummary } from './fault-summary.tsx';
import { CheckField, TextField } from './fields.tsx';
import { AdvancedPart, EndPart, NetworkPart, TagsPart } from './parts.tsx';
import { Preview } from './preview.tsx';
import { type Draft, EMPTY, requestOf } from './request.ts';
import { atField, type FieldFault, fieldFaults, resolver } from './rules.ts';

/** What was planned, and the key that makes sending it twice the same. */
interface Planned {
  body: string;
  plan: Plan;
  key: string;
}

/** Asks for a new environment: first what it would be, then for it. */
export function CreatePage() {
  const [, goTo] = useLocation();
  const form = useForm<Draft>({ defaultValues: EMPTY, resolver, shouldFocusError: false });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [planned, setPlanned] = useState<Planned>();
  const [isOpen, setOpen] = useState(false);
  const planHeading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (planned) planHeading.current?.focus();
  }, [planned]);
  const planning = usePlanCreate();
  const creation = useCreate();
  // All of it, though react-hook-form takes fields for missing that are not shown yet.
  const draft = useWatch({ control: form.control, compute: (values) => values as Draft });
  const body = requestOf(draft);
  const isPlanned = planned?.body === JSON.stringify(body);

  /** What the API says against it, at the fields it is about. */
  const refuse = (error: unknown) => {
    const { errors = [] } = ProblemError.of(error).problem;
    setFaults(
      errors.filter(({ pointer }) => !pointer.startsWith('/query')).map((one) => atField(one, draft)),
    );
  };

  const plan = () => {
    setFaults([]);
    creation.reset();
    planning.mutate(body, {
      onError: refuse,
      onSuccess: (answer) => {
        setPlanned({ body: JSON.stringify(body), plan: answer, key: crypto.randomUUID() });
      },
    });
  };
  const submit = form.handleSubmit(plan, () => setFaults(fieldFaults(form.getValues(), new Date())));

  const create = ({ key }: Planned) =>
    creation.mutate(
      { body: body as SpecAsked, key },
      { onError: refuse, onSuccess: ({ id }) => goTo(`/environments/${id}`) },
    );

  return (
    <>
      <PageHeading title="Create an environment" />
      <FormProvider {...form}>
        <div className="create">
          <form onSubmit={submit} noValidate className="create-form">
            <FaultSummary faults={faults} onLead={() => setOpen(true)} />
            {faults.length === 0 && <ProblemBox error={planning.error} takesFocus />}
            <div className="card">
              <TextField
                field="id"
                placeholder="pr-123"
                hint="3 to 32 of a-z, 0-9 and -. Left empty: made up."
              />
              <NetworkPart />
              <EndPart />
              <TagsPart />
              <CheckField
                field="deletionProtection"
                hint="Nothing deletes it until this is taken off, expiry included."
              />
              <CheckField field="forceDestroy" hint="Every deletion empties the buckets, expiry included." />
              <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
                <summary>Advanced: region, encryption, storage, role</summary>
                <AdvancedPart />
              </details>
            </div>
            <Button type="submit" className="button button-primary" isIdle={planning.isPending}>
              {planning.isPending ? 'Looking at AWS…' : 'Show plan'}
            </Button>
          </form>
          <section className="create-plan" aria-labelledby="plan-heading" hidden={!planned}>
            <h2 id="plan-heading" ref={planHeading} tabIndex={-1}>
              What it would make
            </h2>
            {planned && <PlanView plan={planned.plan} />}
            {planned && !isPlanned && (
              <p className="warning">The form was changed since. Show the plan again before you create.</p>
            )}
            <ProblemBox error={faults.length === 0 ? creation.error : undefined} takesFocus />
            {planned && isPlanned && (
              <Button
                className="button button-primary"
                isIdle={creation.isPending}
                onClick={() => create(planned)}
              >
                {creation.isPending ? 'Asking…' : draft.id ? `Create ${draft.id.trim()}` : 'Create it'}
              </Button>
            )}
          </section>
          <Preview body={body} />
        </div>
      </FormProvider>
    </>
  );
}
