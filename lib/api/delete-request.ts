import type { Caller } from './caller.ts';
import type { ApiEvent } from './http.ts';
import { invalid, Problem } from './problem.ts';
import { deleteQuery } from './schemas.ts';
import { query } from './validate.ts';

interface Deletion {
  dryRun: boolean;
  force: boolean;
  retain: boolean;
  evenIfProtected: boolean;
}

/** How `DELETE /environments/{id}` is wanted. @throws Problem validation-failed; forbidden for what takes an admin */
export function deletionOf(event: ApiEvent, { role }: Pick<Caller, 'role'>): Deletion {
  const { dryRun, force, retain, evenIfProtected } = query(deleteQuery, event);
  if (evenIfProtected === 'true' && role !== 'admin') {
    throw new Problem('forbidden', 'Only an admin deletes what is protected.', {
      nextAction:
        'Leave evenIfProtected out; if it is protected, PATCH it with {"deletionProtection": false} first.',
    });
  }
  if (force === 'true' && retain === 'true') {
    throw invalid([{ pointer: '/query/retain', detail: 'excludes force: what is retained is not emptied' }]);
  }
  return {
    dryRun: dryRun === 'true',
    force: force === 'true',
    retain: retain === 'true',
    evenIfProtected: evenIfProtected === 'true',
  };
}
