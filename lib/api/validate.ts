import type * as z from 'zod';
import { type Fault, pointerToken } from '../environment/spec.ts';
import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';

type Checked<T> = { value: T; faults: [] } | { value: undefined; faults: Fault[] };

/** Checks a value against its schema and tells all mistakes, each with a pointer that begins with `root`. */
export function check<T>(schema: z.ZodType<T>, value: unknown, root = ''): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  return { value: undefined, faults: result.error.issues.flatMap((issue) => faultsIn(issue, root)) };
}

function faultsIn(issue: z.core.$ZodIssue, root: string): Fault[] {
  const pointer = [root, ...issue.path.map(pointerToken)].join('/');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: `${pointer}/${pointerToken(key)}`, detail: 'is not known' }));
  }
  if (issue.code === 'invalid_key') return [{ pointer, detail: issue.issues[0]?.message ?? issue.message }];
  return [{ pointer, detail: issue.message }];
}

/** The query's parameters by name; API Gateway leaves the field out when there are none, emulations say null. */
export const parametersOf = ({ queryStringParameters }: ApiEvent): Record<string, string | undefined> =>
  queryStringParameters ?? {};

/** The query, which must have no parameter that the schema does not name. @throws Problem validation-failed */
export function query<T>(schema: z.ZodType<T>, event: ApiEvent): T {
  const { value, faults } = check(schema, parametersOf(event), '/query');
  if (value === undefined) throw invalid(faults);
  return value;
}
