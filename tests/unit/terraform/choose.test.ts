import { describe, expect, it } from '@jest/globals';
import { choose, type Picks } from '../../../lib/terraform/choose.ts';
import { readState } from '../../../lib/terraform/state.ts';
import { block, KEY_ARN, NAMES, POLICY_ARN, STATES, stateWith } from './states.ts';

const chosen = (state: object, picks: Picks = {}) =>
  choose(readState(state, '/state').resources, picks, '/state/resources');
const idsOf = ({ candidates }: ReturnType<typeof chosen>) =>
  Object.fromEntries(
    Object.entries(candidates.resources).map(([logicalId, { physicalId }]) => [logicalId, physicalId]),
  );

const bucket = (name: string, label = name) => block('aws_s3_bucket', label, { bucket: name });
const both = [bucket('initial-x'), bucket('final-x')];
const key = (label: string, id = label) => block('aws_kms_key', label, { key_id: id });

describe('the parts of an environment are found', () => {
  it.each(Object.entries(STATES))('in a state of %s', (_, state) => {
    const result = chosen(state);
    expect(result.faults).toEqual([]);
    expect(idsOf(result)).toEqual(NAMES);
    const { resources, policies, spec } = result.candidates;
    expect(policies.map(({ physicalId }) => physicalId)).toEqual([POLICY_ARN]);
    expect(spec).toEqual({ encryption: { deletionWindowDays: 14 } });
    expect([resources.key?.arn, resources.key?.region]).toEqual([KEY_ARN, 'eu-west-1']);
    expect(resources.initialBucket?.region).toBe('eu-west-1');
  });

  it('by their names, where the addresses say nothing', () => {
    const state = stateWith([bucket('files-final', 'b'), bucket('files-initial', 'a')]);
    expect(idsOf(chosen(state))).toEqual({ initialBucket: 'files-initial', finalBucket: 'files-final' });
  });

  it('among others that have nothing to do with it', () => {
    const logs = bucket('logs');
    const other = block('aws_kms_alias', 'other', { name: 'alias/other', target_key_id: 'other' });
    const unattached = block('aws_iam_policy', 'other', { arn: 'arn:aws:iam::1:policy/other' });
    const role = block('aws_iam_role', 'role', { name: 'r' });
    const result = chosen(stateWith([logs, ...both, key('k'), other, unattached, role]));
    expect(idsOf(result)).toEqual({
      key: 'k',
      initialBucket: 'initial-x',
      finalBucket: 'final-x',
      role: 'r',
    });
    expect(result.candidates.policies).toEqual([]);
  });

  it.each([3, 31, undefined])('without a deletion window that KMS does not have (%p)', (days) => {
    const odd = block('aws_kms_key', 'key', { key_id: 'k', deletion_window_in_days: days });
    expect(chosen(stateWith([odd, ...both])).candidates.spec).toEqual({});
  });
});

describe('what could be several things is a fault at each of them', () => {
  it('such as a key, until one is picked', () => {
    const state = stateWith([key('one', '1'), key('two', '2'), ...both]);
    expect(chosen(state).faults).toEqual(
      [0, 1].map((index) => ({
        pointer: `/state/resources/${index}/instances/0`,
        detail: expect.stringMatching(/^aws_kms_key\.(one|two) is one of 2 .*\/resources\/key$/),
      })),
    );
    for (const pick of ['2', 'aws_kms_key.two']) {
      expect(chosen(state, { key: pick }).faults).toEqual([]);
      expect(idsOf(chosen(state, { key: pick })).key).toBe('2');
    }
  });

  it('such as an initial bucket', () => {
    const { faults } = chosen(stateWith([...both, bucket('initial-y')]));
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/state/resources/0/instances/0',
      '/state/resources/2/instances/0',
    ]);
  });
});

describe('a bucket that is not there is a fault', () => {
  it.each([
    ['when there is none', [], ''],
    ['when their names say nothing', [bucket('a'), bucket('b')], 'aws_s3_bucket.a, aws_s3_bucket.b'],
    ['when their names say both', [bucket('initial-and-final', 'x')], 'aws_s3_bucket.x'],
  ])('%s', (_, resources, there) => {
    const { faults } = chosen(stateWith(resources));
    expect(faults).toEqual(
      ['initialBucket', 'finalBucket'].map((field) => ({
        pointer: '/state/resources',
        detail: expect.stringMatching(new RegExp(`/resources/${field}.*${there}`)),
      })),
    );
  });

  it('until it is picked', () => {
    const state = stateWith([bucket('one'), bucket('two')]);
    const result = chosen(state, { initialBucket: 'arn:aws:s3:::two', finalBucket: 'aws_s3_bucket.one' });
    expect(result.faults).toEqual([]);
    expect(idsOf(result)).toEqual({ initialBucket: 'two', finalBucket: 'one' });
  });

  it('when it is picked twice', () => {
    const { faults } = chosen(stateWith([bucket('one')]), { initialBucket: 'one', finalBucket: 'one' });
    expect(faults).toEqual([
      { pointer: '/state/resources/0/instances/0', detail: 'is the initial bucket, too' },
    ]);
  });
});

describe('what can not be it is a fault', () => {
  const at = '/state/resources/2/instances/0';
  it.each<[string, object, string, string]>([
    ['a key that was not made', block('aws_kms_key', 'k', {}), at, 'has no id'],
    ['a bucket without a name', block('aws_s3_bucket', 'more', { bucket: null, id: '' }), at, 'has no id'],
    ['an alias of AWS', block('aws_kms_alias', 'k', { name: 'alias/aws/s3' }), at, "alias/aws/s3 can't be"],
  ])('in a state: %s', (_, resource, pointer, detail) => {
    const picks = { alias: 'alias/aws/s3', initialBucket: 'aws_s3_bucket.more' };
    const type = (resource as { type: string }).type;
    const state = stateWith([...both, resource]);
    const { faults } = chosen(state, {
      ...(type === 'aws_kms_alias' && { key: 'k', alias: picks.alias }),
      ...(type === 'aws_s3_bucket' && { initialBucket: picks.initialBucket }),
    });
    expect(faults).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
  });

  it.each<[string, Picks, string]>([
    ['a bucket by its address in S3', { initialBucket: 's3://initial-x' }, '/resources/initialBucket'],
    ['a role with a path', { role: 'some/path/role' }, '/resources/role'],
    ['a key in a list', { key: 'one,two' }, '/resources/key'],
    ['an alias without a key', { alias: 'alias/x' }, '/resources/alias'],
    ['policies without a role', { policies: [POLICY_ARN] }, '/resources/policies'],
  ])('when it is picked: %s', (_, picks, pointer) => {
    expect(chosen(stateWith(both), picks).faults).toEqual([{ pointer, detail: expect.any(String) }]);
  });
});

it('what is not to be taken over is left, whatever the state has of it', () => {
  const state = stateWith([...both, key('one'), key('two'), block('aws_iam_role', 'role', { name: 'r' })]);
  const result = chosen(state, { key: null, alias: null, role: null, instanceProfile: null });
  expect([result.faults, idsOf(result)]).toEqual([
    [],
    { initialBucket: 'initial-x', finalBucket: 'final-x' },
  ]);
});

describe('the policies of a role are found where Terraform keeps them', () => {
  const role = (more: object = {}) => block('aws_iam_role', 'role', { name: NAMES.role, ...more });
  const policy = block('aws_iam_policy', 'policy', { arn: POLICY_ARN });
  it.each<[string, object[]]>([
    ['in the role', [role({ managed_policy_arns: [POLICY_ARN] })]],
    [
      'in what allows no others',
      [
        role(),
        block('aws_iam_role_policy_attachments_exclusive', 'all', {
          role_name: NAMES.role,
          policy_arns: [POLICY_ARN],
        }),
      ],
    ],
  ])('%s', (_, resources) => {
    const { candidates } = chosen(stateWith([...both, policy, ...resources]));
    expect(candidates.policies.map(({ physicalId }) => physicalId)).toEqual([POLICY_ARN]);
  });

  it('but not those that Terraform did not make', () => {
    const aws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    expect(
      chosen(stateWith([...both, policy, role({ managed_policy_arns: [aws] })])).candidates.policies,
    ).toEqual([]);
  });
});

it('a deletion window that is no number of days is left out', () => {
  const odd = block('aws_kms_key', 'k', { key_id: 'k', deletion_window_in_days: 10.5 });
  expect(chosen(stateWith([...both, odd])).candidates.spec).toEqual({});
});

describe('without a state', () => {
  it('everything is what it is called, by id or ARN', () => {
    const result = choose(
      [],
      {
        key: KEY_ARN,
        alias: 'arn:aws:kms:eu-west-1:111122223333:alias/team/x',
        initialBucket: 'one',
        finalBucket: 'arn:aws:s3:::two',
        role: 'arn:aws:iam::111122223333:role/some/path/microservice_role',
        instanceProfile: 'microservice_profile',
        policies: [POLICY_ARN],
      },
      '/resources',
    );
    expect(result.faults).toEqual([]);
    expect(idsOf(result)).toEqual({
      key: NAMES.key,
      alias: 'alias/team/x',
      initialBucket: 'one',
      finalBucket: 'two',
      role: NAMES.role,
      instanceProfile: NAMES.instanceProfile,
    });
    expect(result.candidates.policies).toEqual([
      { physicalId: POLICY_ARN, arn: POLICY_ARN, pointer: '/resources/policies/0', isPicked: true },
    ]);
    expect(result.candidates.resources.key).toMatchObject({ region: 'eu-west-1', pointer: '/resources/key' });
  });

  it('an address leads nowhere', () => {
    const { faults } = choose(
      [],
      { initialBucket: 'one', finalBucket: 'two', key: 'module.a.aws_kms_key.k' },
      '/resources',
    );
    expect(faults).toEqual([{ pointer: '/resources/key', detail: 'is not in the state' }]);
  });
});
