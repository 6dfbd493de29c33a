import type * as z from 'zod/mini';
import { type Fault, pointerToken } from '../environment/fault.ts';
import type { ApiEvent } from './http.ts';
import { invalid, Problem } from './problem.ts';

type Checked<T> = { value: T; faults: [] } | { value: undefined; faults: Fault[] };

/** Checks a value against its schema and tells all mistakes, each with a pointer that begins with `root`. */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown, root = ''): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  return { value: undefined, faults: result.error.issues.flatMap((issue) => faultsIn(issue, root)) };
}

/** Issues in spite of which a value has the type that other rules expect of it. */
const OF_THE_RIGHT_TYPE: ReadonlySet<string> = new Set([
  'too_big',
  'too_small',
  'custom',
  'unrecognized_keys',
]);

/** The value without what has the wrong form, so that the rules between fields can be applied to the rest. */
export const soundPart = (schema: z.ZodMiniType, value: unknown): unknown =>
  (schema.safeParse(value).error?.issues ?? [])
    .filter((issue) => !OF_THE_RIGHT_TYPE.has(issue.code) || isUnseenList(issue))
    .reduce((rest, { path }) => without(rest, path), value);

/** zod looks at no entry of a list that is too long: they may be anything. */
const isUnseenList = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'too_big' && issue.origin === 'array';

/** The query's parameters by name; API Gateway leaves the field out when there are none, emulations say null. */
export const parametersOf = ({ queryStringParameters }: ApiEvent): Record<string, string | undefined> =>
  queryStringParameters ?? {};

/** The query, which must have no parameter that the schema does not name. @throws Problem validation-failed */
export function query<T>(schema: z.ZodMiniType<T>, event: ApiEvent): T {
  const { value, faults } = check(schema, parametersOf(event), '/query');
  if (value === undefined) throw invalid(faults);
  return value;
}

/** For a route that takes no query. @throws Problem validation-failed naming each parameter */
export function noQuery(event: ApiEvent): void {
  const names = Object.keys(parametersOf(event));
  if (names.length > 0) throw invalid(names.map((name) => unknown('/query', name)));
}

type Parsers<T extends readonly unknown[]> = { [K in keyof T]: () => T[K] };

/**
 * What each parser returns.
 *
 * @throws Problem validation-failed with the mistakes that all of them found; any other at once
 */
export function together<T extends readonly unknown[]>(...parsers: Parsers<T>): T {
  const faults: Fault[] = [];
  const values = parsers.map((parse) => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'validation-failed') throw error;
      faults.push(...(error.options.errors ?? []));
      return undefined;
    }
  });
  if (faults.length > 0) throw invalid(faults);
  return values as unknown as T;
}

function faultsIn(issue: z.core.$ZodIssue, root: string): Fault[] {
  const pointer = [root, ...issue.path.map(pointerToken)].join('/');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknown(pointer, key));
  if (issue.code === 'invalid_key') return [{ pointer, detail: issue.issues[0]?.message ?? issue.message }];
  return [{ pointer, detail: issue.message }];
}

const unknown = (pointer: string, key: string): Fault => ({
  pointer: `${pointer}/${pointerToken(key)}`,
  detail: 'is not known',
});

/** A copy that lacks what stands at the path. Lists keep a gap there, so that what follows keeps its index. */
function without(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return undefined;
  const copy = (Array.isArray(value) ? value.slice() : { ...value }) as Record<PropertyKey, unknown>;
  if (rest.length > 0) copy[key] = without(copy[key], rest);
  else delete copy[key];
  return copy;
}
