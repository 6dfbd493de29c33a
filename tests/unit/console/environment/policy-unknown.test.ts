import { describe, expect, it } from '@jest/globals';
import { policyInWords } from '../../../../console/page/environment/policies/policy-words.ts';
import { altered, bucket, bucketArn, role, said, serviceArns } from './documents.ts';

describe('what is not known', () => {
  it.each([
    ['BoolIfExists', 'aws:ViaAWSService', 'true'],
    ['BoolIfExists', 'aws:PrincipalIsAWSService', 'true'],
    ['StringNotEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'],
    ['StringLike', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'],
    ['ArnLike', 'aws:PrincipalArn', serviceArns[0]],
    ['ArnEquals', 'aws:PrincipalArn', serviceArns[0]],
    ['StringLike', 'aws:SourceVpce', 'vpce-1'],
    ['StringNotLike', 'aws:SourceVpce', 'vpce-1'],
    ['StringNotEqualsIfExists', 'aws:SourceVpce', 'vpce-1'],
  ])('is not taken for what resembles it: %s of %s', (operator, key, value) => {
    expect(
      altered('DenyWithoutTls', (rest) => ({ ...rest, Condition: { [operator]: { [key]: value } } })),
    ).toBe(`Denies all requests for which this holds: ${key} ${operator} "${value}".`);
  });

  it('is told as it is written', () => {
    expect(
      altered('DenyWithoutTls', (rest) => ({
        ...rest,
        Condition: { DateLessThan: { 'aws:CurrentTime': '2030' } },
      })),
    ).toBe('Denies all requests for which this holds: aws:CurrentTime DateLessThan "2030".');
    expect(
      altered('DenyOutsideNetwork', (rest) => ({
        ...rest,
        Condition: { NotIpAddressIfExists: { 'aws:SourceIp': ['203.0.113.7/32'] } },
      })),
    ).toBe('Denies all requests for which this holds: aws:SourceIp NotIpAddressIfExists "203.0.113.7/32".');
    expect(
      altered('DenyKeyOfCaller', (rest) => ({
        ...rest,
        Action: ['s3:PutObjectAcl', 's3:Get*'],
        Condition: {},
      })),
    ).toBe(`Forbids everybody to call s3:PutObjectAcl and call whatever matches s3:Get* on objects only.`);
  });

  it('never names a bucket for what an action is not about', () => {
    const action = { Effect: 'Allow', Action: 's3:GetObject', Resource: bucketArn };
    expect(said(action, role)).toBe(`Lets the role read objects on ${bucketArn}.`);
    expect(said({ ...action, Action: 's3:ListBucket', Resource: `${bucketArn}/*` }, role)).toBe(
      `Lets the role list the objects on ${bucketArn}/*.`,
    );
  });

  it('is not said to be all requests where it is only those of one service', () => {
    expect(said({ Effect: 'Deny', Action: 's3:*', Resource: '*' }, role)).toBe(
      'Forbids the role to do anything that S3 can on any resource.',
    );
    expect(said({ Effect: 'Allow', NotAction: 'iam:*', NotResource: bucketArn }, role)).toBe(
      `Lets the role do anything but iam:* on everything but ${bucketArn}.`,
    );
  });

  it.each([
    ['no statement', 'a text'],
    ['another effect', { Effect: 'Maybe', Principal: '*', Action: 's3:*', Resource: '*' }],
    [
      'a field that IAM has not',
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', When: 'x' },
    ],
    ['no action', { Effect: 'Deny', Principal: '*', Resource: '*' }],
    ['nobody whom it is about', { Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    ['a condition without an operator', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: ['x'] }],
  ])('is left to its JSON where it has %s', (_, statement) => {
    expect(policyInWords({ Statement: [statement] }, bucket)).toEqual([
      { sid: undefined, sentences: [expect.stringContaining('read its JSON')] },
    ]);
    expect(policyInWords(undefined, bucket)).toHaveLength(1);
  });
});
