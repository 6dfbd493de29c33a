import type { S3Client } from '@aws-sdk/client-s3';

/** What every call on a bucket carries: the owner makes a call on somebody else's bucket fail. */
export interface BucketTarget {
  Bucket: string;
  ExpectedBucketOwner: string;
}

/** One independently settable part of a bucket. */
export interface BucketAspect<T> {
  readonly actions: readonly string[];
  /** The present value in the form the blueprint uses; `undefined` when there is none. */
  read(s3: S3Client, target: BucketTarget): Promise<T | undefined>;
  write(s3: S3Client, target: BucketTarget, desired: T): Promise<void>;
}
