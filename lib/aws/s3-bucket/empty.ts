import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
  type _Error as S3Error,
} from '@aws-sdk/client-s3';
import { Interrupted, ProvisioningError } from '../../provisioning/errors.ts';
import { absentOn } from '../errors.ts';
import type { BucketTarget } from './aspect.ts';

/** S3's own limit for one DeleteObjects and for one page. */
const PAGE = 1000;
/** Counting stops here; nobody decides differently over the ten-thousandth object. */
const COUNT_AT_MOST = 10_000;

const GONE_KEYS = ['NoSuchKey', 'NoSuchVersion'];

/** How much data a bucket holds: versions and delete markers, and unfinished uploads; at most about 10,000. */
export async function countContents(s3: S3Client, target: BucketTarget) {
  let objects = 0;
  let uploads = 0;
  for await (const page of versionPages(s3, target)) {
    objects += identifiers(page).length;
    if (objects >= COUNT_AT_MOST) break;
  }
  for await (const page of uploadPages(s3, target)) {
    uploads += page.Uploads?.length ?? 0;
    if (uploads >= COUNT_AT_MOST) break;
  }
  return { objects, uploads };
}

/**
 * Deletes every version and delete marker and aborts every upload, page by page. What one page deletes stays
 * deleted, so a run that is interrupted goes on where it stopped.
 *
 * @throws Interrupted between two pages when the signal is aborted
 * @throws ProvisioningError for a key that S3 refuses to delete: DeleteObjects answers 200 in spite of it
 */
export async function emptyBucket(s3: S3Client, target: BucketTarget, signal: AbortSignal): Promise<void> {
  for await (const page of versionPages(s3, target)) {
    const Objects = identifiers(page);
    if (Objects.length === 0) continue; // S3 takes an empty list for malformed XML
    if (signal.aborted) throw new Interrupted('emptying a bucket goes on in the next run');
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ ...target, Delete: { Objects, Quiet: true } }),
    );
    const refused = Errors.find(({ Code = '' }) => !GONE_KEYS.includes(Code));
    if (refused) throw notDeleted(target.Bucket, refused);
  }
  for await (const page of uploadPages(s3, target)) {
    if (signal.aborted) throw new Interrupted('emptying a bucket goes on in the next run');
    for (const { Key, UploadId } of page.Uploads ?? []) {
      const aborted = s3.send(new AbortMultipartUploadCommand({ ...target, Key, UploadId }));
      await absentOn(['NoSuchUpload'], aborted);
    }
  }
}

async function* versionPages(s3: S3Client, target: BucketTarget) {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const from = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
    page = await s3.send(new ListObjectVersionsCommand({ ...target, ...from, MaxKeys: PAGE }));
    yield page;
  } while (page.IsTruncated);
}

async function* uploadPages(s3: S3Client, target: BucketTarget) {
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    const from = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
    page = await s3.send(new ListMultipartUploadsCommand({ ...target, ...from, MaxUploads: PAGE }));
    yield page;
  } while (page.IsTruncated);
}

const identifiers = ({
  Versions = [],
  DeleteMarkers = [],
}: ListObjectVersionsCommandOutput): ObjectIdentifier[] =>
  [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, ...(VersionId && { VersionId }) }));

const notDeleted = (bucket: string, { Key, Code = 'Unknown' }: S3Error) =>
  new ProvisioningError(`S3 DeleteObjects: ${Code} for object ${Key} in bucket ${bucket}`, {
    code: 'aws-error',
    retryable: Code !== 'AccessDenied',
    aws: { service: 'S3', operation: 'DeleteObjects', code: Code },
  });
