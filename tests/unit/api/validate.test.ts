import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { invalid, Problem } from '../../../lib/api/problem.ts';
import { check, noQuery, parametersOf, query, soundPart, together } from '../../../lib/api/validate.ts';

const schema = z.strictObject({
  id: z.optional(z.string()),
  sizes: z.optional(z.array(z.int().check(z.lte(9))).check(z.maxLength(3))),
  box: z.optional(z.strictObject({ lid: z.optional(z.boolean()) })),
  tags: z.optional(z.record(z.string().check(z.regex(/^[a-z/~]+$/, 'keys must be small')), z.string())),
});

const event = (parameters: Record<string, string> | null | undefined): ApiEvent =>
  ({ queryStringParameters: parameters }) as unknown as ApiEvent;

/** The mistakes in the problem that the work ends in. */
function faultsOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.options.errors;
    throw error;
  }
  return [];
}

describe('a value is checked', () => {
  it('and returned when it is as it should be', () => {
    const value = { id: 'a', box: { lid: true } };
    expect(check(schema, value)).toEqual({ value, faults: [] });
  });

  it.each<[string, unknown, string[]]>([
    ['of another type', { id: 1 }, ['/id']],
    ['in a list', { sizes: [1, 'two', 10] }, ['/sizes/1', '/sizes/2']],
    ['further down', { box: { lid: 'yes' } }, ['/box/lid']],
    ['of an unknown name', { a: 1, box: { b: 2 } }, ['/box/b', '/a']],
    ['of names that a pointer escapes', { 'a/b~c': 1 }, ['/a~1b~0c']],
    ['of a value under such a name', { tags: { '/~': 1 } }, ['/tags/~1~0']],
    ['of a key', { tags: { A: 'x' } }, ['/tags/A']],
    ['of everything', [], ['']],
  ])('and each mistake told where it is: %s', (_, value, pointers) => {
    const { faults } = check(schema, value);
    expect(faults.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('with pointers below the root', () => {
    expect(check(schema, { id: 1 }, '/query').faults).toMatchObject([{ pointer: '/query/id' }]);
  });

  it('with words for what is unknown and for a key', () => {
    expect(check(schema, { a: 1 }).faults).toEqual([{ pointer: '/a', detail: 'is not known' }]);
    expect(check(schema, { tags: { A: '' } }).faults).toEqual([
      { pointer: '/tags/A', detail: 'keys must be small' },
    ]);
  });
});

describe('the sound part of a value lacks', () => {
  it.each<[string, unknown, unknown]>([
    ['nothing when all is well', { id: 'a' }, { id: 'a' }],
    ['what has another type', { id: 1, box: { lid: true } }, { box: { lid: true } }],
    ['only the wrong field of an object', { box: { lid: 'yes' }, id: 'a' }, { box: {}, id: 'a' }],
    ['a key of another form', { tags: { A: 'x', b: 'y' } }, { tags: { b: 'y' } }],
    ['not what is only unknown or too big', { a: 1, sizes: [1, 10] }, { a: 1, sizes: [1, 10] }],
    [
      'a list that is too long, whose entries nobody has looked at',
      { sizes: ['a', 2, 3, 4], id: 'a' },
      { id: 'a' },
    ],
    ['everything when it is something else', 'text', undefined],
  ])('%s', (_, value, rest) => expect(soundPart(schema, value)).toEqual(rest));

  it('an item of a list, whose place stays empty', () => {
    const { sizes } = soundPart(schema, { sizes: ['one', 2, 'three'] }) as { sizes: number[] };
    expect(sizes.flatMap((size, index) => [[index, size]])).toEqual([[1, 2]]);
  });

  it('nothing of the value itself', () => {
    const value = { box: { lid: 'yes' }, sizes: ['one'] };
    soundPart(schema, value);
    expect(value).toEqual({ box: { lid: 'yes' }, sizes: ['one'] });
  });
});

describe('a query', () => {
  it.each([undefined, null])('that is not there (%s) is an empty one', (parameters) => {
    expect(parametersOf(event(parameters))).toEqual({});
    expect(query(z.strictObject({}), event(parameters))).toEqual({});
    expect(faultsOf(() => noQuery(event(parameters)))).toEqual([]);
  });

  it('that the schema names is returned', () => {
    expect(query(z.strictObject({ force: z.string() }), event({ force: 'true' }))).toEqual({ force: 'true' });
  });

  it('with what the schema does not name is refused', () => {
    const faults = [{ pointer: '/query/colour', detail: 'is not known' }];
    expect(faultsOf(() => query(z.strictObject({}), event({ colour: 'blue' })))).toEqual(faults);
  });

  it('is refused where none is taken, each parameter named', () => {
    const faults = ['/query/a', '/query/b~1c'].map((pointer) => ({ pointer, detail: 'is not known' }));
    expect(faultsOf(() => noQuery(event({ a: '1', 'b/c': '2' })))).toEqual(faults);
  });
});

describe('parsers together', () => {
  const fault = (pointer: string) => ({ pointer, detail: 'is wrong' });
  const fails = (pointer: string) => () => {
    throw invalid([fault(pointer)]);
  };

  it('return what each of them returns', () => {
    expect(
      together(
        () => 1,
        () => 'two',
      ),
    ).toEqual([1, 'two']);
  });

  it('tell the mistakes of all of them', () => {
    const work = () => together(fails('/a'), () => 1, fails('/b'));
    expect(faultsOf(work)).toEqual([fault('/a'), fault('/b')]);
  });

  it.each([new Problem('invalid-json', 'It is none.'), new TypeError('a bug')])(
    'pass on at once: %s',
    (error) => {
      const breaks = () => {
        throw error;
      };
      expect(() => together(fails('/a'), breaks)).toThrow(error);
    },
  );
});
