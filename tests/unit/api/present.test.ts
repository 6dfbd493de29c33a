import { describe, expect, it } from '@jest/globals';
import { pathOf, present } from '../../../lib/api/present.ts';
import { environment } from '../../../lib/api/response-schemas.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { newRecord } from '../../../lib/environment/record.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { spec } from '../environment/sample.ts';

const NOW = '2030-01-01T00:00:00.000Z';

const record = (changes: Partial<EnvironmentRecord> = {}): EnvironmentRecord => ({
  ...newRecord({
    tenant: '111122223333',
    id: 'pr-123',
    uid: 'abcdefghijkl2345',
    spec: spec({ ttl: '1h', tags: { team: 'files' } }),
    caller: 'arn:me',
    now: new Date(NOW),
    expiresAt: '2030-01-01T01:00:00.000Z',
    idempotencyKey: 'hashed-key',
    requestHash: 'hashed-body',
  }),
  ...changes,
});

const made = (type: string): ResourceState => ({
  type,
  status: 'READY',
  physicalId: type,
  arn: `arn:${type}`,
});
const error = {
  code: 'aws-error',
  message: 'KMS was busy.',
  retryable: true,
  aws: { service: 'KMS', operation: 'CreateKey', code: 'Busy', requestId: 'r-1' },
};

const full = record({
  status: 'FAILED',
  statusReason: 'aws-error: KMS was busy.',
  resources: {
    role: made('iam-role'),
    initialBucket: made('s3-bucket'),
    key: { type: 'kms-key', status: 'FAILED', intendedAt: NOW, error },
    alias: { type: 'kms-alias', status: 'PENDING' },
  },
  conditions: [
    { type: 'Ready', status: 'False', reason: 'AwsError', message: 'KMS was busy.', lastTransitionTime: NOW },
  ],
  readyAt: NOW,
  deletedAt: NOW,
  leaseUntil: NOW,
});

describe('an environment as callers see it', () => {
  it.each([
    ['that was just accepted', record()],
    ['that failed half made', full],
  ])('%s has the form of the contract', (_, given) => {
    const shown = present(given);
    expect(environment.parse(shown)).toEqual(shown);
  });

  it('names its resources in the order in which they are made', () => {
    const ids = present(full).resources.map(({ logicalId }) => logicalId);
    expect(ids).toEqual(['key', 'alias', 'initialBucket', 'role']);
  });

  it('shows of a resource its failure and not how it is worked on', () => {
    expect(present(full).resources[0]).toEqual({
      logicalId: 'key',
      type: 'kms-key',
      status: 'FAILED',
      error,
    });
  });

  it('shows how far the emptying of a bucket has come', () => {
    const progress = { objectVersions: 8000, unfinishedUploads: 3 };
    const state = { type: 's3-bucket', status: 'DELETING', progress } as const;
    const shown = present(record({ resources: { initialBucket: state } }));
    expect(shown.resources).toMatchObject([{ logicalId: 'initialBucket', progress }]);
    expect(environment.parse(shown)).toEqual(shown);
  });

  it('shows nothing of the work on it, its keys and hashes', () => {
    const shown = JSON.stringify(present(full));
    for (const inner of ['hashed', 'lease', 'dueAt', 'attempts', 'uid', 'intendedAt']) {
      expect(shown).not.toContain(inner);
    }
  });

  it.each([{ ttl: '1h' }, { expiresAt: '2030-01-01T01:00:00.000Z' }])(
    'has %j as the time, with which the spec can be sent again',
    (given) => {
      const shown = present(record({ spec: spec(given) }));
      expect(shown.expiresAt).toBe('2030-01-01T01:00:00.000Z');
      expect(shown.spec).not.toHaveProperty('ttl');
      expect(shown.spec).toHaveProperty('expiresAt', '2030-01-01T01:00:00.000Z');
    },
  );

  it('leaves out what is not so yet', () => {
    const shown = present(record());
    for (const name of ['statusReason', 'readyAt', 'deletedAt']) expect(shown).not.toHaveProperty(name);
  });

  it('is found where it says', () => {
    expect(present(record()).links.self).toBe(pathOf('pr-123'));
    expect(pathOf('pr-123')).toBe('/environments/pr-123');
  });
});
