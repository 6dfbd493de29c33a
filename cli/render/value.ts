/** A value of an aspect in a line. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  if (!isObject(value)) return String(value);
  const statements = statementsOf(value);
  if (statements) return `${counted(statements.length, 'statement')}: ${statements.map(sidOf).join(', ')}`;
  const entries = Object.entries(value);
  if (entries.some(([, inner]) => isObject(inner) && !statementsOf(inner))) return JSON.stringify(value);
  return entries.length === 0 ? 'none' : entries.map(([key, inner]) => `${key}=${shown(inner)}`).join(', ');
}

/** A place within an aspect where two values of it differ. */
export interface Difference {
  /** Keys on the way; a policy's statements go by their Sid. */
  path: string[];
  /** undefined: nothing is there. */
  before: unknown;
  after: unknown;
}

/** Where they differ, as deep as both are objects: of a policy only what is not the same. */
export function differences(before: unknown, after: unknown, path: string[] = []): Difference[] {
  const [one, other] = [keyed(before), keyed(after)];
  if (!one || !other) return same(before, after) ? [] : [{ path, before, after }];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => differences(one[key], other[key], [...path, key]));
}

export const counted = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A policy's statements are told apart by their Sid, whatever place they have. */
function keyed(value: unknown): Fields | undefined {
  if (!isObject(value)) return undefined;
  const statements = statementsOf(value);
  if (!statements) return value;
  const sids = statements.map(sidOf);
  if (new Set(sids).size < sids.length) return value;
  const { Statement: _, ...rest } = value;
  return { ...rest, ...Object.fromEntries(statements.map((statement, place) => [sids[place], statement])) };
}

function statementsOf({ Statement }: Fields): Fields[] | undefined {
  return Array.isArray(Statement) && Statement.length > 0 && Statement.every(isObject)
    ? Statement
    : undefined;
}

const sidOf = ({ Sid }: Fields, place: number): string =>
  typeof Sid === 'string' && Sid ? Sid : `Statement ${place + 1}`;
