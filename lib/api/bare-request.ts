import { noBody } from './body.ts';
import { ifMatchOf } from './conditional.ts';
import type { ApiEvent } from './http.ts';
import { waitSeconds } from './prefer.ts';
import { noQuery, together } from './validate.ts';

/**
 * A request that says everything by its method, path and headers.
 *
 * @returns the seconds to wait, undefined where none were asked for; and what the request is conditional on
 * @throws Problem validation-failed with every mistake
 */
export function bareRequest(event: ApiEvent): { wait: number | undefined; ifMatch?: string[] } {
  const [wait] = together(
    () => waitSeconds(event.headers.prefer),
    () => noQuery(event),
    () => noBody(event),
  );
  return { wait, ...ifMatchOf(event) };
}
