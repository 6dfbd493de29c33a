import { describe, expect, it } from '@jest/globals';
import { jsonBody, LARGEST_BODY } from '../../../lib/api/body.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { Problem } from '../../../lib/api/problem.ts';

interface Sent {
  body?: string;
  type?: string | undefined;
  base64?: boolean;
}

const event = ({ body, type, base64 = false }: Sent): ApiEvent =>
  ({
    headers: type === undefined ? {} : { 'content-type': type },
    ...(body !== undefined && { body }),
    isBase64Encoded: base64,
  }) as ApiEvent;

const read = (body: string | undefined, sent: Sent = {}) =>
  jsonBody(event({ type: 'application/json', ...(body !== undefined && { body }), ...sent }));

/** The code of the problem that it is refused with. */
function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'taken';
}

const base64 = (body: string | Buffer): string => Buffer.from(body).toString('base64');

/** A JSON object of so many bytes, most of them in the given character. */
function bodyOf(bytes: number, character = 'x'): string {
  const size = Buffer.byteLength(character);
  const room = bytes - '{"a":""}'.length;
  return `{"a":"${character.repeat(Math.floor(room / size))}${'x'.repeat(room % size)}"}`;
}

describe('a body is taken', () => {
  it.each([
    ['plain', '{"id":"pr-123"}', {}, { id: 'pr-123' }],
    ['empty object', '{}', {}, {}],
    ['in other characters than ASCII', '{"tags":{"a":"é漢😀"}}', {}, { tags: { a: 'é漢😀' } }],
    ['in base64', base64('{"a":"é漢😀"}'), { base64: true }, { a: 'é漢😀' }],
    ['with a name that is also a prototype', '{"__proto__":1}', {}, JSON.parse('{"__proto__":1}')],
  ])('%s', (_, body, sent, value) => expect(read(body, sent)).toEqual(value));

  it.each([
    'application/json',
    'Application/JSON',
    ' application/json ',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json ; charset=utf8',
  ])('of type %j', (type) => expect(read('{}', { type })).toEqual({}));
});

describe('a body is refused', () => {
  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/problem+json',
    'text/application/json',
    'application/json, text/plain',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/json; boundary=x',
  ])('of type %j', (type) => {
    const work = () => jsonBody(event({ body: '{}', type }));
    expect(codeOf(work)).toBe('unsupported-media-type');
  });

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['cut off', '{"id":'],
    ['with a comma too much', '{"id":"a",}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a string', '"a"'],
    ['a number', '1'],
    ['two objects', '{}{}'],
  ])('%s', (_, body) => expect(codeOf(() => read(body))).toBe('invalid-json'));

  it.each([
    ['bytes that are not UTF-8', Buffer.from('{"a":"\xe9"}', 'latin1')],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
  ])('of %s', (_, bytes) => {
    expect(codeOf(() => read(base64(bytes), { base64: true }))).toBe('invalid-json');
  });
});

describe('the size of a body is counted in bytes', () => {
  it.each([
    ['of one byte', 'x'],
    ['of two', 'é'],
    ['of three', '漢'],
    ['of four', '😀'],
  ])('in characters %s', (_, character) => {
    const [largest, larger] = [bodyOf(LARGEST_BODY, character), bodyOf(LARGEST_BODY + 1, character)];
    for (const [body, outcome] of [
      [largest, 'taken'],
      [larger, 'body-too-large'],
    ] as const) {
      expect(codeOf(() => read(body))).toBe(outcome);
      expect(codeOf(() => read(base64(body), { base64: true }))).toBe(outcome);
    }
  });

  it('before its type and its form are looked at', () => {
    const body = 'x'.repeat(LARGEST_BODY + 1);
    expect(codeOf(() => jsonBody(event({ body, type: 'text/plain' })))).toBe('body-too-large');
  });

  it('and told', () => {
    expect(() => read(bodyOf(65_537))).toThrow('The body has 65537 bytes; 65536 are allowed.');
  });
});
