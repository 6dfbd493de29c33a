import { describe, expect, it } from '@jest/globals';
import { isKept, wasHandedOver } from '../../../lib/environment/adoption.ts';
import { type AdoptionRefusal, adoptionRefusals } from '../../../lib/environment/adoption-refusals.ts';
import type { Aspects, ResourceState } from '../../../lib/provisioning/resource.ts';
import { deployment } from './sample.ts';

const state = (more: Partial<ResourceState> = {}): ResourceState => ({ type: 't', status: 'READY', ...more });

describe('a deletion', () => {
  const done = state({ adopted: 'done' });
  it.each([
    ['removes what was made', { role: state() }, {}, false],
    ['removes what was wholly taken over', { role: done }, {}, false],
    ['keeps everything when that was asked for', { role: state() }, { retain: true }, true],
    ['keeps what is being taken over', { role: state({ adopted: 'pending' }) }, {}, true],
    [
      'keeps what was taken over while something else is not',
      { role: done, key: state({ adopted: 'pending' }) },
      {},
      true,
    ],
    [
      'removes what an import made that did not end',
      { role: state(), key: state({ adopted: 'pending' }) },
      {},
      false,
    ],
    [
      'keeps the rest once something was handed over',
      { role: done, key: state({ status: 'RETAINED' }) },
      {},
      true,
    ],
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
  role: `arn:aws:iam::${deployment.accountId}:role/role`,
};
const OBSERVED: Partial<Record<LogicalId, Aspects>> = { instanceProfile: { roles: ['role'] } };

interface Given {
  arn?: string;
  region?: string;
  observed?: Aspects;
  seenAs?: 'absent' | 'taken';
}

/** Reasons against taking over one of each, in which something is otherwise. */
function reasons(given: Partial<Record<LogicalId, Given>> = {}, policies: string[] = []): AdoptionRefusal[] {
  const ids = Object.keys(TYPES) as LogicalId[];
  const resources = Object.fromEntries(
    ids.map((id) => {
      const { arn, region } = given[id] ?? {};
      return [id, { physicalId: id, pointer: `/${id}`, ...(arn && { arn }), ...(region && { region }) }];
    }),
  );
  const error = { code: 'foreign-resource', message: 'It is theirs.', retryable: false };
  const sightings = ids.map((logicalId) => {
    const {
      observed = OBSERVED[logicalId] ?? {},
      seenAs,
      arn = ARNS[logicalId] ?? 'arn:a',
    } = given[logicalId] ?? {};
    const names = { logicalId, type: TYPES[logicalId] };
    if (seenAs === 'absent') return { ...names, result: seenAs } as const;
    if (seenAs === 'taken') return { ...names, result: seenAs, physicalId: logicalId, error } as const;
    return { ...names, result: 'present', physicalId: logicalId, arn, observed } as const;
  });
  const named = policies.map((physicalId) => ({ physicalId, pointer: '/policies' }));
  return adoptionRefusals({ resources, policies: named, spec: {} }, sightings, {
    ...deployment,
    region: REGION,
  });
}

describe('taking over', () => {
  it('is not refused when all is there, ours and here', () => expect(reasons()).toEqual([]));

  const encryptedWith = (keyArn: string) => ({ observed: { encryption: { algorithm: 'aws:kms', keyArn } } });
  it.each([
    ['by its ARN', KEY_ARN],
    ['by its id', 'key'],
    ['by its alias', 'alias'],
  ])('is not refused for a bucket that names the key %s', (_, name) => {
    expect(reasons({ initialBucket: encryptedWith(name) })).toEqual([]);
  });

  const inPath = `arn:aws:iam::${deployment.accountId}:role${deployment.iamPath}role`;
  const alone = { instanceProfile: { observed: { roles: [] } } };
  it('is not refused for a role of our path that is in no profile', () => {
    expect(reasons({ ...alone, role: { arn: inPath } })).toEqual([]);
  });

  it.each<[string, Parameters<typeof reasons>[0], string, string]>([
    ['is not there', { key: { seenAs: 'absent' } }, 'key', 'key is not there'],
    ['is theirs', { finalBucket: { seenAs: 'taken' } }, 'finalBucket', 'It is theirs.'],
    [
      'is in another account',
      { key: { arn: 'arn:aws:kms:eu-west-1:999900001111:key/k' } },
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
    ['is in no profile, and outside our path', alone, 'role', 'not in the instance profile'],
    [
      'holds another role',
      { instanceProfile: { observed: { roles: ['role', 'admin'] } } },
      'instanceProfile',
      'another role: admin',
    ],
    ['is our own role', { role: { arn: deployment.provisionerArn } }, 'role', 'groundwork itself'],
  ])('is refused for what %s', (_, given, logicalId, detail) => {
    expect(reasons(given)).toEqual([
      { logicalId, pointer: `/${logicalId}`, detail: expect.stringContaining(detail) },
    ]);
  });

  it('is refused for a policy that the role does not have', () => {
    const role = { observed: { attachedPolicies: ['arn:one'] } };
    expect(reasons({ role }, ['arn:one'])).toEqual([]);
    expect(reasons({ role }, ['arn:two'])).toEqual([
      { logicalId: 'role', pointer: '/policies', detail: expect.stringContaining('arn:two') },
    ]);
  });
});
