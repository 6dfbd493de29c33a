import { describe, expect, it } from '@jest/globals';
import { TRUSTABLE_SERVICES } from '../../../lib/environment/environment.ts';
import { documentOf, rolePolicies, stackRole, together } from '../../support/policies.ts';
import {
  type Attempt,
  arn,
  capped,
  decided,
  here,
  KEY,
  ours,
  profile,
  role,
  tagged,
  tagging,
  to,
} from './attempts.ts';
import { ESCALATIONS } from './escalations.ts';
import { TRESPASSES } from './trespasses.ts';

const WORKER = stackRole('ReconcileRole');
const worker = rolePolicies('provisioner.yml', 'ReconcileRole');
/** The same where imports are on, for `team/micro_*` and `other_*`. */
const adopting = together(worker, documentOf('adoption.yml', 'AdoptionPolicy'));

/** The calls that hang on a condition or a name, as the service makes them. */
const AS_IT_DOES: Attempt[] = [
  ['make a role under the boundary, in its path', 'iam:CreateRole', ours, capped],
  ['put a policy on a role under the boundary', 'iam:PutRolePolicy', ours, capped],
  ['put the boundary on a role', 'iam:PutRolePermissionsBoundary', ours, capped],
  ['tag a role in its path', 'iam:TagRole', ours, tagging('dev')],
  ['change the trust of a role in its path', 'iam:UpdateAssumeRolePolicy', ours],
  ['delete a role in its path', 'iam:DeleteRole', ours],
  ['pass a role to EC2', 'iam:PassRole', ours, to('ec2')],
  ['make an instance profile', 'iam:CreateInstanceProfile', profile('groundwork/dev/groundwork-pr-123')],
  ['put a role into a profile', 'iam:AddRoleToInstanceProfile', profile('groundwork/dev/groundwork-pr-123')],
  ['make a key with its tags', 'kms:CreateKey', '*', tagging('dev')],
  ['tag the key that it makes', 'kms:TagResource', KEY, tagging('dev')],
  ['change the policy of its key', 'kms:PutKeyPolicy', KEY, tagged('dev')],
  ['delete its key', 'kms:ScheduleKeyDeletion', KEY, tagged('dev')],
  ['take back a grant on its key', 'kms:RevokeGrant', KEY, tagged('dev')],
  ['give its key a name', 'kms:CreateAlias', KEY, tagged('dev')],
  ['make a bucket', 's3:CreateBucket', 'arn:aws:s3:::initial-pr-123'],
  ['write the policy of its bucket', 's3:PutBucketPolicy', 'arn:aws:s3:::final-pr-123', here],
  ['delete its bucket', 's3:DeleteBucket', 'arn:aws:s3:::initial-pr-123', here],
  ['empty its bucket', 's3:DeleteObjectVersion', 'arn:aws:s3:::initial-pr-123/a', here],
  ['keep a record', 'dynamodb:UpdateItem', arn('dynamodb', 'table/groundwork-dev-Environments-ABC')],
  ['tell what happened', 'dynamodb:BatchWriteItem', arn('dynamodb', 'table/groundwork-dev-Events-ABC')],
  ['take a message', 'sqs:ReceiveMessage', arn('sqs', 'groundwork-dev-Queue-ABC')],
  ['give a record up', 'sqs:SendMessage', arn('sqs', 'groundwork-dev-DeadLetterQueue-ABC')],
  [
    'publish an event',
    'events:PutEvents',
    arn('events', 'event-bus/default'),
    { 'events:source': ['groundwork', 'groundwork'] },
  ],
  [
    'write its log',
    'logs:PutLogEvents',
    arn('logs', 'log-group:/aws/lambda/groundwork-dev-reconcile:log-stream:a'),
  ],
];

/** Only where imports are on. */
const AS_IT_TAKES_OVER: Attempt[] = [
  ["tag what is nobody's", 'iam:TagRole', role('team/micro_role'), tagging('dev')],
  ['tag what it has tagged', 'iam:TagRole', role('team/micro_role'), tagged('dev')],
  ['change what it has tagged', 'iam:UpdateAssumeRolePolicy', role('team/micro_role'), tagged('dev')],
  ['grant under the boundary', 'iam:PutRolePolicy', role('other_role'), { ...tagged('dev'), ...capped }],
];

describe('the worker', () => {
  it.each(AS_IT_DOES)('may %s', async (...attempt) => {
    expect(await decided(worker, WORKER, attempt)).toBe('Allowed');
  });

  it.each(AS_IT_TAKES_OVER)('may %s, where imports are on', async (...attempt) => {
    expect(await decided(adopting, WORKER, attempt)).toBe('Allowed');
    expect(await decided(worker, WORKER, attempt)).not.toBe('Allowed');
  });

  it('may pass roles to the services that a spec may trust, and to no other', () => {
    const passing = adopting.Statement.filter(({ Action = [] }) => [Action].flat().includes('iam:PassRole'));
    expect(passing.map(({ Effect, Resource, Condition }) => ({ Effect, Resource, Condition }))).toEqual([
      {
        Effect: 'Allow',
        Resource: role('groundwork/dev/*'),
        Condition: { StringEquals: { 'iam:PassedToService': [...TRUSTABLE_SERVICES] } },
      },
    ]);
  });

  describe.each(Object.entries({ ...ESCALATIONS, ...TRESPASSES }))(
    'does not get at %s: it may not',
    (_, attempts) => {
      it.each(attempts)('%s', async (...attempt) => {
        expect(await decided(worker, WORKER, attempt)).toMatch(/Denied$/);
        expect(await decided(adopting, WORKER, attempt)).toMatch(/Denied$/);
      });
    },
  );
});
