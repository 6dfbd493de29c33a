import type { EnvironmentRecord } from '../environment/environment.ts';
import { etagOf } from '../environment/etag.ts';
import { isSettled } from '../environment/statuses.ts';
import { type ApiResult, json } from './http.ts';
import { pathOf, present } from './present.ts';

/** The answer to a request that was granted. @param wait seconds that were granted; undefined: none was asked for */
export const granted = (
  statusCode: number,
  record: EnvironmentRecord,
  wait: number | undefined,
  headers: Record<string, string> = {},
): ApiResult =>
  json(statusCode, present(record), {
    location: pathOf(record.id),
    etag: etagOf(record),
    ...headers,
    ...(wait !== undefined && { 'preference-applied': `wait=${wait}` }),
    ...(!isSettled(record.status) && { 'retry-after': '2' }),
  });
