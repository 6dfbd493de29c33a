import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';
import { deleteQuery } from './schemas.ts';
import { query } from './validate.ts';

/** How `DELETE /environments/{id}` is wanted. @throws Problem validation-failed */
export function deletionOf(event: ApiEvent): { dryRun: boolean; force: boolean; retain: boolean } {
  const { dryRun, force, retain } = query(deleteQuery, event);
  if (force === 'true' && retain === 'true') {
    throw invalid([{ pointer: '/query/retain', detail: 'excludes force: what is retained is not emptied' }]);
  }
  return { dryRun: dryRun === 'true', force: force === 'true', retain: retain === 'true' };
}
