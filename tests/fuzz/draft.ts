import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Parameter } from './contract.ts';
import { valuesOf } from './values.ts';

/** A request that still has its parts, so that one of them can be made wrong. */
export interface Draft {
  operation: Operation;
  /** Path parameters, not encoded. */
  path: Record<string, string>;
  query: Pair[];
  headers: Pair[];
  type?: string;
  body?: unknown;
  /** Whether it may be granted. */
  mayChange?: boolean;
}

export type Pair = readonly [name: string, value: string];

/** What the running system knows, by the parameter that it can be given as. */
export interface Known {
  /** Values of parameters. */
  values: Readonly<Record<string, readonly string[]>>;
  /** Ids of environments that may be changed. */
  victims: readonly string[];
  /** Headers, by name, that let a change be checked but never made. */
  brakes: Readonly<Record<string, string>>;
  /** Ids of no environment. */
  nobody: string;
}

/** Operations that look into the account: some forty calls each. */
const DEAR: ReadonlySet<string> = new Set(['getDrift']);
/** Of so many requests that could change something one may. */
const ONE_IN = 30;

/** Requests that fit the contract. Few of them change anything: the others are refused after their validation. */
export function drafts(operation: Operation, known: Known): Arbitrary<Draft> {
  const harmless = operation.method === 'GET' && !DEAR.has(operation.operationId);
  if (harmless) return fitting(operation, known);
  return fc.oneof(
    { arbitrary: fitting(operation, known).map((draft) => braked(draft, known)), weight: ONE_IN - 1 },
    { arbitrary: unbraked(operation, known), weight: 1 },
  );
}

const unbraked = (operation: Operation, known: Known): Arbitrary<Draft> =>
  fc.tuple(fitting(operation, known), fc.constantFrom(...known.victims)).map(([draft, id]) => ({
    ...draft,
    path: { ...draft.path, ...('id' in draft.path && { id }) },
    mayChange: true,
  }));

/** With a header that lets it be refused at last; where the operation takes none, of an environment that isn't there. */
function braked(draft: Draft, { brakes, nobody }: Known): Draft {
  const brake = Object.entries(brakes).find(([name]) =>
    draft.operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name === name),
  );
  if (!brake) return { ...draft, path: { ...draft.path, id: nobody } };
  const [name] = brake;
  return { ...draft, headers: [...draft.headers.filter(([other]) => other !== name), brake] };
}

function fitting(operation: Operation, known: Known): Arbitrary<Draft> {
  const pairs = (place: Parameter['in']): Arbitrary<Pair[]> =>
    chosen(operation.parameters.filter((parameter) => parameter.in === place)).chain((parameters) =>
      fc.tuple(...parameters.map((parameter) => given(parameter, known))),
    );
  return fc
    .record({
      path: pairs('path').map((found) => Object.fromEntries(found)),
      query: pairs('query'),
      headers: pairs('header'),
      content: contents(operation),
    })
    .map(({ content, ...parts }) => ({ operation, ...parts, ...content }));
}

/** Those that are needed, and some of the others. */
function chosen(parameters: Parameter[]): Arbitrary<Parameter[]> {
  const needed = parameters.filter(({ required }) => required);
  return fc.subarray(parameters.filter(({ required }) => !required)).map((others) => [...needed, ...others]);
}

const given = (parameter: Parameter, known: Known): Arbitrary<Pair> =>
  fc.tuple(fc.constant(parameter.name.replace('KEY', 'team')), valueFor(parameter, known));

function valueFor({ name, schema, example }: Parameter, { values }: Known): Arbitrary<string> {
  const fresh =
    schema.pattern === undefined && example !== undefined
      ? variations(example)
      : valuesOf(schema).map((value) => String(value));
  const there = values[name] ?? [];
  if (there.length === 0) return fresh;
  return fc.oneof({ arbitrary: fc.constantFrom(...there), weight: 4 }, { arbitrary: fresh, weight: 1 });
}

/** The example with other, small numbers in it: nobody is to wait for long. */
const variations = (example: string): Arbitrary<string> =>
  fc.nat({ max: 1 }).map((number) => example.replaceAll(/\d+/g, String(number)));

/** Half of them around the example: rules that the schema doesn't tell are kept more often so. */
function contents({ bodies }: Operation): Arbitrary<{ type?: string; body?: unknown }> {
  if (bodies.length === 0) return fc.constant({});
  return fc.constantFrom(...bodies).chain(({ type, schema, example }) =>
    fc.tuple(valuesOf(schema), fc.constantFrom({}, example ?? {})).map(([value, given]) => ({
      type,
      body: { ...given, ...(value as object) },
    })),
  );
}
