import type { Deployment, Spec } from './environment.ts';

type Condition = Record<string, Record<string, string | string[]>>;

interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | { AWS: string } | { Service: string[] };
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Condition;
}

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

const document = (Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

const KEY_USE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Leaves the key to the account's IAM policies, which also keeps it manageable: a key whose policy does not
 * name the account can become nobody's. It names no role: a role made seconds ago is refused as a principal,
 * and what the role may do with the key, its own policy says.
 */
export const keyPolicy = ({
  partition,
  accountId,
}: Pick<Deployment, 'partition' | 'accountId'>): PolicyDocument =>
  document([
    {
      Sid: 'AccountManagesKey',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ]);

/** Which AWS services may hand the role to what they run. */
export const trustPolicy = (services: readonly string[]): PolicyDocument =>
  document([
    {
      Sid: 'TrustedServices',
      Effect: 'Allow',
      Principal: { Service: [...services] },
      Action: 'sts:AssumeRole',
    },
  ]);

interface RolePolicyInput {
  bucketArns: string[];
  region: string;
  /** Absent when the environment has no key of its own. */
  keyArn: string | undefined;
}

/** What the microservice may do: read and write objects in its buckets, and its key through S3. Nothing else. */
export const rolePolicy = ({ bucketArns, region, keyArn }: RolePolicyInput): PolicyDocument =>
  document([
    {
      Sid: 'FindBuckets',
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:GetBucketLocation'],
      Resource: bucketArns,
    },
    {
      Sid: 'UseObjects',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: bucketArns.map((arn) => `${arn}/*`),
    },
    ...(keyArn
      ? [
          {
            Sid: 'UseKeyThroughS3',
            Effect: 'Allow' as const,
            Action: KEY_USE,
            Resource: keyArn,
            Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
          },
        ]
      : []),
  ]);

interface BucketPolicyInput {
  bucketArn: string;
  spec: Pick<Spec, 'allowedCidrs' | 'allowedVpcEndpoints'>;
  /** Principals that provision and look: the network rule must never lock them out. */
  serviceArns: string[];
  /** Absent when the environment has no key of its own. */
  keyArn: string | undefined;
}

/**
 * What nobody may do to a bucket: use it from elsewhere, without TLS, or past its encryption. With a key that
 * comes along with the request (SSE-C) nobody else could read the object, and no other header tells of it.
 */
export const bucketPolicy = (input: BucketPolicyInput): PolicyDocument => {
  const objects = `${input.bucketArn}/*`;
  return document([
    {
      Sid: 'DenyOutsideNetwork',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [input.bucketArn, objects],
      Condition: outsideNetwork(input),
    },
    {
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [input.bucketArn, objects],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'DenyKeyOfCaller',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: objects,
      Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
    },
    ...(input.keyArn ? denyOtherEncryption(objects, input.keyArn) : []),
  ]);
};

/**
 * All conditions must hold for the deny to fire, so each further one is an exemption. Traffic through a
 * gateway endpoint carries no source address, and a negated operator on a missing key is true: it is denied
 * unless its endpoint is listed. The `IfExists` lets a request without the key count as a direct one.
 */
const outsideNetwork = ({ spec, serviceArns }: BucketPolicyInput): Condition => ({
  NotIpAddress: { 'aws:SourceIp': spec.allowedCidrs },
  ...(spec.allowedVpcEndpoints.length > 0 && {
    StringNotEquals: { 'aws:SourceVpce': spec.allowedVpcEndpoints },
  }),
  BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' },
  ArnNotLike: { 'aws:PrincipalArn': serviceArns },
});

/**
 * A PutObject that names no encryption passes and gets the bucket's default. It takes `Null` to say so:
 * an absent key makes every negated operator true, with `IfExists` too, and the deny would fire.
 */
const denyOtherEncryption = (objects: string, keyArn: string): Statement[] => [
  denyPutWithOther('DenyOtherKey', objects, KEY_HEADER, keyArn),
  denyPutWithOther('DenyOtherAlgorithm', objects, ALGORITHM_HEADER, 'aws:kms'),
  {
    // Then S3 takes the account's aws/s3, not the bucket's default.
    Sid: 'DenyKeyUnnamed',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: objects,
    Condition: { Null: { [KEY_HEADER]: 'true' }, StringEquals: { [ALGORITHM_HEADER]: 'aws:kms' } },
  },
];

const ALGORITHM_HEADER = 's3:x-amz-server-side-encryption';
const KEY_HEADER = 's3:x-amz-server-side-encryption-aws-kms-key-id';

const denyPutWithOther = (sid: string, objects: string, header: string, value: string): Statement => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: objects,
  Condition: { Null: { [header]: 'false' }, StringNotEquals: { [header]: value } },
});
