import { bucketPolicy, type PolicyDocument, rolePolicy } from '../../../lib/environment/policies.ts';
import { decide, type Policies, type Request } from './evaluate.ts';

export const ACCOUNT = '111122223333';
export const STRANGER = 'arn:aws:iam::444455556666:role/stranger';
export const REGION = 'eu-west-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/groundwork/prod/groundwork-pr-123`;
export const PROVISIONER = `arn:aws:iam::${ACCOUNT}:role/groundwork-prod-reconcile`;
export const OBSERVER = `arn:aws:iam::${ACCOUNT}:role/groundwork-prod-observe`;
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const INITIAL = 'arn:aws:s3:::initial-pr-123';
export const FINAL = 'arn:aws:s3:::final-pr-123';
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f5d1c2e-0000-4000-8000-000000000001`;
export const OTHER_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f5d1c2e-0000-4000-8000-000000000002`;
export const ENDPOINT = 'vpce-0123456789abcdef0';

export const INSIDE = '203.0.113.7';
export const OUTSIDE = '198.51.100.1';

export const allowAll = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

export const role = (keyArn: string | undefined = KEY): PolicyDocument =>
  rolePolicy({ bucketArns: [INITIAL, FINAL], region: REGION, keyArn });

export const bucket = (changes: Partial<Parameters<typeof bucketPolicy>[0]> = {}): PolicyDocument =>
  bucketPolicy({
    bucketArn: INITIAL,
    spec: { allowedCidrs: ['203.0.113.7/32', '2001:db8::/32'], allowedVpcEndpoints: [ENDPOINT] },
    serviceArns: [PROVISIONER, OBSERVER],
    keyArn: KEY,
    ...changes,
  });

/** A direct request over TLS from an address. */
export const from = (address: string, more: Record<string, string> = {}) => ({
  'aws:SourceIp': address,
  'aws:SecureTransport': 'true',
  'aws:ViaAWSService': 'false',
  'aws:PrincipalIsAWSService': 'false',
  ...more,
});

/** A request through a gateway endpoint: it has no public address. */
export const through = (endpoint: string) => {
  const { 'aws:SourceIp': _, ...context } = from(INSIDE, { 'aws:SourceVpce': endpoint });
  return context;
};

export const VIA_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };

export type Ask = Partial<Request> & Pick<Request, 'action' | 'resource'>;

export const decision = (request: Ask, policies: Policies) =>
  decide({ principal: ROLE, accountId: ACCOUNT, context: from(INSIDE), ...request }, policies);
