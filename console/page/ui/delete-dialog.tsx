import { type FormEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import type { Environment } from '../../../client/contract.ts';
import { type DeleteChoices, useDelete, usePlanDelete } from '../api.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { focusHeading } from './heading.tsx';
import { PlanView } from './plan.tsx';
import { ProblemBox } from './problem.tsx';
import { SameCommands } from './same-commands.tsx';

interface DeleteDialogProps {
  environment: Environment;
  onClose(): void;
}

type Way = 'careful' | 'force' | 'retain';

const WAYS: Record<Way, { label: string; hint: string; choices: DeleteChoices }> = {
  careful: {
    label: 'Delete it, unless a bucket holds data',
    hint: 'Everything goes, the key at the end of its deletion window. If a bucket is not empty, nothing goes.',
    choices: {},
  },
  force: {
    label: 'Delete it with all data',
    hint: 'Both buckets are emptied, every version of every object. Nothing brings the objects back.',
    choices: { force: true },
  },
  retain: {
    label: 'Forget it, and leave everything at AWS',
    hint: 'Key, buckets, role and profile stay, without ownership tags. They cost what they cost, nothing ends them any more, and groundwork can not have them back by itself.',
    choices: { retain: true },
  },
};

const QUERIES: Record<Way, string> = { careful: '', force: '?force=true', retain: '?retain=true' };

/** Shows what a deletion takes away, asks how, and for the id. Afterwards it leads to the environment's page. */
export function DeleteDialog({ environment: { id, spec }, onClose }: DeleteDialogProps) {
  const [, goTo] = useLocation();
  const [way, setWay] = useState<Way>('careful');
  const [typed, setTyped] = useState('');
  const [isMistyped, setMistyped] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const ids = { field: useId(), hint: useId(), wrong: useId() };
  const { choices } = WAYS[way];
  const plan = usePlanDelete(id, choices);
  const deletion = useDelete(id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMistyped(typed !== id);
    if (typed !== id) return field.current?.focus();
    deletion.mutate(choices, {
      onSuccess: () => {
        // What opened the dialog may be gone by now.
        flushSync(onClose);
        focusHeading();
        goTo(`/environments/${id}`);
      },
    });
  };

  return (
    <Dialog title={`Delete ${id}`} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <fieldset className="ways">
          <legend>How</legend>
          {(Object.keys(WAYS) as Way[]).map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
              <span>
                {WAYS[one].label}
                <span className="hint">{WAYS[one].hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {spec.forceDestroy && way === 'careful' && (
          <p className="warning">It has forceDestroy: its buckets are emptied in any case.</p>
        )}
        <h3>What it would do</h3>
        <div aria-live="polite" className="delete-plan">
          {plan.isFetching && <p className="muted">Looking at AWS…</p>}
          {!plan.isFetching && plan.data && <PlanView plan={plan.data} />}
          {!plan.isFetching && <ProblemBox error={plan.error} />}
        </div>
        <div className="field">
          <label htmlFor={ids.field}>
            Type <code>{id}</code> to confirm
          </label>
          <input
            id={ids.field}
            ref={field}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby={isMistyped ? ids.wrong : undefined}
            aria-invalid={isMistyped}
            onChange={({ target }) => {
              setTyped(target.value);
              setMistyped(false);
            }}
          />
          {isMistyped && (
            <p id={ids.wrong} className="field-error">
              Type {id}, exactly so. Nothing was deleted.
            </p>
          )}
        </div>
        <SameCommands
          asked={{ method: 'DELETE', path: `/environments/${id}${QUERIES[way]}` }}
          words={['delete', id, '--yes', ...(way === 'careful' ? [] : [`--${way}`])]}
        />
        <ProblemBox error={deletion.error} takesFocus />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Keep it
          </button>
          <Button type="submit" className="button button-danger button-primary" isIdle={deletion.isPending}>
            {deletion.isPending ? 'Asking…' : way === 'retain' ? 'Forget it' : 'Delete it'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
