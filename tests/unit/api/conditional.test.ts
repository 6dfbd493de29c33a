import { describe, expect, it } from '@jest/globals';
import { entityTags, matches } from '../../../lib/api/conditional.ts';

describe('the entity tags of a header, weak ones with their mark,', () => {
  it.each([
    ['"a-1"', ['"a-1"']],
    ['"a-1","b-2"', ['"a-1"', '"b-2"']],
    [' "a-1" ,  W/"b-2" ', ['"a-1"', 'W/"b-2"']],
    ['*', ['*']],
  ])('%s are %j', (header, tags) => expect(entityTags(header)).toEqual(tags));
});

describe('a header', () => {
  it.each([
    ['is not there', undefined, false],
    ['is empty', '', false],
    ['names the tag', '"a-1"', true],
    ['names the tag as a weak one', 'W/"a-1"', true],
    ['names the tag among others', '"b-2", "a-1"', true],
    ['names any', '*', true],
    ['names another version', '"a-2"', false],
    ['names a part of the tag', '"a"', false],
    ['lacks the quotes', 'a-1', false],
  ])('that %s matches as it should', (_, header, expected) =>
    expect(matches(header, '"a-1"')).toBe(expected),
  );
});
