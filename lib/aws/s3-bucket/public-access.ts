import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { absentOn } from '../errors.ts';
import type { BucketAspect } from './aspect.ts';

const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Block Public Access, all four switches. */
export const publicAccess: BucketAspect<'blocked' | object> = {
  actions: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],

  async read(s3, target) {
    const seen = await absentOn(
      ['NoSuchPublicAccessBlockConfiguration'],
      s3.send(new GetPublicAccessBlockCommand(target)),
    );
    const switches: Record<string, boolean | undefined> = { ...seen?.PublicAccessBlockConfiguration };
    return Object.keys(BLOCKED).every((name) => switches[name]) ? 'blocked' : switches;
  },

  async write(s3, target) {
    const PublicAccessBlockConfiguration = BLOCKED;
    await s3.send(new PutPublicAccessBlockCommand({ ...target, PublicAccessBlockConfiguration }));
  },
};
