import { describe, expect, it } from '@jest/globals';
import { keyPolicy } from '../../../lib/environment/policies.ts';
import { ACCOUNT, BOUNDARY, documentOf, stackRole } from '../../support/policies.ts';
import { decide, type Policies, type Request } from '../environment/evaluate.ts';

const WORKER = stackRole('ReconcileRole');

const adoption = documentOf('adoption.yml', 'AdoptionPolicy');
const boundary = documentOf('provisioner.yml', 'Boundary');

const isAllowed = async (request: Omit<Request, 'accountId'>, policies: Policies): Promise<boolean> =>
  (await decide({ ...request, accountId: ACCOUNT }, policies)) === 'Allowed';

describe('where imports are on, the worker', () => {
  const ours = {
    'aws:ResourceTag/groundwork:service': 'groundwork',
    'aws:ResourceTag/groundwork:stage': 'dev',
  };
  const claims = {
    'aws:RequestTag/groundwork:service': 'groundwork',
    'aws:RequestTag/groundwork:stage': 'dev',
    'aws:TagKeys': 'groundwork:service',
  };
  const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const policy = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

  it.each<[boolean, string, string, string, Record<string, string>]>([
    [true, 'tag a role that is meant to be taken over', 'iam:TagRole', role('team/micro_role'), claims],
    [true, 'tag one of other names that are meant', 'iam:TagRole', role('other_role'), claims],
    [false, 'tag one that only ends like them', 'iam:TagRole', role('x/other_role'), claims],
    [false, 'tag it without saying whose it is', 'iam:TagRole', role('team/micro_role'), {}],
    [
      false,
      'tag one that belongs to another stage',
      'iam:TagRole',
      role('team/micro_role'),
      { ...claims, ...ours, 'aws:ResourceTag/groundwork:stage': 'prod' },
    ],
    [false, 'tag the role of an administrator', 'iam:TagRole', role('Admin'), claims],
    [true, 'change what it has tagged', 'iam:UpdateAssumeRolePolicy', role('team/micro_role'), ours],
    [false, 'change what it has not', 'iam:UpdateAssumeRolePolicy', role('team/micro_role'), {}],
    [false, 'change an administrator that is tagged', 'iam:UpdateAssumeRolePolicy', role('Admin'), ours],
    [false, 'grant without the boundary', 'iam:PutRolePolicy', role('team/micro_role'), ours],
    [
      true,
      'grant under the boundary',
      'iam:PutRolePolicy',
      role('team/micro_role'),
      { ...ours, 'iam:PermissionsBoundary': BOUNDARY },
    ],
    [true, 'delete a policy that came with a role', 'iam:DeletePolicy', policy('team/micro_policy'), {}],
    [false, 'delete any other', 'iam:DeletePolicy', policy('Audit'), {}],
  ])('%p: may %s', async (allowed, _, action, resource, context) => {
    expect(await isAllowed({ principal: WORKER, action, resource, context }, { identity: adoption })).toBe(
      allowed,
    );
  });

  it.each([
    ['iam:TagRole', WORKER, claims],
    ['iam:UpdateAssumeRolePolicy', WORKER, ours],
    ['iam:DeletePolicy', BOUNDARY, {}],
    ['iam:DeletePolicyVersion', BOUNDARY, {}],
  ])(
    'may not %s the service itself, not even where anything may be taken over',
    async (action, resource, context) => {
      const anything = documentOf('adoption.yml', 'AdoptionPolicy', { 'param:imports': '*' });
      expect(await isAllowed({ principal: WORKER, action, resource, context }, { identity: anything })).toBe(
        false,
      );
    },
  );
});

describe('the boundary', () => {
  const principal = `arn:aws:iam::${ACCOUNT}:role/micro_role`;
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11`;

  const policies = {
    identity: everything,
    boundary,
    resource: keyPolicy({ partition: 'aws', accountId: ACCOUNT }),
  };

  it('leaves a role its key when that has no tags: before they are seen, and after they were taken away', async () => {
    const context = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
    const request = { principal, action: 'kms:Decrypt', resource: key, context };
    expect(await isAllowed(request, policies)).toBe(true);
  });

  it.each(['kms:Decrypt', 'kms:ScheduleKeyDeletion'])('never lets it %s directly', async (action) => {
    const request = { principal, action, resource: key };
    expect(await isAllowed(request, policies)).toBe(false);
    const { boundary: _, ...unlimited } = policies;
    expect(await isAllowed(request, unlimited)).toBe(true);
  });

  it('never lets it make users', async () => {
    const request = { principal, action: 'iam:CreateUser', resource: `arn:aws:iam::${ACCOUNT}:user/x` };
    expect(await isAllowed(request, { identity: everything, boundary })).toBe(false);
    expect(await isAllowed(request, { identity: everything })).toBe(true);
  });
});
