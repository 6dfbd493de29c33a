import { describe, expect, it } from '@jest/globals';
import { differences, sameValue } from '../../../lib/provisioning/canonical.ts';

describe('the same value', () => {
  it.each([
    ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a list in another order', ['a', 'b'], ['b', 'a']],
    ['a list of one and its element', { Action: ['s3:*'] }, { Action: 's3:*' }],
    ['a member that is undefined and none', { a: 1, b: undefined }, { a: 1 }],
    [
      'statements in another order, deep inside',
      { S: [{ x: ['a', 'b'] }, { y: 1 }] },
      { S: [{ y: 1 }, { x: ['b', 'a'] }] },
    ],
    ['nothing and nothing', undefined, undefined],
  ])('is %s', (_, a, b) => {
    expect(sameValue(a, b)).toBe(true);
    expect(sameValue(b, a)).toBe(true);
  });

  it.each([
    ['another value', { a: 1 }, { a: 2 }],
    ['one key more', { a: 1 }, { a: 1, b: 2 }],
    ['one element more', ['a'], ['a', 'b']],
    ['an element twice', ['a', 'b'], ['a', 'b', 'b']],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['true and its text', { a: true }, { a: 'true' }],
    ['null and nothing', { a: null }, {}],
    ['an empty list and nothing', { a: [] }, {}],
    ['an empty object and an empty list', {}, []],
    ['something and nothing', { a: 1 }, undefined],
  ])('is not %s', (_, a, b) => {
    expect(sameValue(a, b)).toBe(false);
    expect(sameValue(b, a)).toBe(false);
  });
});

describe('differences', () => {
  it('are the desired aspects that were observed otherwise or not at all', () => {
    const desired = { policy: { a: 1 }, tags: { team: 'x' }, rotation: true };
    expect(differences(desired, { policy: { a: 1 }, tags: { team: 'y' } })).toEqual([
      { aspect: 'tags', desired: { team: 'x' }, observed: { team: 'y' } },
      { aspect: 'rotation', desired: true, observed: undefined },
    ]);
  });

  it('do not include what nobody desires', () => {
    expect(differences({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
  });
});
