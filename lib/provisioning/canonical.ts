import { isDeepStrictEqual } from 'node:util';
import type { Aspects } from './resource.ts';

/** One aspect that is not as desired. `observed` is undefined when nothing was there to read. */
export interface Difference {
  aspect: string;
  desired: unknown;
  observed: unknown;
}

/**
 * The aspects in `desired` whose observed value differs. Values compare as AWS treats them: the order of a
 * list and of an object's keys says nothing, and a list of one equals its element (policy documents come
 * back in either form).
 */
export function differences(desired: Aspects, observed: Aspects): Difference[] {
  return Object.keys(desired)
    .filter((aspect) => !sameValue(desired[aspect], observed[aspect]))
    .map((aspect) => ({ aspect, desired: desired[aspect], observed: observed[aspect] }));
}

/** Whether two aspect values mean the same. */
export const sameValue = (a: unknown, b: unknown): boolean => isDeepStrictEqual(canonical(a), canonical(b));

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return canonicalList(value);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(byKey).map(([key, inner]) => [key, canonical(inner)]));
}

function canonicalList(list: readonly unknown[]): unknown {
  const items = list.map(canonical);
  if (items.length === 1) return items[0];
  return items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(byKey)
    .map(([, item]) => item);
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
