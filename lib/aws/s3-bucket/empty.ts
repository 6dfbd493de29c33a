import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type MultipartUpload,
  type ObjectIdentifier,
  type S3Client,
  type _Error as S3Error,
} from '@aws-sdk/client-s3';
import { Interrupted, ProvisioningError, retryable, terminal } from '../../provisioning/errors.ts';
import { settleAll } from '../../provisioning/graph.ts';
import type { RemoveOptions } from '../../provisioning/resource.ts';
import { absentOn } from '../errors.ts';
import type { BucketTarget } from './aspect.ts';

/** S3's own limit for one DeleteObjects and for one page. */
const PAGE = 1000;
/** Counting stops here; nobody decides differently over the ten-thousandth object. */
const COUNT_AT_MOST = 10_000;

/** Pages that are deleted side by side, and uploads that one of them aborts at once. */
const PAGES_AT_ONCE = 8;
const UPLOADS_AT_ONCE = 20;

const GONE_KEYS = ['NoSuchKey', 'NoSuchVersion'];
/** An object that is locked, or a policy in the way; anything else may pass. */
const ACCESS_DENIED = 'AccessDenied';

/** How much data a bucket holds: versions and delete markers, and unfinished uploads; at most about 10,000. */
export async function countContents(s3: S3Client, target: BucketTarget) {
  const [objects, uploads] = await settleAll([
    counted(versionPages(s3, target), (page) => identifiers(page).length),
    counted(uploadPages(s3, target), ({ Uploads = [] }) => Uploads.length),
  ]);
  return { objects, uploads };
}

async function counted<P>(pages: AsyncIterable<P>, amountOn: (page: P) => number): Promise<number> {
  let amount = 0;
  for await (const page of pages) {
    amount += amountOn(page);
    if (amount >= COUNT_AT_MOST) break;
  }
  return amount;
}

/**
 * Deletes every version and delete marker and aborts every upload. Each round lists some pages and then deletes
 * them side by side; the next one lists from the start, where only what is left stands: a marker that no longer
 * exists can't mislead the store, and a run that is interrupted goes on where it stopped.
 *
 * @throws Interrupted between two rounds when the signal is aborted
 * @throws ProvisioningError for a key that S3 refuses to delete: DeleteObjects answers 200 in spite of it
 */
export async function emptyBucket(s3: S3Client, target: BucketTarget, options: Emptying): Promise<void> {
  await untilNoneIsListed(target.Bucket, options, {
    counted: 'objectVersions',
    list: () => mapped(versionPages(s3, target), identifiers),
    nameOf: ({ Key, VersionId }) => `${Key} ${VersionId}`,
    remove: (objects) => deleteObjects(s3, target, objects),
  });
  await untilNoneIsListed(target.Bucket, options, {
    counted: 'unfinishedUploads',
    list: () => mapped(uploadPages(s3, target), ({ Uploads = [] }) => Uploads),
    nameOf: ({ UploadId = '' }) => UploadId,
    remove: (uploads) => abortUploads(s3, target, uploads),
  });
}

type Emptying = Pick<RemoveOptions, 'signal' | 'progress'>;

/** One kind of what a bucket holds. */
interface Contents<T> {
  /** Under which name its progress counts. */
  counted: string;
  list: () => AsyncIterable<T[]>;
  nameOf: (thing: T) => string;
  /** @returns what S3 refused to remove */
  remove: (things: T[]) => Promise<S3Error[]>;
}

async function untilNoneIsListed<T>(
  bucket: string,
  { signal, progress }: Emptying,
  { counted, list, nameOf, remove }: Contents<T>,
): Promise<void> {
  let before: string | undefined;
  for (;;) {
    if (signal.aborted) throw new Interrupted('emptying a bucket goes on in the next run');
    const pages = await firstPages(list());
    const [first] = pages.flat();
    if (first === undefined) return;
    if (nameOf(first) === before) {
      throw retryable('bucket-not-empty-yet', `Bucket ${bucket} still lists what was deleted.`);
    }
    const refused = (await settleAll(pages.map(remove))).flat();
    // What was refused is listed again; it may be deleted the next time.
    before = refused.length === 0 ? nameOf(first) : undefined;
    const removed = pages.flat().length - refused.length;
    if (removed > 0) progress({ [counted]: removed });
    const final = refused.find(({ Code }) => Code === ACCESS_DENIED);
    if (final) throw notDeleted(bucket, final, refused.length);
    if (removed === 0 && refused[0]) throw notDeleted(bucket, refused[0], refused.length);
  }
}

/** The pages of a round, without those that are empty. */
async function firstPages<T>(pages: AsyncIterable<T[]>): Promise<T[][]> {
  const found: T[][] = [];
  for await (const page of pages) {
    // S3 takes an empty list of objects for malformed XML.
    if (page.length > 0) found.push(page);
    if (found.length === PAGES_AT_ONCE) break;
  }
  return found;
}

async function deleteObjects(
  s3: S3Client,
  target: BucketTarget,
  Objects: ObjectIdentifier[],
): Promise<S3Error[]> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ ...target, Delete: { Objects, Quiet: true } }),
  );
  return Errors.filter(({ Code = '' }) => !GONE_KEYS.includes(Code));
}

async function abortUploads(s3: S3Client, target: BucketTarget, uploads: MultipartUpload[]): Promise<[]> {
  for (let start = 0; start < uploads.length; start += UPLOADS_AT_ONCE) {
    const some = uploads.slice(start, start + UPLOADS_AT_ONCE);
    await settleAll(
      some.map(({ Key, UploadId }) =>
        absentOn(['NoSuchUpload'], s3.send(new AbortMultipartUploadCommand({ ...target, Key, UploadId }))),
      ),
    );
  }
  return [];
}

async function* mapped<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[]): AsyncGenerator<T[]> {
  for await (const page of pages) yield items(page);
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

function notDeleted(bucket: string, { Key, Code = 'Unknown', Message = '' }: S3Error, count: number) {
  const more = count > 1 ? ` and ${count - 1} more` : '';
  // No policy is in the way then: the bucket stays, and keeps its own.
  if (/object lock/i.test(Message)) {
    return terminal(
      'object-locked',
      `Object ${Key}${more} in bucket ${bucket} can't be deleted: a retention period or a legal hold protects it.`,
    );
  }
  return new ProvisioningError(`S3 DeleteObjects: ${Code} for object ${Key}${more} in bucket ${bucket}`, {
    code: 'aws-error',
    retryable: Code !== ACCESS_DENIED,
    aws: { service: 'S3', operation: 'DeleteObjects', code: Code },
  });
}
