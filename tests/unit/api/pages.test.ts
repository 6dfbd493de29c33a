import { describe, expect, it } from '@jest/globals';
import { pagePosition, pageToken } from '../../../lib/api/pages.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a page token', () => {
  it.each(['abc', 'pr-123', 'pr-12345', 'a'.repeat(32)])(
    'of the position after %s leads back to it',
    (after) => {
      expect(pagePosition(pageToken({ scope: '111122223333', after }), '111122223333')).toBe(after);
    },
  );

  it('needs no escape in a query', () => {
    for (const after of ['a', 'ab', 'abc', 'abcd', '>>>???']) {
      expect(pageToken({ scope: 't', after })).toMatch(/^[\w-]+$/);
    }
  });

  it.each([
    ['of another tenant', pageToken({ scope: 'other', after: 'pr-123' })],
    ['that is empty', ''],
    ['that is no JSON', 'abc'],
    ['of null', encoded(null)],
    ['of a number', encoded(1)],
    ['of an object', encoded({ tenant: 't', after: 'pr-123' })],
    ['without a position', encoded(['t'])],
    ['with a position that is no id', encoded(['t', 'PR 123'])],
    ['with a position too long for an id', encoded(['t', 'a'.repeat(33)])],
    ['with a number as position', encoded(['t', 1])],
    ['with an object as position', encoded(['t', { id: 'pr-123' }])],
  ])('%s is refused', (_, token) => {
    const fault = { pointer: '/query/pageToken', detail: 'is not a token that this list handed out' };
    expect(() => pagePosition(token, 't')).toThrow(
      expect.objectContaining({ options: expect.objectContaining({ errors: [fault] }) }),
    );
  });
});
