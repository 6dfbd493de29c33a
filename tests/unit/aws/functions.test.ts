import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { rolePolicies, stackRole } from '../../support/policies.ts';
import {
  type Attempt,
  arn,
  capped,
  decided,
  elsewhere,
  here,
  iam,
  KEY,
  ours,
  tagged,
  to,
} from './attempts.ts';
import { opened } from './trespasses.ts';

const rolesOf = (file: string): [string, string][] =>
  Object.keys(parse(readFileSync(new URL(`../../../iam/${file}`, import.meta.url), 'utf8'))).map((name) => [
    name,
    file,
  ]);

/** Of every function but the worker. */
const ROLES = [...rolesOf('functions.yml'), ...rolesOf('observer.yml')];

const records = arn('dynamodb', 'table/groundwork-dev-Environments-ABC');
const queue = arn('sqs', 'groundwork-dev-Queue-ABC');
const bucket = 'arn:aws:s3:::initial-pr-123';

const ATTEMPTS: Attempt[] = [
  ['make a role', 'iam:CreateRole', ours, capped],
  ['put a policy on a role', 'iam:PutRolePolicy', ours, capped],
  ['change the trust of a role', 'iam:UpdateAssumeRolePolicy', ours],
  ['tag a role', 'iam:TagRole', ours],
  ['delete a role', 'iam:DeleteRole', ours],
  ['pass a role', 'iam:PassRole', ours, to('ec2')],
  ['make a user', 'iam:CreateUser', iam('user/x')],
  ['make a key', 'kms:CreateKey', '*'],
  ['change the policy of a key', 'kms:PutKeyPolicy', KEY, tagged('dev')],
  ['delete a key', 'kms:ScheduleKeyDeletion', KEY, tagged('dev')],
  ['let others use a key', 'kms:CreateGrant', KEY, tagged('dev')],
  ['decrypt', 'kms:Decrypt', KEY, tagged('dev')],
  ['make a bucket', 's3:CreateBucket', bucket],
  ['change the policy of a bucket', 's3:PutBucketPolicy', bucket, here],
  ['tag a bucket', 's3:PutBucketTagging', bucket, here],
  ['delete a bucket', 's3:DeleteBucket', bucket, here],
  ['read an object', 's3:GetObject', `${bucket}/a`, here],
  ['write an object', 's3:PutObject', `${bucket}/a`, here],
  ['look into a bucket of another name', 's3:ListBucketVersions', 'arn:aws:s3:::payroll', here],
  ['look into a bucket of another account', 's3:ListBucketVersions', bucket, elsewhere, opened],
  ['delete an object', 's3:DeleteObject', `${bucket}/a`, here],
  ['delete a record', 'dynamodb:DeleteItem', records],
  ['read all events', 'dynamodb:Scan', arn('dynamodb', 'table/groundwork-dev-Events-ABC')],
  [
    'forget what a tenant asked for',
    'dynamodb:DeleteItem',
    arn('dynamodb', 'table/groundwork-dev-Limits-ABC'),
  ],
  ['delete the records', 'dynamodb:DeleteTable', records],
  ['change how records are kept', 'dynamodb:UpdateTable', records],
  ['write events', 'dynamodb:BatchWriteItem', arn('dynamodb', 'table/groundwork-dev-Events-ABC')],
  [
    'read a record of another stage',
    'dynamodb:GetItem',
    arn('dynamodb', 'table/groundwork-prod-Environments-ABC'),
  ],
  [
    'write a record of another stage',
    'dynamodb:PutItem',
    arn('dynamodb', 'table/groundwork-prod-Environments-ABC'),
  ],
  ['take a message', 'sqs:ReceiveMessage', queue],
  ['delete a message', 'sqs:DeleteMessage', queue],
  ['empty the queue', 'sqs:PurgeQueue', queue],
  ['send to another queue', 'sqs:SendMessage', arn('sqs', 'payroll')],
  ['give a record up', 'sqs:SendMessage', arn('sqs', 'groundwork-dev-DeadLetterQueue-ABC')],
  [
    'publish an event',
    'events:PutEvents',
    arn('events', 'event-bus/default'),
    { 'events:source': ['groundwork'] },
  ],
  ['call the worker', 'lambda:InvokeFunction', arn('lambda', 'function:groundwork-dev-reconcile')],
  [
    'change the code of a function',
    'lambda:UpdateFunctionCode',
    arn('lambda', 'function:groundwork-dev-observe'),
  ],
  ['become the worker', 'sts:AssumeRole', stackRole('ReconcileRole')],
  [
    'write the log of the worker',
    'logs:PutLogEvents',
    arn('logs', 'log-group:/aws/lambda/groundwork-dev-reconcile:log-stream:a'),
  ],
];

describe.each(ROLES)('%s may not', (name, file) => {
  const own = rolePolicies(file, name);

  it.each(ATTEMPTS)('%s', async (...attempt) => {
    expect(await decided(own, stackRole(name), attempt)).toBe('ImplicitlyDenied');
  });
});

it('the records of all tenants are read by the list alone, for admins', async () => {
  const all: Attempt = ['read all records', 'dynamodb:Scan', records];
  const decisions = ROLES.map(async ([name, file]) => [
    name,
    await decided(rolePolicies(file, name), stackRole(name), all),
  ]);
  const allowed = (await Promise.all(decisions)).filter(([, decision]) => decision === 'Allowed');
  expect(allowed).toEqual([['ListEnvironmentsRole', 'Allowed']]);
});
