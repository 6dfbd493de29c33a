import { useState } from 'react';
import { type Seen, useReconcile, useRestore } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { DeleteDialog } from '../ui/delete-dialog.tsx';
import { focusHeading } from '../ui/heading.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { useNow } from '../ui/time.tsx';
import { ChangeDialog } from './change/change-dialog.tsx';
import { isRestorable } from './next-step.ts';

const MINUTE = 60_000;

/** What can be done with an environment as it is. */
export function Actions({ seen }: { seen: Seen }) {
  const { environment } = seen;
  const { id, status } = environment;
  const [open, setOpen] = useState<'change' | 'delete'>();
  const reconcile = useReconcile(id);
  const restore = useRestore(id);
  const now = useNow(MINUTE);
  const isGone = status === 'DELETED';
  const isGoing = isGone || status === 'DELETING' || status === 'DELETE_FAILED';
  const close = () => setOpen(undefined);
  return (
    <div className="env-actions">
      <div className="row">
        {!isGoing && (
          <button type="button" className="button" onClick={() => setOpen('change')}>
            Change
          </button>
        )}
        {!isGone && (
          <Button isIdle={reconcile.isPending} onClick={() => reconcile.mutate()}>
            Reconcile
          </Button>
        )}
        {isRestorable(environment, now) && (
          <Button
            isIdle={restore.isPending}
            // It goes when there is nothing to restore any more.
            onClick={() => restore.mutate(undefined, { onSuccess: focusHeading })}
          >
            Restore
          </Button>
        )}
        {!isGone && (
          <button type="button" className="button button-danger" onClick={() => setOpen('delete')}>
            Delete
          </button>
        )}
      </div>
      <ProblemBox error={reconcile.error} title="Reconcile" takesFocus />
      <ProblemBox error={restore.error} title="Restore" takesFocus />
      {open === 'change' && <ChangeDialog seen={seen} onClose={close} />}
      {open === 'delete' && <DeleteDialog environment={environment} onClose={close} />}
    </div>
  );
}
