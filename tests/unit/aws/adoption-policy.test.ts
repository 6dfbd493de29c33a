import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, BOUNDARY, documentOf, rolePolicies, stackRole, together } from '../../support/policies.ts';
import { decide, type Policies, type Request } from '../environment/evaluate.ts';

const WORKER = stackRole('ReconcileRole');

const adoption = documentOf('adoption.yml', 'AdoptionPolicy');

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
      const anything = together(
        rolePolicies('provisioner.yml', 'ReconcileRole'),
        documentOf('adoption.yml', 'AdoptionPolicy', { 'param:imports': '*' }),
      );
      expect(await isAllowed({ principal: WORKER, action, resource, context }, { identity: anything })).toBe(
        false,
      );
    },
  );
});

it('fits into what IAM takes of a role, beside its other policies, with six names of each kind', () => {
  const names = (prefix: string) =>
    Array.from({ length: 6 }, (_, index) => `${prefix}-team-${index}-*`).join();
  const values = { 'param:imports': names('microservice'), 'param:bucketNames': names('final') };
  const policies = [
    rolePolicies('provisioner.yml', 'ReconcileRole', values),
    documentOf('adoption.yml', 'AdoptionPolicy', values),
  ];
  expect(JSON.stringify(policies).length).toBeLessThan(10_240);
});
