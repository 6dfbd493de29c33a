import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, BOUNDARY, type Document, rolePolicies, stackRole } from '../../support/policies.ts';
import { type Attempt, decided, elsewhere, iam, ours, role, to } from './attempts.ts';
import { trustsTheWorker } from './escalations.ts';

const WORKER = stackRole('ReconcileRole');
const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }],
};
const denies = rolePolicies('provisioner.yml', 'ReconcileRole').Statement.filter(
  ({ Effect }) => Effect === 'Deny',
);
/** Whatever is allowed, and of what the worker is never to do all but one deny. */
const without = (sid?: string): Document => ({
  ...everything,
  Statement: [...everything.Statement, ...denies.filter(({ Sid }) => Sid !== sid)],
});

const STACK_ROLES = [WORKER, stackRole('ObserveRole'), stackRole('CreateEnvironmentRole')];

const foreign = role('Admin').replace(ACCOUNT, '444455556666');

const NEVER: Record<string, Attempt[]> = {
  NeverWhatHoldsItBack: [
    ...['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicyVersion'].map(
      (action): Attempt => [`${action} on the boundary`, action, BOUNDARY],
    ),
    ['delete the boundary', 'iam:DeletePolicy', BOUNDARY],
    ['tag the boundary', 'iam:TagPolicy', BOUNDARY],
    ...STACK_ROLES.flatMap((arn): Attempt[] => [
      [`put a policy on ${arn}`, 'iam:PutRolePolicy', arn],
      [`attach a policy to ${arn}`, 'iam:AttachRolePolicy', arn],
      [`take a policy from ${arn}`, 'iam:DeleteRolePolicy', arn],
      [`change the trust of ${arn}`, 'iam:UpdateAssumeRolePolicy', arn],
      [`tag ${arn}`, 'iam:TagRole', arn],
      [`delete ${arn}`, 'iam:DeleteRole', arn],
      [`pass ${arn}`, 'iam:PassRole', arn, to('lambda')],
    ]),
  ],
  NeverWithoutBoundary: [
    ['free a role of its own', 'iam:DeleteRolePermissionsBoundary', ours],
    ['free what it took over', 'iam:DeleteRolePermissionsBoundary', role('team/micro_role')],
  ],
  NeverAnotherRole: [
    ['become a role of its own', 'sts:AssumeRole', ours, {}, trustsTheWorker],
    ['become an administrator', 'sts:AssumeRole', role('Admin'), {}, trustsTheWorker],
    ['become a role of another account', 'sts:AssumeRole', foreign, elsewhere, trustsTheWorker],
  ],
};

describe.each(Object.entries(NEVER))(
  'a worker that is allowed everything may, by %s, not',
  (sid, attempts) => {
    it.each(attempts)('%s', async (...attempt) => {
      expect(await decided(without(), WORKER, attempt)).toBe('ExplicitlyDenied');
      // It is this deny that keeps it from that.
      expect(await decided(without(sid), WORKER, attempt)).toBe('Allowed');
    });
  },
);

it('all denies of the worker are tried', () => {
  expect(denies.map(({ Sid }) => Sid).sort()).toEqual(Object.keys(NEVER).sort());
});

it.each<Attempt>([
  ['read a role of the stack', 'iam:GetRole', WORKER],
  ['list what a role of the stack has', 'iam:ListRolePolicies', WORKER],
  ['read the boundary', 'iam:GetPolicy', BOUNDARY],
  ['put a policy on a role of its own', 'iam:PutRolePolicy', ours],
  ['change another policy', 'iam:CreatePolicyVersion', iam('policy/team/other')],
])('the denies leave it to %s', async (...attempt) => {
  expect(await decided(without(), WORKER, attempt)).toBe('Allowed');
});
