import type { Environment } from '../../../client/contract.ts';
import { Dialog } from './dialog.tsx';

interface DeleteDialogProps {
  environment: Environment;
  onClose(): void;
}

/** Shows what a deletion takes away, asks how, and for the id. Afterwards it leads to the environment's page. */
export function DeleteDialog({ environment, onClose }: DeleteDialogProps) {
  return (
    <Dialog title={`Delete ${environment.id}`} onClose={onClose}>
      <p>To come.</p>
    </Dialog>
  );
}
