import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import type { Tags } from '../../provisioning/resource.ts';
import { absentOn } from '../errors.ts';
import { tagList, tagMap } from '../tags.ts';
import type { BucketAspect } from './aspect.ts';

/** All tags of the bucket: PutBucketTagging replaces them as a whole. */
export const tags: BucketAspect<Tags> = {
  actions: ['s3:GetBucketTagging', 's3:PutBucketTagging'],

  async read(s3, target) {
    const seen = await absentOn(['NoSuchTagSet'], s3.send(new GetBucketTaggingCommand(target)));
    return tagMap(seen?.TagSet);
  },

  async write(s3, target, desired) {
    const TagSet = tagList(desired);
    // S3 takes no empty set.
    if (TagSet.length === 0) await s3.send(new DeleteBucketTaggingCommand(target));
    else await s3.send(new PutBucketTaggingCommand({ ...target, Tagging: { TagSet } }));
  },
};
