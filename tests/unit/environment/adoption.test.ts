import { describe, expect, it } from '@jest/globals';
import { type Candidate, isKept, wasHandedOver } from '../../../lib/environment/adoption.ts';
import {
  type AdoptionRefusal,
  adoptionRefusals,
  attachedOf,
} from '../../../lib/environment/adoption-refusals.ts';
import type { Sighting } from '../../../lib/provisioning/compare.ts';
import type { Aspects, ResourceState } from '../../../lib/provisioning/resource.ts';
import { deployment } from './sample.ts';

const state = (more: Partial<ResourceState> = {}): ResourceState => ({ type: 't', status: 'READY', ...more });

describe('a deletion', () => {
  const done = state({ adopted: 'done' });
  const handedOver = { role: done, key: state({ status: 'RETAINED' }) };
  it.each([
    ['removes what was made', { role: state() }, { observedGeneration: 0 }, false],
    ['removes what was taken over, once it was READY', { role: done }, { observedGeneration: 1 }, false],
    [
      'keeps everything when that was asked for',
      { role: state() },
      { observedGeneration: 1, retain: true },
      true,
    ],
    [
      'keeps what is being taken over',
      { role: state({ adopted: 'pending' }) },
      { observedGeneration: 0 },
      true,
    ],
    [
      'keeps what is being taken over, whatever was applied before',
      { role: state({ adopted: 'pending' }) },
      { observedGeneration: 1 },
      true,
    ],
    ['keeps what was taken over, until it was READY once', { role: done }, { observedGeneration: 0 }, true],
    [
      'removes what an import made that did not end',
      { role: state(), key: done },
      { observedGeneration: 0 },
      false,
    ],
    [
      'removes what an import made that did not end, also when the rest was left already',
      { role: state(), key: state({ adopted: 'pending', status: 'RETAINED' }) },
      { observedGeneration: 0 },
      false,
    ],
    ['keeps the rest once something was handed over', handedOver, { observedGeneration: 1 }, true],
  ])('%s', (_, resources, how, kept) => expect(isKept({ resources, ...how }, 'role')).toBe(kept));

  it('has handed over what it notes as such', () => {
    expect(wasHandedOver({ key: state({ status: 'DELETED' }), role: state({ status: 'RETAINED' }) })).toBe(
      true,
    );
    expect(wasHandedOver({ key: state({ status: 'DELETED' }) })).toBe(false);
  });
});

const REGION = 'eu-west-1';
const KEY_ARN = `arn:aws:kms:${REGION}:${deployment.accountId}:key/k`;
const TYPES = {
  key: 'kms-key',
  alias: 'kms-alias',
  initialBucket: 's3-bucket',
  finalBucket: 's3-bucket',
  role: 'iam-role',
  instanceProfile: 'iam-instance-profile',
};
type LogicalId = keyof typeof TYPES;
const ARNS: Partial<Record<LogicalId, string>> = {
  key: KEY_ARN,
  alias: `arn:aws:kms:${REGION}:${deployment.accountId}:alias`,
  role: `arn:aws:iam::${deployment.accountId}:role/team/micro_role`,
  instanceProfile: `arn:aws:iam::${deployment.accountId}:instance-profile/team/micro_profile`,
};
const encryptedWith = (keyArn: string | undefined, algorithm = 'aws:kms'): Given => ({
  observed: { encryption: { algorithm, ...(keyArn && { keyArn }) } },
});
const OBSERVED: Partial<Record<LogicalId, Aspects>> = {
  instanceProfile: { roles: ['role'] },
  initialBucket: { encryption: { algorithm: 'aws:kms', keyArn: KEY_ARN } },
};

interface Given {
  arn?: string;
  region?: string;
  observed?: Aspects;
  seenAs?: 'absent' | 'taken' | 'denied' | 'unseen';
  isPicked?: true;
}

type Everything = Partial<Record<LogicalId, Given | 'new'>>;
const error = { code: 'foreign-resource', message: 'It is theirs.', retryable: false };
const denied = {
  code: 'aws-error',
  message: 'S3 GetBucketTagging: AccessDenied.',
  retryable: false,
  aws: { service: 'S3', operation: 'GetBucketTagging', code: 'AccessDenied' },
};
const unseen = { code: 'not-looked-at', message: 'There was no time.', retryable: true };

/** Reasons against taking over one of each, in which something is otherwise; `new` is not to be taken over. */
function reasons(
  given: Everything = {},
  policies: Candidate[] = [],
  imports = ['other_*', 'team/micro_*'],
): AdoptionRefusal[] {
  const ids = Object.keys(TYPES) as LogicalId[];
  const of = (id: LogicalId): Given => (given[id] === 'new' ? { seenAs: 'taken' } : (given[id] ?? {}));
  const resources = Object.fromEntries(
    ids
      .filter((id) => given[id] !== 'new')
      .map((id) => {
        const { observed: _, seenAs: __, ...told } = of(id);
        return [id, { physicalId: id, pointer: `/${id}`, ...told }];
      }),
  );
  const sightings = ids.map((logicalId): Sighting => {
    const { observed = OBSERVED[logicalId] ?? {}, seenAs, arn = ARNS[logicalId] ?? 'arn:a' } = of(logicalId);
    const names = { logicalId, type: TYPES[logicalId] };
    if (seenAs === 'absent') return { ...names, result: seenAs };
    if (seenAs === 'taken') return { ...names, result: seenAs, physicalId: logicalId, error };
    if (seenAs) return { ...names, result: 'unclear', error: seenAs === 'denied' ? denied : unseen };
    return { ...names, result: 'present', physicalId: logicalId, arn, observed };
  });
  const place = { ...deployment, region: REGION, imports };
  return adoptionRefusals({ resources, policies, spec: {} }, sightings, place);
}

describe('taking over', () => {
  it('is not refused when all is there, ours and here', () => expect(reasons()).toEqual([]));

  it.each([
    ['by its ARN', KEY_ARN],
    ['by its id', 'key'],
    ['by its alias', 'alias'],
    ["by its alias' ARN", ARNS.alias],
  ])('is not refused for a bucket that names the key %s', (_, name) => {
    expect(reasons({ initialBucket: encryptedWith(name), finalBucket: encryptedWith(name) })).toEqual([]);
  });

  it.each([
    ['none', undefined],
    ['an alias', 'alias/aws/s3'],
    ['an ARN', `arn:aws:kms:${REGION}:${deployment.accountId}:alias/aws/s3`],
  ])('is not refused for a bucket that has the key of S3 itself, named by %s', (_, name) => {
    expect(reasons({ finalBucket: encryptedWith(name) })).toEqual([]);
  });

  const inPath = `arn:aws:iam::${deployment.accountId}:role${deployment.iamPath}role`;
  const alone = { instanceProfile: { observed: { roles: [] } } };
  it('is not refused for a role of our path that is in no profile', () => {
    expect(reasons({ ...alone, role: { arn: inPath } })).toEqual([]);
  });

  it('is not refused for a key that encrypts nothing yet, when the caller named it', () => {
    const initialBucket = encryptedWith(undefined, 'AES256');
    expect(reasons({ initialBucket, key: { isPicked: true } })).toEqual([]);
  });

  it.each<[string, Everything, LogicalId, string]>([
    ['is not there', { role: { seenAs: 'absent' } }, 'role', 'role is not there'],
    ['is theirs', { finalBucket: { seenAs: 'taken' } }, 'finalBucket', 'It is theirs.'],
    [
      'is in another account',
      { key: { arn: 'arn:aws:kms:eu-west-1:999900001111:key/k' }, initialBucket: encryptedWith('key') },
      'key',
      '999900001111',
    ],
    ['is in another region', { finalBucket: { region: 'us-east-1' } }, 'finalBucket', 'us-east-1'],
    [
      'is encrypted with another key',
      { finalBucket: encryptedWith('other') },
      'finalBucket',
      'the key other',
    ],
    [
      'encrypts neither bucket',
      { initialBucket: encryptedWith(undefined, 'AES256') },
      'key',
      'name it in /resources/key',
    ],
    [
      'keeps us out',
      { finalBucket: { seenAs: 'denied' } },
      'finalBucket',
      `except ${deployment.provisionerArn}`,
    ],
    ['is in no profile, and outside our path', alone, 'role', 'in no instance profile'],
    [
      'holds another role',
      { instanceProfile: { observed: { roles: ['role', 'admin'] } } },
      'instanceProfile',
      'another role: admin',
    ],
    ['is our own role', { role: { arn: deployment.provisionerArn } }, 'role', 'groundwork itself'],
    [
      'is called like the roles of our stack',
      { role: { arn: `arn:aws:iam::${deployment.accountId}:role/groundwork-prod-app` } },
      'role',
      'called like one',
    ],
    [
      'only ends like a role that may be taken over',
      { role: { arn: `arn:aws:iam::${deployment.accountId}:role/x/team/micro_role` } },
      'role',
      'x/team/micro_role is not among',
    ],
    [
      'is a role of another name than may be taken over',
      { role: { arn: `arn:aws:iam::${deployment.accountId}:role/other/micro_role` } },
      'role',
      'other/micro_role is not among what this deployment takes over, which is other_*, team/micro_*',
    ],
    [
      'is a profile of another name than may be taken over',
      {
        instanceProfile: {
          arn: `arn:aws:iam::${deployment.accountId}:instance-profile/admin`,
          observed: { roles: ['role'] },
        },
      },
      'instanceProfile',
      'admin is not among',
    ],
  ])('is refused for what %s', (_, given, logicalId, detail) => {
    const expected = { logicalId, pointer: `/${logicalId}`, detail: expect.stringContaining(detail) };
    expect(reasons(given)).toEqual([{ ...expected, retryable: false }]);
  });

  it('says that a bucket’s policy may keep us out only of what a bucket’s policy can', () => {
    const key = { seenAs: 'denied' as const };
    const s3 = reasons({ finalBucket: key }).find(({ logicalId }) => logicalId === 'finalBucket');
    denied.aws.service = 'KMS';
    const kms = reasons({ key }).find(({ logicalId }) => logicalId === 'key');
    denied.aws.service = 'S3';
    expect([s3?.detail, kms?.detail]).toEqual([
      expect.stringContaining('except'),
      expect.not.stringContaining('except'),
    ]);
  });

  it('is refused for a key without an alias that encrypts neither bucket', () => {
    const refusals = reasons({ alias: 'new', initialBucket: encryptedWith(undefined, 'AES256') });
    expect(refusals).toContainEqual(expect.objectContaining({ logicalId: 'key' }));
  });

  it.each([
    ['micro.role', 'micro.role', true],
    ['micro.role', 'microxrole', false],
    ['micro', 'micro_role', false],
    ['*', 'any/role', true],
  ])('where it is turned on for %s, of a role %s is %p', (imports, name, allowed) => {
    const role = { arn: `arn:aws:iam::${deployment.accountId}:role/${name}` };
    const refusals = reasons({ role }, [], [imports]).filter(({ logicalId }) => logicalId === 'role');
    expect(refusals.length === 0).toBe(allowed);
  });

  it.each<[LogicalId, string]>([
    ['role', '/role/name'],
    ['instanceProfile', '/role/instanceProfileName'],
    ['alias', '/encryption/keyAlias'],
  ])('is refused when the name of %s, which is to be made, is taken', (logicalId, pointer) => {
    const refusals = reasons({ [logicalId]: 'new' });
    expect(refusals).toContainEqual({ logicalId, pointer, detail: 'It is theirs.', retryable: false });
  });

  it('may be tried again where a look came to nothing', () => {
    expect(reasons({ finalBucket: { seenAs: 'unseen' } })).toMatchObject([{ retryable: true }]);
  });

  const arn = (name: string) => `arn:aws:iam::${deployment.accountId}:policy/${name}`;
  const having = (name: string) => ({
    role: { observed: { attachedPolicies: [arn(name)] }, arn: inPath },
  });
  const named = (name: string): Candidate => ({ physicalId: arn(name), pointer: '/policies' });
  it('is refused for a policy that the caller named and the role does not have', () => {
    expect(reasons(having('team/micro_one'), [{ ...named('team/micro_one'), isPicked: true }])).toEqual([]);
    expect(reasons(having('team/micro_one'), [{ ...named('team/micro_two'), isPicked: true }])).toMatchObject(
      [{ logicalId: 'role', pointer: '/policies', detail: expect.stringContaining('not attached') }],
    );
  });

  it('is not refused for a policy that only the state still has', () => {
    expect(reasons(having('team/micro_one'), [named('team/micro_two')])).toEqual([]);
    const role = { observed: { attachedPolicies: [arn('one')] } };
    expect(attachedOf([named('one'), named('two')], role)).toEqual([named('one')]);
  });

  it('is refused for a policy of another name than may be taken over', () => {
    expect(reasons(having('other'), [named('other')])).toMatchObject([
      { logicalId: 'role', detail: expect.stringContaining('other is not among') },
    ]);
  });
});
