import { describe, expect, it } from '@jest/globals';
import { etagOf } from '../../../lib/environment/etag.ts';

const one = { uid: 'abcdefghijkl2345', version: 7 };

describe('the entity tag of a record', () => {
  it('is a strong one: quoted, without W/', () => expect(etagOf(one)).toBe('"abcdefghijkl2345-7"'));

  it.each([
    ['version', { ...one, version: 8 }],
    ['life of its id', { ...one, uid: 'bcdefghijklm2345' }],
  ])('is another one for another %s', (_, other) => expect(etagOf(other)).not.toBe(etagOf(one)));
});
