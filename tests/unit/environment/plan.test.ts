import { describe, expect, it } from '@jest/globals';
import { deletionPlanOf, driftOf, planOf } from '../../../lib/environment/plan.ts';
import type { LastLook, Look } from '../../../lib/provisioning/compare.ts';
import { newborn, spec } from './sample.ts';

const error = { code: 'foreign-resource', message: 'It is theirs.', retryable: false };
const denied = { code: 'aws-error', message: 'no', retryable: false };
const unseen = { code: 'not-looked-at', message: 'It waits.', retryable: true };

const expiresAt = '2030-01-08T00:00:00.000Z';
const foreseen = {
  record: newborn(new Date(0), { expiresAt, spec: spec({ allowedCidrs: ['0.0.0.0/0'] }) }),
  changes: ['/allowedCidrs'],
};

const looks: Look[] = [
  { logicalId: 'key', type: 'kms-key', result: 'absent', desired: { state: 'Enabled', grants: [] } },
  { logicalId: 'alias', type: 'kms-alias', name: 'alias/x', result: 'taken', physicalId: 'alias/x', error },
  {
    logicalId: 'bucket',
    type: 's3-bucket',
    name: 'b',
    result: 'present',
    physicalId: 'b',
    differences: [
      { aspect: 'versioning', desired: true, observed: false },
      { aspect: 'policy', desired: { a: 1 }, observed: undefined },
    ],
  },
  { logicalId: 'role', type: 'iam-role', name: 'r', result: 'present', physicalId: 'r', differences: [] },
  { logicalId: 'profile', type: 'iam-instance-profile', result: 'unclear', error: denied },
];

describe('a plan', () => {
  const plan = planOf(foreseen, 'update', looks);

  it('counts what would become of each resource', () => {
    expect(plan).toMatchObject({
      id: 'pr-123',
      request: 'update',
      summary: { create: 1, change: 1, none: 1, taken: 1, unclear: 1, delete: 0, blocked: 0 },
    });
  });

  it('tells what would change besides, when it would end, and what is probably not meant', () => {
    expect(plan).toMatchObject({
      changes: ['/allowedCidrs'],
      expiresAt,
      warnings: [{ code: 'open-to-any-address' }],
    });
    const { warnings, ...gone } = deletionPlanOf(foreseen, []);
    expect([warnings, gone.expiresAt]).toEqual([[], undefined]);
  });

  it('tells each aspect before and after, as far as there is a before', () => {
    expect(plan.resources).toEqual([
      {
        logicalId: 'key',
        type: 'kms-key',
        action: 'create',
        aspects: [
          { aspect: 'state', after: 'Enabled' },
          { aspect: 'grants', after: [] },
        ],
      },
      {
        logicalId: 'alias',
        type: 'kms-alias',
        name: 'alias/x',
        physicalId: 'alias/x',
        action: 'taken',
        aspects: [],
        error,
      },
      {
        logicalId: 'bucket',
        type: 's3-bucket',
        name: 'b',
        physicalId: 'b',
        action: 'change',
        aspects: [
          { aspect: 'versioning', before: false, after: true },
          { aspect: 'policy', after: { a: 1 } },
        ],
      },
      { logicalId: 'role', type: 'iam-role', name: 'r', physicalId: 'r', action: 'none', aspects: [] },
      { logicalId: 'profile', type: 'iam-instance-profile', action: 'unclear', aspects: [], error: denied },
    ]);
  });

  it('of a deletion tells what goes, what stands in the way and what is unknown', () => {
    const blocked = { code: 'bucket-not-empty', message: 'full', retryable: false };
    const last: LastLook[] = [
      { logicalId: 'key', type: 'kms-key', result: 'present', physicalId: 'k', isLeft: false },
      { logicalId: 'other', type: 'kms-key', result: 'present', physicalId: 'o', isLeft: true },
      { logicalId: 'alias', type: 'kms-alias', result: 'absent' },
      { logicalId: 'bucket', type: 's3-bucket', result: 'unclear', error: blocked },
      { logicalId: 'role', type: 'iam-role', result: 'unclear', error: denied },
      { logicalId: 'profile', type: 'iam-instance-profile', result: 'unclear', error: unseen },
    ];
    const { summary, resources } = deletionPlanOf(foreseen, last);
    expect(resources.map(({ action }) => action)).toEqual([
      'delete',
      'retain',
      'none',
      'blocked',
      'unclear',
      'unclear',
    ]);
    expect(summary).toMatchObject({ delete: 1, retain: 1, none: 1, blocked: 1, unclear: 2 });
    expect(resources[3]?.error).toEqual(blocked);
  });
});

describe('drift', () => {
  it('is every difference, what is gone and what is not ours any more; what is unclear stands apart', () => {
    expect(driftOf(looks)).toEqual({
      differences: [
        { logicalId: 'key', aspect: 'existence', desired: 'present', observed: 'absent' },
        { logicalId: 'alias', aspect: 'owner', desired: 'this environment', observed: 'somebody else' },
        { logicalId: 'bucket', aspect: 'versioning', desired: true, observed: false },
        { logicalId: 'bucket', aspect: 'policy', desired: { a: 1 }, observed: null },
      ],
      unclear: [{ logicalId: 'profile', error: denied }],
    });
  });
});
