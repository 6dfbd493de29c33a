import { describe, expect, it } from '@jest/globals';
import { keyPolicy, rolePolicy, trustPolicy } from '../../../../lib/environment/policies.ts';
import {
  altered,
  bucket,
  bucketArn,
  keyArn,
  OWN_ROLES,
  policy,
  role,
  said,
  serviceArns,
  words,
} from './documents.ts';

describe('the policies of an environment', () => {
  it('tells what a bucket denies', () => {
    expect(words(policy(), bucket)).toEqual({
      DenyOutsideNetwork: `Denies all requests from outside 203.0.113.7/32, but for ${OWN_ROLES}. What comes through a VPC endpoint has no source address and counts as outside.`,
      DenyWithoutTls: 'Denies all requests without TLS.',
      DenyKeyOfCaller:
        'Forbids everybody to write objects in requests that bring a key of their own along (SSE-C).',
      DenyOtherKey:
        "Forbids everybody to write objects in requests that name another KMS key than the environment's key.",
      DenyOtherAlgorithm:
        'Forbids everybody to write objects in requests that ask for another encryption than aws:kms.',
      DenyKeyUnnamed:
        'Forbids everybody to write objects in requests that name no KMS key and that ask for aws:kms.',
    });
  });

  it('tells of several blocks, and of the endpoints that pass', () => {
    const open = policy({
      allowedCidrs: ['203.0.113.0/24', '::/0'],
      allowedVpcEndpoints: ['vpce-1', 'vpce-2'],
    });
    expect(words(open, bucket)['DenyOutsideNetwork']).toBe(
      `Denies all requests from outside 203.0.113.0/24 and ::/0 (every IPv6 address), and not through the VPC endpoints vpce-1 or vpce-2, but for ${OWN_ROLES}. What comes through another VPC endpoint than vpce-1 or vpce-2 has no source address and counts as outside.`,
    );
  });

  it('says that every address passes where every one does', () => {
    const open = policy({ allowedCidrs: ['0.0.0.0/0', '::/0'] });
    expect(words(open, bucket)['DenyOutsideNetwork']).toBe(
      `Denies all requests without a source address, but for ${OWN_ROLES}. Every address passes; what comes through a VPC endpoint has none and does not.`,
    );
  });

  it('tells what the role may, with and without a key', () => {
    const bucketArns = [bucketArn, 'arn:aws:s3:::final-x'];
    const document = rolePolicy({ bucketArns, region: 'eu-west-1', keyArn });
    expect(words(document, role)).toEqual({
      FindBuckets: 'Lets the role list the objects and see the region of initial-x and final-x.',
      UseObjects:
        'Lets the role read, write and delete objects, and give up unfinished uploads in initial-x and final-x.',
      UseKeyThroughS3:
        "Lets the role decrypt and make data keys with the environment's key, only in requests through S3 in eu-west-1.",
    });
    const without = rolePolicy({ bucketArns, region: 'eu-west-1', keyArn: undefined });
    expect(words(without, { kind: 'role policy' })).toEqual({
      FindBuckets: expect.any(String),
      UseObjects: expect.any(String),
    });
  });

  it('tells to whom the key and the role are left', () => {
    const key = keyPolicy({ partition: 'aws', accountId: '123456789012' });
    expect(words(key, { kind: 'key policy', keyArn })).toEqual({
      AccountManagesKey:
        'Lets the account 123456789012 do anything with this key: its IAM policies decide who in it may.',
    });
    const trust = trustPolicy(['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com', 'lambda.amazonaws.com']);
    expect(words(trust, { kind: 'trust policy' })).toEqual({
      TrustedServices: 'Lets EC2, ECS tasks and Lambda assume the role.',
    });
  });
});

describe('an altered statement', () => {
  const without = (sid: string, operator: string) =>
    altered(sid, ({ Condition, ...rest }) => {
      const { [operator]: _, ...others } = Condition as Record<string, unknown>;
      return { ...rest, Condition: others };
    });

  it.each([
    ['NotIpAddress', `Denies all requests, but for ${OWN_ROLES}.`],
    ['BoolIfExists', /203\.0\.113\.7\/32, but for groundwork's own roles\. /],
    ['ArnNotLike', /203\.0\.113\.7\/32, but for AWS services, whether for somebody or by themselves\. /],
  ])('says something else of the network when %s is taken away', (operator, expected) => {
    expect(without('DenyOutsideNetwork', operator)).toMatch(expected);
  });

  it('tells apart what a missing header means', () => {
    expect(without('DenyOtherKey', 'Null')).toBe(
      "Forbids everybody to write objects in requests that name either no KMS key or another than the environment's key.",
    );
    expect(without('DenyOtherKey', 'StringNotEquals')).toBe(
      'Forbids everybody to write objects in requests that name a KMS key.',
    );
    expect(without('DenyOtherAlgorithm', 'Null')).toBe(
      'Forbids everybody to write objects in requests that ask for either no encryption or another than aws:kms.',
    );
    expect(without('DenyKeyUnnamed', 'Null')).toBe(
      'Forbids everybody to write objects in requests that ask for aws:kms.',
    );
  });

  it('says of the key whose it is only where it is the one of the environment', () => {
    const other = policy({}, `${keyArn}-other`);
    expect(words(other, bucket)['DenyOtherKey']).toContain(`another KMS key than ${keyArn}-other`);
  });

  it('takes a role of that name in another account for anybody', () => {
    const foreign = 'arn:aws:iam::999999999999:role/groundwork-prod-observer';
    const Condition = { ArnNotLike: { 'aws:PrincipalArn': [...serviceArns, foreign] } };
    expect(altered('DenyOutsideNetwork', (rest) => ({ ...rest, Condition }))).toContain(foreign);
  });

  it('goes by what it says, not by its Sid', () => {
    expect(altered('DenyWithoutTls', (rest) => ({ ...rest, Sid: 'DenyOutsideNetwork' }))).toBe(
      'Denies all requests without TLS.',
    );
    expect(altered('DenyWithoutTls', ({ Condition: _, ...rest }) => rest)).toBe('Denies all requests.');
    expect(
      altered('DenyWithoutTls', (rest) => ({
        ...rest,
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      })),
    ).toBe('Denies all requests over TLS.');
  });

  it('says whom it is about', () => {
    const someone = 'arn:aws:iam::123456789012:role/somebody';
    expect(altered('DenyWithoutTls', (rest) => ({ ...rest, Principal: { AWS: someone } }))).toBe(
      `Denies all requests of ${someone} without TLS.`,
    );
    expect(
      altered('DenyWithoutTls', ({ Principal, ...rest }) => ({ ...rest, NotPrincipal: Principal })),
    ).toBe('Denies all requests of everybody but * without TLS.');
    expect(altered('DenyKeyOfCaller', ({ Condition: _, ...rest }) => ({ ...rest, Effect: 'Allow' }))).toBe(
      'Lets everybody write objects in this bucket.',
    );
  });

  it('says on what, where it is not all of the bucket', () => {
    expect(altered('DenyWithoutTls', (rest) => ({ ...rest, Resource: bucketArn }))).toBe(
      'Denies all requests about the bucket itself without TLS.',
    );
    expect(altered('DenyWithoutTls', (rest) => ({ ...rest, Resource: `${bucketArn}/*` }))).toBe(
      'Denies all requests about objects without TLS.',
    );
    expect(altered('DenyWithoutTls', (rest) => ({ ...rest, Resource: 'arn:aws:s3:::other/*' }))).toBe(
      'Denies all requests on arn:aws:s3:::other/* without TLS.',
    );
  });
});

describe('a permission', () => {
  const allow = (more: object) =>
    said({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucketArn}/*`, ...more });

  it('gives nothing to those whom its conditions leave out', () => {
    const Condition = {
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] },
      ArnNotLike: { 'aws:PrincipalArn': serviceArns },
    };
    expect(allow({ Condition })).toBe(
      "Lets everybody read objects in this bucket, only in requests from 203.0.113.0/24 or 198.51.100.0/24, except in requests of groundwork's own roles.",
    );
  });

  it('is told so that all its conditions must hold', () => {
    const Condition = {
      StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    expect(allow({ Condition })).toBe(
      'Lets everybody read objects in this bucket, only in requests through the VPC endpoints vpce-1 or vpce-2, and over TLS.',
    );
    const either = {
      StringNotEquals: {
        's3:x-amz-server-side-encryption': ['aws:kms', 'AES256'],
        'aws:SourceVpce': 'vpce-1',
      },
    };
    expect(allow({ Action: 's3:PutObject', Condition: either })).toBe(
      'Lets everybody write objects in this bucket, only in requests that ask for either no encryption or another than any of aws:kms or AES256, and not through the VPC endpoint vpce-1.',
    );
  });
});

describe('what stands in a bucket policy', () => {
  const deny = (Action: string | string[], Resource: string) =>
    said({ Effect: 'Deny', Principal: '*', Action, Resource });

  it('is of this bucket where it is about the bucket', () => {
    expect(deny('s3:DeleteBucket', bucketArn)).toBe('Forbids everybody to delete the whole of this bucket.');
    expect(deny(['s3:PutObject', 's3:ListBucket'], `${bucketArn}/*`)).toBe(
      'Forbids everybody to write objects and list the objects on objects only.',
    );
  });

  it('is named where it is not known which bucket that is', () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' };
    expect(said(statement, { kind: 'bucket policy' })).toBe(
      'Forbids everybody to read objects on arn:aws:s3:::*.',
    );
  });
});
