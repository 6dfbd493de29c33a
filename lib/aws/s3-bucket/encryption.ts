import {
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { absentOn } from '../errors.ts';
import type { BucketAspect } from './aspect.ts';

interface Encryption {
  algorithm: ServerSideEncryption;
  /** Only with `aws:kms`. The ARN, not the alias: an alias would resolve in the requester's account. */
  keyArn?: string;
  /** One data key per bucket instead of one per object: fewer KMS calls. */
  bucketKey: boolean;
}

/** Default encryption of new objects. */
export const encryption: BucketAspect<Encryption> = {
  actions: ['s3:GetEncryptionConfiguration', 's3:PutEncryptionConfiguration'],

  async read(s3, target) {
    const seen = await absentOn(
      ['ServerSideEncryptionConfigurationNotFoundError'],
      s3.send(new GetBucketEncryptionCommand(target)),
    );
    const rule = seen?.ServerSideEncryptionConfiguration?.Rules?.[0];
    const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    if (!SSEAlgorithm) return undefined;
    return {
      algorithm: SSEAlgorithm,
      ...(KMSMasterKeyID && { keyArn: KMSMasterKeyID }),
      bucketKey: rule?.BucketKeyEnabled ?? false,
    };
  },

  async write(s3, target, { algorithm, keyArn, bucketKey }) {
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: keyArn },
      BucketKeyEnabled: bucketKey,
    };
    const ServerSideEncryptionConfiguration = { Rules: [rule] };
    await s3.send(new PutBucketEncryptionCommand({ ...target, ServerSideEncryptionConfiguration }));
  },
};
