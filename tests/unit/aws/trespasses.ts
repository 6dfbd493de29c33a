import { keyPolicy, type PolicyDocument } from '../../../lib/environment/policies.ts';
import { ACCOUNT } from '../../support/policies.ts';
import { type Attempt, arn, elsewhere, here, KEY, tagged, tagging } from './attempts.ts';

/** A bucket that its own account has opened to everybody: then it is the worker's policy alone that counts. */
export const opened = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Open',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::initial-pr-123', 'arn:aws:s3:::initial-pr-123/*'],
    },
  ],
} satisfies PolicyDocument;

/** A key of another account that lets in the worker's as if it were its own: again it is the worker's policy that counts. */
const FOREIGN_KEY = KEY.replace(ACCOUNT, '444455556666');
const shared = keyPolicy({ partition: 'aws', accountId: ACCOUNT });

/** Ways to what it has nothing to do with. */
export const TRESPASSES: Record<string, Attempt[]> = {
  'keys of others': [
    ['make a key without tags', 'kms:CreateKey', '*'],
    ["make a key with another stage's tags", 'kms:CreateKey', '*', tagging('prod')],
    ["tag another stage's key as its own", 'kms:TagResource', KEY, { ...tagging('dev'), ...tagged('prod') }],
    ['tag a key without saying whose it is', 'kms:TagResource', KEY],
    ...[{}, tagged('prod')].flatMap((tags): Attempt[] => {
      const whose = 'aws:ResourceTag/groundwork:stage' in tags ? "another stage's key" : 'a key without tags';
      return [
        [`change the policy of ${whose}`, 'kms:PutKeyPolicy', KEY, tags],
        [`delete ${whose}`, 'kms:ScheduleKeyDeletion', KEY, tags],
        [`take back a grant on ${whose}`, 'kms:RevokeGrant', KEY, tags],
        [`take the tags from ${whose}`, 'kms:UntagResource', KEY, tags],
        [`give ${whose} a name`, 'kms:CreateAlias', KEY, tags],
        [`take the name from ${whose}`, 'kms:DeleteAlias', KEY, tags],
      ];
    }),
    ...['kms:ScheduleKeyDeletion', 'kms:RevokeGrant', 'kms:PutKeyPolicy'].map(
      (action): Attempt => [
        `send ${action} to a key of another account`,
        action,
        FOREIGN_KEY,
        { ...elsewhere, ...tagged('dev') },
        shared,
      ],
    ),
    ['let others use its key', 'kms:CreateGrant', KEY, tagged('dev')],
    ['decrypt with its key', 'kms:Decrypt', KEY, tagged('dev')],
    ['encrypt with its key', 'kms:GenerateDataKey', KEY, tagged('dev')],
    ['switch its key off', 'kms:DisableKey', KEY, tagged('dev')],
  ],
  'buckets of others, and what is in them': [
    ['make a bucket of another name', 's3:CreateBucket', 'arn:aws:s3:::payroll'],
    ['read whose a bucket of another name is', 's3:GetBucketTagging', 'arn:aws:s3:::payroll', here],
    ['tag a bucket of another name', 's3:PutBucketTagging', 'arn:aws:s3:::payroll', here],
    ['change the policy of a bucket of another name', 's3:PutBucketPolicy', 'arn:aws:s3:::payroll', here],
    ['empty a bucket of another name', 's3:DeleteObject', 'arn:aws:s3:::payroll/a', here],
    ['delete a bucket of another name', 's3:DeleteBucket', 'arn:aws:s3:::my-initial-pr-123', here],
    [
      'change the policy of a bucket of another account',
      's3:PutBucketPolicy',
      'arn:aws:s3:::initial-pr-123',
      elsewhere,
      opened,
    ],
    [
      'delete an object of another account',
      's3:DeleteObject',
      'arn:aws:s3:::initial-pr-123/a',
      elsewhere,
      opened,
    ],
    ['read an object', 's3:GetObject', 'arn:aws:s3:::initial-pr-123/a', here],
    ['write an object', 's3:PutObject', 'arn:aws:s3:::initial-pr-123/a', here],
    ['copy a bucket elsewhere', 's3:PutReplicationConfiguration', 'arn:aws:s3:::initial-pr-123', here],
    ['tell others of what comes in', 's3:PutBucketNotification', 'arn:aws:s3:::initial-pr-123', here],
    ['open a bucket by ACL', 's3:PutBucketAcl', 'arn:aws:s3:::initial-pr-123', here],
    ['open a bucket by an access point', 's3:CreateAccessPoint', arn('s3', 'accesspoint/x'), here],
  ],
  'what the service keeps': [
    ['read the record of another service', 'dynamodb:GetItem', arn('dynamodb', 'table/payroll')],
    [
      "change another stage's record",
      'dynamodb:UpdateItem',
      arn('dynamodb', 'table/groundwork-prod-Environments-ABC'),
    ],
    ['delete a record', 'dynamodb:DeleteItem', arn('dynamodb', 'table/groundwork-dev-Environments-ABC')],
    ['read all records', 'dynamodb:Scan', arn('dynamodb', 'table/groundwork-dev-Environments-ABC')],
    ['delete the records', 'dynamodb:DeleteTable', arn('dynamodb', 'table/groundwork-dev-Environments-ABC')],
    ['take messages of another service', 'sqs:ReceiveMessage', arn('sqs', 'payroll')],
    ['empty the queue', 'sqs:PurgeQueue', arn('sqs', 'groundwork-dev-Queue-ABC')],
    [
      'make what was given up forgotten',
      'sqs:DeleteMessage',
      arn('sqs', 'groundwork-dev-DeadLetterQueue-ABC'),
    ],
    [
      'publish in the name of another',
      'events:PutEvents',
      arn('events', 'event-bus/default'),
      { 'events:source': ['groundwork', 'payroll'] },
    ],
    ['make a rule', 'events:PutRule', arn('events', 'rule/x')],
    [
      'write the log of another function',
      'logs:PutLogEvents',
      arn('logs', 'log-group:/aws/lambda/groundwork-dev-sweep:log-stream:a'),
    ],
    [
      'delete its log',
      'logs:DeleteLogGroup',
      arn('logs', 'log-group:/aws/lambda/groundwork-dev-reconcile:log-stream:a'),
    ],
    ['read secrets', 'secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:x')],
    ['read parameters', 'ssm:GetParameter', arn('ssm', 'parameter/x')],
  ],
};
