import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Target } from '../../scripts/local/credentials.ts';

/** Of each key: an object, delete markers, and another object, which is the current one. */
export const PER_KEY = { objects: 2, markers: 8 };
/** DeleteObjects takes no more. */
const BATCH = 1000;
const PUTS_AT_ONCE = 16;

interface Filling {
  bucket: string;
  /** Versions in all, delete markers among them. */
  versions: number;
  signal: AbortSignal;
}

/** How many keys make so many versions. */
export const keysOf = (versions: number): string[] =>
  Array.from(
    { length: versions / (PER_KEY.objects + PER_KEY.markers) },
    (_, index) => `2026/report-${String(index).padStart(6, '0')}.csv`,
  );

/** Puts as many versions into a versioned bucket. Markers are made a thousand at once, objects one by one. */
export async function fill(target: Target, { bucket, versions, signal }: Filling): Promise<void> {
  const s3 = new S3Client({ ...target, forcePathStyle: true });
  const keys = keysOf(versions);
  const putAll = async (): Promise<void> => {
    const left = keys.values();
    const putter = async (): Promise<void> => {
      for (const Key of left) {
        signal.throwIfAborted();
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'a,b\n' }));
      }
    };
    await Promise.all(Array.from({ length: PUTS_AT_ONCE }, putter));
  };
  const markAll = async (): Promise<void> => {
    for (let start = 0; start < keys.length; start += BATCH) {
      const Objects = keys.slice(start, start + BATCH).map((Key) => ({ Key }));
      await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
    }
  };
  await putAll();
  for (let count = 0; count < PER_KEY.markers; count++) await markAll();
  await putAll();
  s3.destroy();
}

/** @throws Error when there is a version or a delete marker in it */
export async function proveEmpty(target: Target, bucket: string): Promise<void> {
  const s3 = new S3Client({ ...target, forcePathStyle: true });
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1 }),
  );
  s3.destroy();
  const [left] = [...Versions, ...DeleteMarkers];
  if (left) throw new Error(`${bucket} is not empty: ${left.Key} is left`);
}
