import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../client/contract.ts';
import { policyChanges } from '../../../../console/page/environment/drift/policy-change.ts';
import { bucketPolicy, rolePolicy, trustPolicy } from '../../../../lib/environment/policies.ts';

const outputs = {
  kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/656a7ce0',
  roleArn: 'arn:aws:iam::123456789012:role/x',
  buckets: { initial: { name: 'initial-x' }, final: { name: 'final-x' } },
} as unknown as Environment['outputs'];

const changes = (logicalId: string, aspect: string, desired: unknown, observed: unknown) =>
  policyChanges({ logicalId, aspect, desired, observed }, { outputs });

const policy = (allowedCidrs: string[]) =>
  bucketPolicy({
    bucketArn: 'arn:aws:s3:::initial-x',
    spec: { allowedCidrs, allowedVpcEndpoints: [] },
    serviceArns: [],
    keyArn: outputs.kmsKeyArn,
  });

describe('a policy that AWS has otherwise', () => {
  it('is told by what only one of both says', () => {
    const [change, ...others] = changes(
      'initialBucket',
      'policy',
      policy(['203.0.113.7/32']),
      policy(['198.51.100.9/32']),
    );
    expect(others).toEqual([]);
    expect(change?.desired).toEqual([expect.stringContaining('from outside 203.0.113.7/32')]);
    expect(change?.observed).toEqual([expect.stringContaining('from outside 198.51.100.9/32')]);
  });

  it('may be missing, or say the same', () => {
    const one = policy(['203.0.113.7/32']);
    expect(changes('finalBucket', 'policy', one, null)[0]?.observed).toEqual(['There is no policy.']);
    const renamed = one.Statement.map((statement) => ({ ...statement, Sid: 'Other' }));
    expect(changes('initialBucket', 'policy', one, { Statement: renamed })).toEqual([
      { desired: [], observed: [] },
    ]);
  });

  it('is told of whom the role is left to', () => {
    const wider = trustPolicy(['ec2.amazonaws.com', 'lambda.amazonaws.com']);
    expect(changes('role', 'trust', trustPolicy(['ec2.amazonaws.com']), wider)).toEqual([
      {
        desired: ['Lets EC2 assume the role.'],
        observed: ['Lets EC2 and Lambda assume the role.'],
      },
    ]);
  });

  it("is each of the role's own that differs", () => {
    const own = rolePolicy({
      bucketArns: ['arn:aws:s3:::initial-x'],
      region: 'eu-west-1',
      keyArn: outputs.kmsKeyArn,
    });
    const added = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } };
    expect(changes('role', 'inlinePolicies', { own }, { own, added })).toEqual([
      {
        name: 'added',
        desired: ['There is no policy.'],
        observed: ['Lets the role do anything that S3 can on any resource.'],
      },
    ]);
  });

  it('is none where something else differs', () => {
    expect(changes('role', 'maxSessionSeconds', 3600, 43_200)).toEqual([]);
  });
});
