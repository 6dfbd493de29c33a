import { describe, expect, it } from '@jest/globals';
import { type Draft, EMPTY, requestOf } from '../../../console/page/create/request.ts';
import { atField, faultsIn, fieldFaults } from '../../../console/page/create/rules.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const draft = (said: Partial<Draft>): Draft => ({ ...EMPTY, ...said });

describe('requestOf', () => {
  it('leaves out what is as it would be anyway', () => {
    expect(requestOf(EMPTY)).toEqual({});
  });

  it('has every field as it was typed', () => {
    const all = draft({
      id: ' pr-1 ',
      allowedCidrs: '203.0.113.7\n\n  198.51.100.0/24 ',
      allowedVpcEndpoints: 'vpce-0123456789abcdef0',
      end: 'expiresAt',
      ttl: '72h',
      expiresAt: '2026-12-01T12:00:00Z',
      tags: [
        { key: 'team', value: 'blue' },
        { key: '', value: '' },
      ],
      deletionProtection: true,
      region: 'eu-west-1',
      encryption: { algorithm: 'AES256', keyAlias: '', deletionWindowDays: '' },
      storage: { ...EMPTY.storage, bucketPrefix: 'team-', versioning: false, expireAfterDays: '30' },
      role: { ...EMPTY.role, trustedServices: ['lambda.amazonaws.com'] },
    });
    expect(requestOf(all)).toEqual({
      id: 'pr-1',
      region: 'eu-west-1',
      allowedCidrs: ['203.0.113.7', '198.51.100.0/24'],
      allowedVpcEndpoints: ['vpce-0123456789abcdef0'],
      encryption: { algorithm: 'AES256' },
      storage: { bucketPrefix: 'team-', versioning: false, expireAfterDays: 30 },
      role: { trustedServices: ['lambda.amazonaws.com'] },
      expiresAt: '2026-12-01T12:00:00.000Z',
      deletionProtection: true,
      tags: { team: 'blue' },
    });
    expect(faultsIn(requestOf(all), NOW)).toEqual([]);
  });

  it('keeps what is no number, to be told as a mistake', () => {
    const faults = fieldFaults(draft({ storage: { ...EMPTY.storage, expireAfterDays: 'ten' } }), NOW);
    expect(faults).toEqual([
      { field: 'storage.expireAfterDays', message: expect.stringContaining('number') },
    ]);
  });
});

describe('fieldFaults', () => {
  it('says at which line an address is wrong, empty ones counted', () => {
    expect(fieldFaults(draft({ allowedCidrs: '203.0.113.7\n\n10.0.0.1/8' }), NOW)).toEqual([
      { field: 'allowedCidrs', message: expect.stringMatching(/^Line 3: 10\.0\.0\.1\/8 has bits set/) },
    ]);
  });

  it('asks for a time in the words of the form where none was picked', () => {
    expect(fieldFaults(draft({ end: 'expiresAt', expiresAt: '' }), NOW)).toEqual([
      { field: 'expiresAt', message: 'pick a day and a time' },
    ]);
    expect(fieldFaults(draft({ end: 'expiresAt', expiresAt: '2026-11-26T12:01:00Z' }), NOW)).toEqual([
      { field: 'expiresAt', message: expect.stringContaining('5 minutes') },
    ]);
  });

  it('leaves to the deployment what only it knows', () => {
    const named = { ...EMPTY.storage, initialBucketName: 'mine-initial', finalBucketName: 'mine-final' };
    expect(fieldFaults(draft({ region: 'mars-1', storage: named }), NOW)).toEqual([]);
  });

  it('says at its row what is wrong with a tag, and that another has the same key', () => {
    const tags = [
      { key: 'aws:x', value: '' },
      { key: 'team', value: 'a' },
      { key: 'team', value: 'b' },
    ];
    expect(fieldFaults(draft({ tags }), NOW)).toEqual([
      { field: 'tags.2.key', message: 'is the key of another tag, too' },
      { field: 'tags.0.key', message: 'this prefix is reserved' },
    ]);
  });

  it('tells rules between fields, of the calendar, and a trust in nobody', () => {
    const faults = fieldFaults(
      draft({
        end: 'ttl',
        ttl: '400d',
        storage: { ...EMPTY.storage, initialBucketName: 'same-name', finalBucketName: 'same-name' },
        role: { ...EMPTY.role, trustedServices: [] },
      }),
      NOW,
    );
    expect(faults.map(({ field }) => field).toSorted()).toEqual([
      'role.trustedServices',
      'storage.finalBucketName',
      'ttl',
    ]);
  });
});

describe('atField', () => {
  it('finds a tag by its key as pointers write it', () => {
    const tags = [{ key: 'a/b', value: '' }];
    expect(atField({ pointer: '/tags/a~1b', detail: 'no' }, draft({ tags }))).toEqual({
      field: 'tags.0.key',
      message: 'no',
    });
  });
});
