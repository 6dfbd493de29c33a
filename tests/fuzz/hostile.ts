import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import type { Draft, Pair } from './draft.ts';
import { at, placesIn, replaced } from './nearly.ts';
import { encoded, type Request, requestOf, withHeader } from './request.ts';
import { HEADER_VALUES, HEADERS, KEYS, PATHS, QUERIES, TARGETS, TEXTS } from './tricks.ts';

/** Requests of somebody who means harm, each a valid one with one trick in it. */
export const hostile = (draft: Draft, brakes: readonly string[]): Arbitrary<Request> =>
  fc.oneof(
    ...(draft.body === undefined ? [] : [hostileValues(draft), hostileKeys(draft), hostileTexts(draft)]),
    hostileTexts(draft),
    hostilePaths(draft),
    hostileQueries(draft),
    hostileHeaders(draft, brakes),
    { arbitrary: flippedTokens(draft), weight: draft.query.length > 0 ? 1 : 0 },
  );

const hostileValues = (draft: Draft): Arbitrary<Request> =>
  fc
    .tuple(fc.constantFrom(...placesIn(draft.body)), fc.constantFrom(...TEXTS))
    .map(([place, text]) =>
      requestOf(
        { ...draft, body: replaced(draft.body, place, text) },
        `a hostile text at /${place.join('/')}`,
      ),
    );

/** Keys that mean something to JavaScript, with values that would do harm. */
const hostileKeys = (draft: Draft): Arbitrary<Request> => {
  const objects = placesIn(draft.body).filter((place) => isObject(at(draft.body, place)));
  return fc
    .tuple(fc.constantFrom(...objects), fc.constantFrom(...KEYS), fc.constantFrom('x', { id: 'x' }, null, 1))
    .map(([place, key, value]) =>
      requestOf(
        { ...draft, body: replaced(draft.body, [...place, key], value) },
        `the key ${JSON.stringify(key)} at /${place.join('/')}`,
      ),
    );
};

/** Ways to write a body that are not JSON in UTF-8, or that a parser chokes on. */
function hostileTexts(draft: Draft): Arbitrary<Request> {
  const request = requestOf({ ...draft, type: draft.type ?? 'application/json' }, '');
  const text = JSON.stringify(draft.body ?? {});
  // What serves on this machine reads no body of a GET, and then takes back what of its answer has not arrived.
  const isUnread = draft.operation.method === 'GET';
  return fc
    .constantFrom(...Object.entries(WRITINGS).filter(([trick]) => !(isUnread && trick.startsWith(LARGE))))
    .map(([trick, write]) => ({ ...request, trick, ...write(text) }))
    .map((written) => (written.trick === 'gzip' ? withHeader(written, 'content-encoding', 'gzip') : written));
}

type Written = Pick<Request, 'body' | 'chunks'>;
const as = (text: string, encoding: BufferEncoding = 'utf8'): Written => ({
  body: Buffer.from(text, encoding),
});
const within = (text: string, field: string): string =>
  text.replace(/\}$/, `${text === '{}' ? '' : ','}${field}}`);

const DEPTH = 10_000;
const MEGABYTE = 1024 * 1024;
const LARGE = 'a megabyte';

const WRITINGS: Readonly<Record<string, (text: string) => Written>> = {
  'a byte order mark': (text) => as(`\ufeff${text}`),
  'UTF-16': (text) => as(`\ufeff${text}`, 'utf16le'),
  'UTF-16, big end first': (text) => ({ body: Buffer.from(text, 'utf16le').swap16() }),
  'latin1 letters': (text) => as(within(text, '"tags":{"a":"é"}'), 'latin1'),
  'overlong UTF-8': (text) => as(within(text, '"tags":{"a":"\xc0\xaf"}'), 'latin1'),
  'a byte that is never in UTF-8': (text) => as(within(text, '"\xff":1'), 'latin1'),
  gzip: (text) => ({ body: gzipSync(text) }),
  'chunks of a byte': (text) => ({ ...as(text), chunks: text.length }),
  'one chunk': (text) => ({ ...as(text), chunks: 1 }),
  'arrays in arrays': () => as('['.repeat(DEPTH) + ']'.repeat(DEPTH)),
  'arrays in a field': (text) => as(within(text, `"tags":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`)),
  'objects in objects': (text) => as(within(text, `"storage":${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`)),
  'arrays that don’t end': () => as('['.repeat(60_000)),
  'half of it': (text) => as(text.slice(0, text.length / 2)),
  'a comma too many': (text) => as(text.replace(/\}$/, ',}')),
  twice: (text) => as(text + text),
  'a comment': (text) => as(`/* */${text}`),
  'single quotes': (text) => as(text.replaceAll('"', "'")),
  'a key twice': (text) => as(text.replace('{', `{"deletionProtection":"no",`)),
  'the other key twice': (text) => as(within(text, '"tags":{"a":"b"},"tags":{"a":"c"}')),
  'a number beyond all': (text) => as(within(text, '"storage":{"expireAfterDays":1e400}')),
  'a number of 30 digits': (text) => as(within(text, `"storage":{"expireAfterDays":${'9'.repeat(30)}}`)),
  'a negative zero': (text) => as(within(text, '"storage":{"expireAfterDays":-0}')),
  'a whole number as a fraction': (text) => as(within(text, '"encryption":{"deletionWindowDays":7.0}')),
  'digits after 7': (text) => as(within(text, `"encryption":{"deletionWindowDays":7.${'0'.repeat(400)}1}`)),
  NaN: (text) => as(within(text, '"storage":{"expireAfterDays":NaN}')),
  'a number in base 16': (text) => as(within(text, '"storage":{"expireAfterDays":0x10}')),
  'half a surrogate pair': (text) => as(within(text, '"tags":{"a":"\\ud800"}')),
  'half a pair as a key': (text) => as(within(text, '"\\udfff":1')),
  'an escape that is none': (text) => as(within(text, '"tags":{"a":"\\x41"}')),
  'a line break in a string': (text) => as(within(text, '"tags":{"a":"b\nc"}')),
  'the prototype’s key, escaped': (text) => as(within(text, '"\\u005f_proto__":{"id":"x"}')),
  'zero bytes': (text) => as(`${text}\0\0`),
  nothing: () => as(''),
  spaces: () => as(' '.repeat(100)),
  null: () => as('null'),
  false: () => as('false'),
  zero: () => as('0'),
  'a string': () => as('"id"'),
  'a list': (text) => as(`[${text}]`),
  'a form': () => as('id=pr-123&region=eu-west-1'),
  'XML with an entity': () => as('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  '64 KB': (text) => as(text + ' '.repeat(64 * 1024 - Buffer.byteLength(text))),
  '64 KB and a byte': (text) => as(text + ' '.repeat(64 * 1024 + 1 - Buffer.byteLength(text))),
  [`${LARGE} of spaces`]: (text) => as(text + ' '.repeat(MEGABYTE)),
  [`${LARGE} of text`]: (text) => as(within(text, `"region":"${'x'.repeat(MEGABYTE)}"`)),
  [`${LARGE} of fields`]: (text) =>
    as(within(text, Array.from({ length: 70_000 }, (_, n) => `"k${n}":null`).join())),
  'thousands of fields': (text) =>
    as(within(text, Array.from({ length: 5000 }, (_, n) => `"k${n}":1`).join())),
  'thousands of tags': (text) =>
    as(within(text, `"tags":{${Array.from({ length: 4000 }, (_, n) => `"k${n}":"v"`).join()}}`)),
};

/** Where a path has a parameter, and whole paths. */
const hostilePaths = (draft: Draft): Arbitrary<Request> => {
  const { operation } = draft;
  const request = requestOf(draft, 'a hostile path');
  const query = request.target.replace(/^[^?]*/, '');
  const filled = fc
    .constantFrom(...PATHS, ...TEXTS.map(encoded))
    .map((part) => operation.path.replace(/\{\w+\}/, () => part) + query);
  return fc
    .oneof({ arbitrary: filled, weight: operation.path.includes('{') ? 4 : 0 }, fc.constantFrom(...TARGETS))
    .map((target) => ({ ...request, target, forGateway: true }));
};

const hostileQueries = (draft: Draft): Arbitrary<Request> => {
  const request = requestOf(draft, 'a hostile query');
  const names = draft.operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);
  const pairs = fc
    .tuple(fc.constantFrom(...names, 'tag.team', ...KEYS), fc.constantFrom(...TEXTS))
    .map((pair) => pair.map(encoded).join('='));
  return fc.oneof(pairs, fc.constantFrom(...QUERIES)).map((query) => ({
    ...request,
    target: `${request.target}${request.target.includes('?') ? '&' : '?'}${query}`,
  }));
};

/** Headers that the operation knows, and others. @param brakes names of those that keep it from changing something */
const hostileHeaders = (draft: Draft, brakes: readonly string[]): Arbitrary<Request> => {
  const request = requestOf(draft, 'a hostile header');
  const known = draft.operation.parameters
    .filter((parameter) => parameter.in === 'header' && !brakes.includes(parameter.name))
    .map(({ name }) => name);
  const one = fc.tuple(fc.constantFrom(...known, ...known, ...HEADERS), fc.constantFrom(...HEADER_VALUES));
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((pairs) => ({
    ...request,
    headers: [...request.headers, ...pairs],
    forGateway: true,
  }));
};

/** A page token, or what else stands in the query, with one bit changed. */
const flippedTokens = (draft: Draft): Arbitrary<Request> =>
  fc.tuple(fc.nat(), fc.nat({ max: 5 })).map(([place, bit]) => {
    const query = draft.query.map(([name, value]): Pair => [name, flipped(value, place, bit)]);
    return requestOf({ ...draft, query }, 'a bit flipped in the query');
  });

const flipped = (text: string, place: number, bit: number): string => {
  const index = text.length > 0 ? place % text.length : 0;
  const letter = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit));
  return text.slice(0, index) + letter + text.slice(index + 1);
};

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
