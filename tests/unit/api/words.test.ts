import { describe, expect, it } from '@jest/globals';
import { createRequest, deleteQuery, eventsQuery } from '../../../lib/api/schemas.ts';
import { check } from '../../../lib/api/validate.ts';

describe('a mistake is told as what it must be', () => {
  it.each<[object, string, string]>([
    [{ allowedCidrs: [] }, '/allowedCidrs', 'must have at least 1 entry'],
    [{ allowedCidrs: '203.0.113.7' }, '/allowedCidrs', 'must be a list'],
    [{ allowedCidrs: [7] }, '/allowedCidrs/0', 'must be text'],
    [{ region: 7 }, '/region', 'must be text'],
    [{ storage: [] }, '/storage', 'must be an object'],
    [{ storage: { versioning: 'yes' } }, '/storage/versioning', 'must be true or false'],
    [{ storage: { acl: 'public' } }, '/storage/acl', 'must be private'],
    [{ storage: { expireAfterDays: 0 } }, '/storage/expireAfterDays', 'must be at least 1'],
    [{ encryption: { deletionWindowDays: 31 } }, '/encryption/deletionWindowDays', 'must be at most 30'],
    [{ encryption: { algorithm: 'none' } }, '/encryption/algorithm', 'must be one of aws:kms, AES256'],
    [{ role: { trustedServices: [] } }, '/role/trustedServices', 'must have at least 1 entry'],
    [{ tags: [] }, '/tags', 'must be an object'],
    [{ id: 'PR' }, '/id', 'must be 3 to 32 of a-z, 0-9 and -, begin with a letter, and not end with -'],
    [{ colour: 'blue' }, '/colour', 'is not known'],
  ])('%j', (body, pointer, detail) => {
    expect(check(createRequest, body).faults).toContainEqual({ pointer, detail });
  });

  it('in a query, too', () => {
    expect(check(deleteQuery, { dryRun: 'maybe' }).faults).toEqual([
      { pointer: '/dryRun', detail: 'must be one of true, false' },
    ]);
    expect(check(eventsQuery, { limit: '101' }).faults).toEqual([
      { pointer: '/limit', detail: 'must be a number from 1 to 100' },
    ]);
  });
});
