import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { absentOn } from '../errors.ts';
import type { BucketAspect } from './aspect.ts';

/** The bucket policy document. */
export const policy: BucketAspect<object> = {
  actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],

  async read(s3, target) {
    const seen = await absentOn(['NoSuchBucketPolicy'], s3.send(new GetBucketPolicyCommand(target)));
    return seen?.Policy ? JSON.parse(seen.Policy) : undefined;
  },

  async write(s3, target, desired) {
    await s3.send(new PutBucketPolicyCommand({ ...target, Policy: JSON.stringify(desired) }));
  },
};
