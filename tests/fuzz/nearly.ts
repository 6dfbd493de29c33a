import fc, { type Arbitrary } from 'fast-check';
import { methodsAt } from './contract.ts';
import type { Draft, Pair } from './draft.ts';
import { type Request, requestOf, withHeader } from './request.ts';

/** Requests with exactly one mistake, or one oddity that is none. */
export const nearlyValid = (draft: Draft): Arbitrary<Request> =>
  fc.oneof(
    ...(draft.body === undefined ? [] : [{ arbitrary: bodyMistakes(draft), weight: 6 }]),
    { arbitrary: queryMistakes(draft), weight: 2 },
    headerMistakes(draft),
    otherMethods(draft),
  );

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH'];

/** None that the path has: it might be granted. */
function otherMethods(draft: Draft): Arbitrary<Request> {
  const there = methodsAt(draft.operation.path);
  return fc
    .constantFrom(...METHODS.filter((method) => !there.includes(method)))
    .map((method) => ({ ...requestOf(draft, 'another method'), method }));
}

/** What no field, or nearly none, may be. */
const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'null',
  'x'.repeat(3000),
  [],
  {},
  [[]],
  { '': null },
];

type Place = readonly string[];

function bodyMistakes(draft: Draft): Arbitrary<Request> {
  return fc
    .constantFrom(...placesIn(draft.body))
    .chain((place) =>
      fc.constantFrom(...WRONG, ...turnsOf(at(draft.body, place))).map((wrong) => ({ place, wrong })),
    )
    .map(({ place, wrong }) =>
      requestOf(
        { ...draft, body: replaced(draft.body, place, wrong) },
        `another value at /${place.join('/')}`,
      ),
    );
}

/** What is nearly the value. */
function turnsOf(value: unknown): unknown[] {
  if (typeof value === 'string') {
    return [value.toUpperCase(), `${value}\n`, ` ${value}`, `${value}\0`, [value], `${value}${value}`];
  }
  if (typeof value === 'number') return [value + 1e6, -value, value + 0.5, String(value)];
  if (typeof value === 'boolean') return [String(value), Number(value)];
  if (Array.isArray(value))
    return [[...value, ...value], [value], value[0], { ...value }, Array(60).fill(value[0])];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  return [
    { ...value, colour: 'blue' },
    [value],
    JSON.stringify(value),
    Object.fromEntries(entries.map(([name, field]) => [name.toUpperCase(), field])),
    Object.fromEntries(entries.map(([name]) => [name, null])),
    Object.fromEntries(entries.slice(1)),
  ];
}

function queryMistakes(draft: Draft): Arbitrary<Request> {
  const { query } = draft;
  const known: readonly Pair[] = query.length > 0 ? query : [['limit', '1']];
  const turns = known.flatMap(([name, value]): Pair[][] => [
    [...query, [name, value]],
    [...query, [name, `${value}0`]],
    [...query, [name, '']],
    [...query, [`${name}[]`, value]],
    [...query, [name.toUpperCase(), value]],
    query.map((pair): Pair => (pair[0] === name ? [name, value.toUpperCase()] : pair)),
    query.map((pair): Pair => (pair[0] === name ? [name, `${value} `] : pair)),
    query.map((pair): Pair => (pair[0] === name ? [name, `${value},${value}`] : pair)),
  ]);
  return fc
    .constantFrom<Pair[]>(...turns, [...query, ['colour', 'blue']])
    .map((pairs) => requestOf({ ...draft, query: pairs }, 'another query'));
}

const TYPES = [
  '',
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/json; charset=utf-16',
  'application/json; charset=utf-8; x=y',
  'application/json, application/json',
  'application/jsonp',
  'APPLICATION/JSON;CHARSET="UTF-8"',
];

/** A content type that is not the one, a body that is missing, and one where none is taken. */
const headerMistakes = (draft: Draft): Arbitrary<Request> => {
  const { body: _, ...bare } = requestOf(draft, 'no body');
  const sent = requestOf({ ...draft, body: draft.body ?? { force: true } }, 'a body');
  return fc.oneof(
    fc.constantFrom(...TYPES).map((type) => ({
      ...withHeader(sent, 'content-type', type),
      trick: 'another content type',
      forGateway: true,
    })),
    fc.constant(bare),
    fc.constant({ ...sent, trick: 'every header twice', headers: [...sent.headers, ...sent.headers] }),
  );
};

/** Every place in a value, itself included. */
export const placesIn = (value: unknown): Place[] =>
  typeof value === 'object' && value !== null
    ? [
        [],
        ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((place) => [key, ...place])),
      ]
    : [[]];

export const at = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);

/** A copy that has something else at the place. */
export function replaced(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  // Not by assignment, which would set the prototype where the key is __proto__.
  Object.defineProperty(copy, key, {
    value: replaced(copy[key], rest, other),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}
