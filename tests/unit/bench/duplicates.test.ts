import { describe, expect, it } from '@jest/globals';
import { judge, type Made } from '../../../bench/load/duplicates.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';

type Judged = Pick<EnvironmentRecord, 'id' | 'resources'>;

const record = (id: string, key = `key-${id}`): Judged => ({
  id,
  resources: {
    key: { type: 'kms-key', status: 'READY', physicalId: key },
    role: { type: 'iam-role', status: 'READY', physicalId: `name-${id}` },
    instanceProfile: { type: 'iam-instance-profile', status: 'READY', physicalId: `name-${id}` },
  },
});

const made = (environments: number, more: Partial<Made> = {}): Made => ({
  keys: Array(environments).fill('key'),
  aliases: Array(environments).fill('alias'),
  buckets: Array(2 * environments).fill('bucket'),
  roles: Array(environments).fill('role'),
  instanceProfiles: Array(environments).fill('profile'),
  ...more,
});

describe('what so many environments consist of', () => {
  it('is as it should be when each has its own', () => {
    const { counts, wrong } = judge([record('a'), record('b')], made(2), 2);
    expect(wrong).toEqual([]);
    expect(counts).toEqual({ keys: 2, aliases: 2, buckets: 4, roles: 2, instanceProfiles: 2 });
  });

  it('is told when there is one too many or too few', () => {
    const { wrong } = judge([record('a')], made(1, { keys: ['k', 'l'], buckets: ['b'] }), 1);
    expect(wrong).toEqual(['2 keys instead of 1', '1 buckets instead of 2']);
  });

  it('is told when a record is missing', () => {
    expect(judge([record('a')], made(2), 2).wrong).toEqual(['1 records instead of 2']);
  });

  it('is told when two records have one key', () => {
    expect(judge([record('a', 'k'), record('b', 'k')], made(2), 2).wrong).toEqual(['a and b have one key k']);
  });

  it('is told when two records have one bucket, each as another of its own', () => {
    const withBucket = (id: string, bucket: string): Judged => ({
      id,
      resources: { [bucket]: { type: 's3-bucket', status: 'READY', physicalId: 'data' } },
    });
    const { wrong } = judge([withBucket('a', 'initialBucket'), withBucket('b', 'finalBucket')], made(2), 2);
    expect(wrong).toEqual(['a and b have one Bucket data']);
  });
});
