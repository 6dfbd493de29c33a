import {
  GetBucketOwnershipControlsCommand,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
} from '@aws-sdk/client-s3';
import { absentOn } from '../errors.ts';
import type { BucketAspect } from './aspect.ts';

/** BucketOwnerEnforced switches ACLs off, which is what a private ACL meant before. */
export const ownership: BucketAspect<ObjectOwnership> = {
  actions: ['s3:GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'],

  async read(s3, target) {
    const seen = await absentOn(
      ['OwnershipControlsNotFoundError'],
      s3.send(new GetBucketOwnershipControlsCommand(target)),
    );
    return seen?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
  },

  async write(s3, target, ObjectOwnership) {
    const OwnershipControls = { Rules: [{ ObjectOwnership }] };
    await s3.send(new PutBucketOwnershipControlsCommand({ ...target, OwnershipControls }));
  },
};
