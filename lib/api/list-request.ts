import type { Status } from '../environment/environment.ts';
import type { ApiEvent } from './http.ts';
import { pagePosition } from './pages.ts';
import { invalid } from './problem.ts';
import { listQuery } from './schemas.ts';
import { check, parametersOf } from './validate.ts';

const DEFAULT_LIMIT = 20;
const TAG_PREFIX = 'tag.';

interface ListRequest {
  tenant: string;
  limit: number;
  after?: string;
  status?: Status;
  tags: Record<string, string>;
}

/** The request of `GET /environments`. @throws Problem with every mistake in the query at once */
export function parseList(event: ApiEvent, tenant: string): ListRequest {
  const entries = Object.entries(parametersOf(event)).map(([name, value]) => [name, value ?? ''] as const);
  const isTag = ([name]: readonly [string, string]) => name.startsWith(TAG_PREFIX);
  const { value, faults } = check(
    listQuery,
    Object.fromEntries(entries.filter((entry) => !isTag(entry))),
    '/query',
  );
  if (value === undefined) throw invalid(faults);
  const { limit = DEFAULT_LIMIT, pageToken, status } = value;
  return {
    tenant,
    limit,
    ...(pageToken !== undefined && { after: pagePosition(pageToken, tenant) }),
    ...(status && { status }),
    tags: Object.fromEntries(
      entries.filter(isTag).map(([name, tag]) => [name.slice(TAG_PREFIX.length), tag]),
    ),
  };
}

/** The path of the next page, filters kept, parameters in alphabetical order (curl signs no other). */
export function nextPath(event: ApiEvent, pageToken: string): string {
  const parameters = Object.entries({ ...parametersOf(event), pageToken })
    .map(([name, value = '']): [string, string] => [name, value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `/environments?${new URLSearchParams(parameters)}`;
}
