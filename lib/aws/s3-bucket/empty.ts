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
import { Interrupted, ProvisioningError, retryable } from '../../provisioning/errors.ts';
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
 * Deletes every version and delete marker and aborts every upload. Each round lists from the start: what the
 * round before deleted is not listed any more, and a marker that no longer exists can't mislead the store. A
 * run that is interrupted goes on where it stopped.
 *
 * @throws Interrupted between two rounds when the signal is aborted
 * @throws ProvisioningError for a key that S3 refuses to delete: DeleteObjects answers 200 in spite of it
 */
export async function emptyBucket(s3: S3Client, target: BucketTarget, signal: AbortSignal): Promise<void> {
  await untilNoneIsListed(target.Bucket, signal, async () => {
    const page = await s3.send(new ListObjectVersionsCommand({ ...target, MaxKeys: PAGE }));
    const Objects = identifiers(page);
    if (Objects.length === 0) return undefined; // S3 takes an empty list for malformed XML
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ ...target, Delete: { Objects, Quiet: true } }),
    );
    const refused = Errors.find(({ Code = '' }) => !GONE_KEYS.includes(Code));
    if (refused) throw notDeleted(target.Bucket, refused);
    return JSON.stringify(Objects[0]);
  });
  await untilNoneIsListed(target.Bucket, signal, async () => {
    const page = await s3.send(new ListMultipartUploadsCommand({ ...target, MaxUploads: PAGE }));
    for (const { Key, UploadId } of page.Uploads ?? []) {
      const aborted = s3.send(new AbortMultipartUploadCommand({ ...target, Key, UploadId }));
      await absentOn(['NoSuchUpload'], aborted);
    }
    return page.Uploads?.[0]?.UploadId;
  });
}

/** @param round lists, deletes what it lists and tells the first thing of it; undefined: there was none */
async function untilNoneIsListed(
  bucket: string,
  signal: AbortSignal,
  round: () => Promise<string | undefined>,
): Promise<void> {
  let before: string | undefined;
  for (;;) {
    if (signal.aborted) throw new Interrupted('emptying a bucket goes on in the next run');
    const first = await round();
    if (first === undefined) return;
    if (first === before) {
      throw retryable('bucket-not-empty-yet', `Bucket ${bucket} still lists what was deleted.`);
    }
    before = first;
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
