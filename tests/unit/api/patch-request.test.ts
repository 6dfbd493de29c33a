import { describe, expect, it } from '@jest/globals';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { parsePatch } from '../../../lib/api/patch-request.ts';
import { spec } from '../environment/sample.ts';

const NOW = new Date('2030-01-01T00:00:00Z');

/** What a patch makes of the spec of buckets that were taken over with names that no new bucket can have. */
function patch(body: object | string) {
  const headers = { 'content-type': 'application/json' };
  const event = {
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
  const names = { initialBucketName: 'Files.Initial', finalBucketName: 'Files.Final' };
  return parsePatch(event as unknown as ApiEvent, 'prod')(spec({ storage: names }), NOW).spec;
}

describe('a patch of what was taken over', () => {
  it('may give the names that it has', () => {
    const storage = { initialBucketName: 'Files.Initial', expireAfterDays: 9 };
    expect(patch({ storage }).storage).toMatchObject(storage);
  });

  it('can not change them', () => {
    const errors = [
      { pointer: '/storage/initialBucketName', detail: expect.stringMatching(/can't be changed/) },
    ];
    expect(() => patch({ storage: { initialBucketName: 'other.name' } })).toThrow(
      expect.objectContaining({ options: expect.objectContaining({ errors }) }),
    );
  });
});

describe('a patch that goes deeper than any spec', () => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

  it.each([
    ['of a field with others in it', `{"storage":${deep}}`, '/storage/a'],
    ['of one that has none', `{"forceDestroy":${deep}}`, '/forceDestroy'],
    ['of nothing known', `{"b":${deep}}`, '/b'],
  ])('is refused where it begins: %s', (_, body, pointer) => {
    const errors = [expect.objectContaining({ pointer })];
    expect(() => patch(body)).toThrow(
      expect.objectContaining({ options: expect.objectContaining({ errors }) }),
    );
  });
});
