import { keyPolicy, type PolicyDocument } from '../../../lib/environment/policies.ts';
import { ACCOUNT, REGION } from '../policies.ts';
import { environment } from './environment.ts';

/** One right that a call needs. */
export interface Need {
  action: string;
  resource: string;
  /** The policy of the bucket or the key. */
  policy: PolicyDocument;
  context: Record<string, string>;
}

/** Something one may want to do to an environment: allowed when all that it needs is. */
export interface Call {
  name: string;
  needs: readonly Need[];
}

const { bucketArn, bucketPolicy, keyArn, otherKeyArn, keyTags } = environment;
const OWNED = { 'aws:ResourceAccount': ACCOUNT };
/** Bucket keys are on, so S3 gives the bucket as the context, not the object. */
const ENCRYPTION_CONTEXT = { 'kms:EncryptionContext:aws:s3:arn': bucketArn };
const THROUGH_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
const ALGORITHM = 's3:x-amz-server-side-encryption';

const onBucket = (action: string): Need => ({
  action,
  resource: bucketArn,
  policy: bucketPolicy,
  context: { ...OWNED, 's3:ResourceAccount': ACCOUNT },
});

const onObject = (action: string, headers: Record<string, string> = {}): Need => {
  const need = onBucket(action);
  return { ...need, resource: `${bucketArn}/data.csv`, context: { ...need.context, ...headers } };
};

const onKey = (action: string, context: Record<string, string> = {}): Need => ({
  action,
  resource: keyArn,
  policy: environment.keyPolicy,
  context: { ...OWNED, ...keyTags, ...context },
});

const throughS3 = (action: string): Need => onKey(action, { ...ENCRYPTION_CONTEXT, ...THROUGH_S3 });

/** A key of the account that is no environment's, as open as they come; as aws/s3 is, which S3 takes by itself. */
const throughS3WithOtherKey: Need = {
  action: 'kms:GenerateDataKey',
  resource: otherKeyArn,
  policy: keyPolicy({ partition: 'aws', accountId: ACCOUNT }),
  context: { ...OWNED, ...ENCRYPTION_CONTEXT, ...THROUGH_S3 },
};

const put = (headers: Record<string, string> = {}): Need => onObject('s3:PutObject', headers);

export const CALLS = [
  { name: 'get', needs: [onObject('s3:GetObject'), throughS3('kms:Decrypt')] },
  { name: 'put', needs: [put(), throughS3('kms:GenerateDataKey')] },
  {
    name: 'put, other KMS key',
    needs: [
      put({ [ALGORITHM]: 'aws:kms', [`${ALGORITHM}-aws-kms-key-id`]: otherKeyArn }),
      throughS3WithOtherKey,
    ],
  },
  {
    name: 'put, KMS without a key',
    needs: [put({ [ALGORITHM]: 'aws:kms' }), throughS3WithOtherKey],
  },
  { name: 'put, AES256', needs: [put({ [ALGORITHM]: 'AES256' })] },
  { name: 'put, SSE-C', needs: [put({ [`${ALGORITHM}-customer-algorithm`]: 'AES256' })] },
  { name: 'delete', needs: [onObject('s3:DeleteObject')] },
  { name: 'list', needs: [onBucket('s3:ListBucket')] },
  { name: 'list versions', needs: [onBucket('s3:ListBucketVersions')] },
  { name: 'change bucket policy', needs: [onBucket('s3:PutBucketPolicy')] },
  { name: 'change key policy', needs: [onKey('kms:PutKeyPolicy')] },
  { name: 'decrypt directly', needs: [onKey('kms:Decrypt', ENCRYPTION_CONTEXT)] },
  { name: 'decrypt through S3', needs: [throughS3('kms:Decrypt')] },
] as const satisfies readonly Call[];

/** Whether the call goes to KMS only. */
export const isOfKeyAlone = ({ needs }: Call): boolean =>
  needs.every(({ action }) => action.startsWith('kms:'));
