import fc, { type Arbitrary } from 'fast-check';
import { resolved, type Schema } from './contract.ts';

/** Values that fit a schema, made from nothing but the schema. */

/** Optional fields that one object has at most: with more of them, rules between fields refuse nearly all. */
const MOST_OPTIONAL = 3;
/** Entries of a list or a map, where the schema doesn't ask for more. */
const FEW = 4;
/** Further than any deployment lasts, and not so far that the year has five digits. */
const TIMES = { min: new Date('2100-01-01T00:00:00Z'), max: new Date('2110-01-01T00:00:00Z') };

const arbitraries = new WeakMap<Schema, Arbitrary<unknown>>();

/** Values of a schema; its examples are among them. */
export function valuesOf(schema: Schema): Arbitrary<unknown> {
  const values = arbitraries.get(schema) ?? withExamples(resolved(schema));
  arbitraries.set(schema, values);
  return values;
}

const withExamples = (schema: Schema): Arbitrary<unknown> =>
  schema.examples ? fc.oneof(fc.constantFrom(...schema.examples), plain(schema)) : plain(schema);

function plain(schema: Schema): Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valuesOf));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  return TYPES[schema.type ?? '']?.(schema) ?? fc.jsonValue({ maxDepth: 2 });
}

const TYPES: Readonly<Record<string, (schema: Schema) => Arbitrary<unknown>>> = {
  string: texts,
  integer: ({ minimum, maximum }) => fc.integer(defined({ min: minimum, max: maximum })),
  number: ({ minimum, maximum }) => fc.double(defined({ min: minimum, max: maximum, noNaN: true })),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: lists,
  object: objects,
};

/** Texts of a schema. */
export function texts({ pattern, format, minLength, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === 'date-time')
    return fc.date({ ...TIMES, noInvalidDate: true }).map((time) => time.toISOString());
  if (pattern !== undefined) return textsLike(pattern);
  return fc.string(defined({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' as const }));
}

/** fast-check can't make texts for what must not follow, so that is left out, and what it forbids is dropped. */
function textsLike(pattern: string): Arbitrary<string> {
  const whole = new RegExp(pattern, 'u');
  const simple = pattern.replace(/\(\?!(?:[^()]|\([^()]*\))*\)/g, '');
  return fc.stringMatching(new RegExp(simple, 'u')).filter((text) => whole.test(text));
}

function lists({ items = {}, minItems = 0, maxItems = FEW, uniqueItems }: Schema): Arbitrary<unknown> {
  const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, FEW)) };
  return uniqueItems ? fc.uniqueArray(valuesOf(items), bounds) : fc.array(valuesOf(items), bounds);
}

function objects(schema: Schema): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const named = fc
    .subarray(optional, { maxLength: Math.min(MOST_OPTIONAL, optional.length) })
    .chain((names) =>
      fc.record(
        Object.fromEntries([...required, ...names].map((name) => [name, valuesOf(properties[name] ?? {})])),
        { noNullPrototype: true },
      ),
    );
  if (!additionalProperties) return named;
  const keys = propertyNames ? texts(resolved(propertyNames)) : fc.string();
  const others = fc.dictionary(keys, valuesOf(additionalProperties), { maxKeys: FEW, noNullPrototype: true });
  return fc.tuple(others, named).map(([further, fields]) => ({ ...further, ...fields }));
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;
