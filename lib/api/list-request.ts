import type { Status } from '../environment/environment.ts';
import { pointerToken } from '../environment/fault.ts';
import { ENVIRONMENT_ID } from '../environment/id.ts';
import type { ApiEvent } from './http.ts';
import { pagePosition } from './pages.ts';
import { invalid } from './problem.ts';
import { listQuery, tagKey, tagValue } from './schemas.ts';
import { ALL_TENANTS } from './tenant.ts';
import { check, parametersOf, together } from './validate.ts';

const DEFAULT_LIMIT = 20;
const TAG_PREFIX = 'tag.';
/** DynamoDB's filter expressions have a limit, and nobody looks for more. */
const MOST_TAGS = 10;

/** Where a page of all tenants' environments ends. */
const POSITION = /^.{1,200}\/[a-z][a-z0-9-]{1,30}[a-z0-9]$/;

interface ListRequest {
  /** Left out: all tenants. */
  tenant?: string;
  limit: number;
  after?: string;
  status?: Status;
  tags: Record<string, string>;
}

/** The request of `GET /environments`. @param tenant whose they are; `*`: all tenants'. @throws Problem with every mistake in the query at once */
export function parseList(event: ApiEvent, tenant: string): ListRequest {
  const entries = Object.entries(parametersOf(event)).map(([name, value]) => [name, value ?? ''] as const);
  const isTag = ([name]: readonly [string, string]) => name.startsWith(TAG_PREFIX);
  const { pageToken } = parametersOf(event);
  const isAll = tenant === ALL_TENANTS;
  const [{ limit = DEFAULT_LIMIT, status }, after, tags] = together(
    () => checked(entries.filter((entry) => !isTag(entry))),
    () =>
      pageToken === undefined
        ? undefined
        : pagePosition(pageToken, tenant, isAll ? POSITION : ENVIRONMENT_ID),
    () => tagsOf(entries.filter(isTag)),
  );
  return {
    ...(!isAll && { tenant }),
    limit,
    ...(after !== undefined && { after }),
    ...(status && { status }),
    tags,
  };
}

/** The path of the next page, filters kept, parameters in alphabetical order (curl signs no other). */
export function nextPath(path: string, event: ApiEvent, pageToken: string): string {
  const parameters = Object.entries({ ...parametersOf(event), pageToken })
    .map(([name, value = '']): [string, string] => [name, value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  // In a signed query a space is %20: to SigV4 a + is a plus.
  return `${path}?${new URLSearchParams(parameters).toString().replaceAll('+', '%20')}`;
}

type Entries = readonly (readonly [name: string, value: string])[];

function checked(entries: Entries) {
  const { value, faults } = check(listQuery, Object.fromEntries(entries), '/query');
  if (value === undefined) throw invalid(faults);
  return value;
}

/** API Gateway joins the values of a repeated parameter with commas, which no tag can have. */
function tagsOf(entries: Entries): Record<string, string> {
  const tags = entries.map(([name, value]) => [name.slice(TAG_PREFIX.length), value] as const);
  const faults = tags.flatMap(([key, value]) => {
    const pointer = `/query/${pointerToken(TAG_PREFIX + key)}`;
    return [...check(tagKey, key, pointer).faults, ...check(tagValue, value, pointer).faults];
  });
  if (tags.length > MOST_TAGS) {
    faults.push({ pointer: '/query', detail: `at most ${MOST_TAGS} tags can be filtered by` });
  }
  if (faults.length > 0) throw invalid(faults);
  return Object.fromEntries(tags);
}
