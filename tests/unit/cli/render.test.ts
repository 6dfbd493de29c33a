import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { renderDrift } from '../../../cli/render/drift.ts';
import { renderEnvironment, renderFailed, renderReady } from '../../../cli/render/environment.ts';
import { renderEvent } from '../../../cli/render/events.ts';
import { renderList } from '../../../cli/render/list.ts';
import { renderPlan, summaryOf } from '../../../cli/render/plan.ts';
import type { Drift, Plan } from '../../../client/contract.ts';
import { environmentLike } from '../../support/made-up-api.ts';

const paper = { colors: picocolors.createColors(false), columns: 80 };
const painted = { colors: picocolors.createColors(true), columns: 80 };
const now = Date.parse('2026-11-26T17:45:59.590Z');

const SUMMARY = {
  create: 0,
  adopt: 0,
  change: 0,
  none: 0,
  delete: 0,
  retain: 0,
  taken: 0,
  refused: 0,
  blocked: 0,
  unclear: 0,
};

const planOf = (fields: Partial<Plan>): Plan => ({
  id: 'pr-123',
  request: 'update',
  changes: [],
  resources: [],
  summary: SUMMARY,
  warnings: [],
  ...fields,
});

const policy = (...blocks: string[]) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'DenyOutsideNetwork', Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': blocks } } },
    { Sid: 'DenyWithoutTls', Effect: 'Deny' },
  ],
});

describe('a plan', () => {
  it('of a change shows of each aspect what was and what is to be, and of a policy only what differs', () => {
    const plan = planOf({
      changes: ['/allowedCidrs', '/storage/versioning'],
      summary: { ...SUMMARY, change: 1, none: 1 },
      expiresAt: '2026-11-29T16:45:59.590Z',
      resources: [
        { logicalId: 'key', type: 'kms-key', action: 'none', aspects: [], physicalId: '931e9703' },
        {
          logicalId: 'initialBucket',
          type: 's3-bucket',
          action: 'change',
          name: 'initial-pr-123',
          aspects: [
            { aspect: 'versioning', before: true, after: false },
            { aspect: 'tags', before: { team: 'blue', owner: 'ada' }, after: { team: 'red', 'a b': 'c' } },
            {
              aspect: 'policy',
              before: policy('203.0.113.7/32'),
              after: policy('203.0.113.0/24', '2001:db8::/32'),
            },
          ],
        },
      ],
    });
    expect(renderPlan(plan, paper).join('\n')).toBe(
      `Environment pr-123 would be changed:
  ~ fields: allowedCidrs, storage/versioning

    KMS key  931e9703  stays as it is

  ~ initial bucket  initial-pr-123
      ~ versioning  true → false
      ~ tags team  blue → red
      - tags owner  ada
      + tags a b  c
      ~ policy DenyOutsideNetwork Condition NotIpAddress aws:SourceIp
          - 203.0.113.7/32
          + 203.0.113.0/24, 2001:db8::/32

Plan: 0 to create, 1 to change, 0 to delete.
It expires at 2026-11-29T16:45:59.590Z.`,
    );
  });

  it('of a create sums policies up by their statements, within the columns', () => {
    const resources: Plan['resources'] = [
      {
        logicalId: 'role',
        type: 'iam-role',
        action: 'create',
        name: 'groundwork-pr-123-<unique>',
        aspects: [
          { aspect: 'boundary', after: `arn:aws:iam::123456789012:policy/${'x'.repeat(60)}` },
          { aspect: 'inlinePolicies', after: { name: policy('203.0.113.7/32') } },
          { aspect: 'attachedPolicies', after: [] },
          { aspect: 'tags', after: Object.fromEntries(['a', 'b', 'c'].map((key) => [key, 'v'.repeat(20)])) },
        ],
      },
    ];
    const lines = renderPlan(
      planOf({ request: 'create', resources, summary: { ...SUMMARY, create: 1 } }),
      paper,
    );
    expect(lines.slice(2, -2)).toEqual([
      '  + IAM role  groundwork-pr-123-<unique>',
      `      + boundary          arn:aws:iam::123456789012:policy/${'x'.repeat(60)}`,
      '      + inlinePolicies    name=2 statements: DenyOutsideNetwork, DenyWithoutTls',
      '      + attachedPolicies  none',
      '      + tags              a=vvvvvvvvvvvvvvvvvvvv, b=vvvvvvvvvvvvvvvvvvvv,',
      '                          c=vvvvvvvvvvvvvvvvvvvv',
    ]);
  });

  it('says what stands in the way', () => {
    const error = {
      code: 'bucket-not-empty',
      message: 'Bucket final-pr-123 holds 3 objects.',
      retryable: false,
    };
    const resources: Plan['resources'] = [
      { logicalId: 'finalBucket', type: 's3-bucket', action: 'blocked', aspects: [], error },
    ];
    const lines = renderPlan(
      planOf({ request: 'delete', resources, summary: { ...SUMMARY, blocked: 1 } }),
      paper,
    );
    expect(lines.slice(2)).toEqual([
      "  ! final bucket  can't be deleted",
      '      Bucket final-pr-123 holds 3 objects.',
      '',
      "Plan: 0 to create, 0 to change, 0 to delete, 1 that can't be deleted.",
    ]);
  });

  it('without any change says so', () => {
    expect(summaryOf(planOf({ summary: { ...SUMMARY, none: 6 } }))).toBe(
      'No changes: everything is as desired.',
    );
  });

  it('is painted: green is made, yellow changes, red goes', () => {
    const resources = (['create', 'change', 'delete'] as const).map((action) => ({
      logicalId: 'key',
      type: 'kms-key',
      action,
      aspects: [],
    }));
    const text = renderPlan(planOf({ resources }), painted).join('\n');
    expect(text).toContain('\u001b[32m+\u001b[39m');
    expect(text).toContain('\u001b[33m~\u001b[39m');
    expect(text).toContain('\u001b[31m-\u001b[39m');
  });
});

describe('drift', () => {
  const drift: Drift = {
    id: 'pr-123',
    status: 'READY',
    generation: 1,
    checkedAt: '2026-11-26T17:00:00.000Z',
    inSync: false,
    differences: [
      { logicalId: 'role', aspect: 'maxSessionSeconds', desired: 3600, observed: 43200 },
      { logicalId: 'initialBucket', aspect: 'encryption', desired: { algorithm: 'aws:kms' }, observed: null },
    ],
    unclear: [
      { logicalId: 'key', error: { code: 'aws-error', message: 'KMS: AccessDenied', retryable: false } },
    ],
  };

  it('goes from what is desired to what was made of it', () => {
    expect(renderDrift(drift, paper).join('\n')).toBe(
      `pr-123 is not as desired (desired → what AWS has):

  ~ IAM role
      ~ maxSessionSeconds  3600 → 43200

  ~ initial bucket
      ~ encryption  algorithm=aws:kms → nothing

  ? KMS key  could not be looked at
      KMS: AccessDenied

Drift: 2 differences, 1 not looked at.
\`groundwork reconcile pr-123\` makes it as desired again.`,
    );
  });

  it('that there is none of says so', () => {
    const lines = renderDrift({ ...drift, inSync: true, differences: [], unclear: [] }, paper);
    expect(lines).toEqual(['✔ pr-123 is as desired']);
  });
});

describe('an environment', () => {
  it('shows what matters', () => {
    const environment = environmentLike({ expiresAt: '2026-11-29T16:45:59.590Z' });
    expect(renderEnvironment(environment, { ...paper, now }).join('\n')).toBe(
      `pr-123  READY
  tenant   local
  region   eu-west-1
  created  60m ago by local
  expires  in 71h, at 2026-11-29T16:45:59.590Z
  allowed  203.0.113.7/32

Resources
  KMS key           READY        931e9703-9e42-4e3a-aa9b-bab4c43f962a
  initial bucket    READY        initial-pr-123-547k5bgvhxfe`,
    );
  });

  it('that is READY says what comes next', () => {
    const ready = { environment: environmentLike(), took: ' after 1.2 s', warns: false, hasNext: true };
    const lines = renderReady(ready, { ...paper, now });
    expect(lines[0]).toBe('✔ pr-123 is READY after 1.2 s');
    expect(lines).toContain('  expires         never');
    expect(lines.at(-1)).toBe('  groundwork delete pr-123');
    expect(renderReady({ ...ready, hasNext: false }, { ...paper, now })).not.toContain('Next:');
  });

  it('warns where it is asked to, and never of what is gone', () => {
    const warnings = [{ code: 'open-to-any-address', message: 'Storage is open to any address.' }];
    const environment = environmentLike({ warnings });
    const told = 'Warning: Storage is open to any address.';
    const ready = { environment, took: '', warns: true, hasNext: true };
    expect(renderReady(ready, { ...paper, now })).toContain(told);
    expect(renderReady({ ...ready, warns: false }, { ...paper, now })).not.toContain(told);
    expect(renderEnvironment(environment, { ...paper, now })).toContain(told);
    const gone = environmentLike({ warnings, status: 'DELETED' });
    expect(renderEnvironment(gone, { ...paper, now })).not.toContain(told);
  });

  it('that has failed says which resource, and why', () => {
    const error = { code: 'aws-error', message: 'S3 CreateBucket: BucketAlreadyExists', retryable: false };
    const environment = environmentLike({
      status: 'FAILED',
      statusReason: 'name-taken: it is.',
      resources: [{ logicalId: 'finalBucket', type: 's3-bucket', status: 'FAILED', error }],
    });
    expect(renderFailed(environment, paper.colors, 80)).toEqual([
      '✖ pr-123 is FAILED',
      '  name-taken: it is.',
      '  final bucket: S3 CreateBucket: BucketAlreadyExists',
    ]);
  });

  it('that a bucket with data has stopped says so once, in options', () => {
    const error = {
      code: 'bucket-not-empty',
      message: 'Bucket b is not empty. Empty it, or delete with force=true.',
      retryable: false,
    };
    const environment = environmentLike({
      status: 'DELETE_FAILED',
      statusReason: `${error.code}: ${error.message}`,
      resources: [{ logicalId: 'finalBucket', type: 's3-bucket', status: 'FAILED', error }],
    });
    expect(renderFailed(environment, paper.colors, 80)).toEqual([
      '✖ pr-123 is DELETE_FAILED',
      '  final bucket: Bucket b is not empty. Empty it, or delete with --force.',
    ]);
  });

  it('in a list has a line, of which tags are cut', () => {
    const tags = { team: 'x'.repeat(80) };
    const { spec } = environmentLike();
    const items = [
      environmentLike({ expiresAt: '2026-11-26T18:00:00Z', spec: { ...spec, tags } }),
      environmentLike({ id: 'pr-4', status: 'PROVISIONING' }),
    ];
    const lines = renderList(items, { ...paper, now, tenants: false });
    expect(lines[0]).toBe('ID      STATUS        AGE  LEFT  TAGS');
    expect(lines[1]).toMatch(/^pr-123 {2}READY {9}60m {2}14m {3}team=x+…$/);
    expect(lines[1]).toHaveLength(80);
    expect(lines[2]).toBe('pr-4    PROVISIONING  60m  -');
  });
});

it('an event has its time and what happened', () => {
  const event = {
    id: '1',
    time: '2026-11-26T16:45:59.590Z',
    type: 'request.accepted' as const,
    message: 'local asked for: create.',
    actor: 'local',
    generation: 1,
    data: {},
  };
  expect(renderEvent(event, paper.colors)).toBe('2026-11-26T16:45:59Z  local asked for: create.');
});
