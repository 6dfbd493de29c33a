import { GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { BucketAspect } from './aspect.ts';

/** Whether overwritten and deleted objects are kept as versions. Once on, S3 can only suspend it. */
export const versioning: BucketAspect<boolean> = {
  actions: ['s3:GetBucketVersioning', 's3:PutBucketVersioning'],

  async read(s3, target) {
    const { Status } = await s3.send(new GetBucketVersioningCommand(target));
    return Status === 'Enabled';
  },

  async write(s3, target, desired) {
    const VersioningConfiguration = { Status: desired ? 'Enabled' : 'Suspended' } as const;
    await s3.send(new PutBucketVersioningCommand({ ...target, VersioningConfiguration }));
  },
};
