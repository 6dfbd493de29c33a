import {
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { spec } from '../unit/environment/sample.ts';
import { newWorkplace, REGION } from './workplace.ts';

beforeAll(() => logger.setLogLevel('SILENT'));

const KEYS = 1000;
const MARKERS_PER_KEY = 9;
const VERSIONS = KEYS * (1 + MARKERS_PER_KEY);
const UPLOADS = 30;
/** Pages of a thousand that a run deletes at once. */
const PAGES = 8;

const keys = Array.from({ length: KEYS }, (_, index) => ({ Key: `file-${index}` }));

const MARKERS = 50;

/** A bucket with nothing but delete markers. */
async function onlyMarkers(s3: S3Client, Bucket: string | undefined): Promise<void> {
  const some = keys.slice(0, MARKERS);
  await each(some, ({ Key }) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key })));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: some } }));
  const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId: VersionId ?? '' }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const left = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect([left.Versions, left.DeleteMarkers?.length]).toEqual([undefined, MARKERS]);
}

/** Each of so many, some at a time. */
async function each<T>(things: readonly T[], work: (thing: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < things.length; start += 20)
    await Promise.all(things.slice(start, start + 20).map(work));
}

it('10,000 versions, markers and uploads go over several runs, in parallel, and none of it twice', async () => {
  const place = await newWorkplace(0);
  await place.create(spec({ region: REGION }));
  const { resources } = await place.goOn();
  const [initial, final] = [resources.initialBucket?.physicalId, resources.finalBucket?.physicalId];
  const s3 = new S3Client({ region: REGION, forcePathStyle: true });
  const mark = (Bucket: string | undefined) =>
    s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys, Quiet: true } }));
  await each(keys, ({ Key }) => s3.send(new PutObjectCommand({ Bucket: initial, Key, Body: Key })));
  for (let count = 0; count < MARKERS_PER_KEY; count++) await mark(initial);
  await each(keys.slice(0, UPLOADS), ({ Key }) =>
    s3.send(new CreateMultipartUploadCommand({ Bucket: initial, Key })),
  );
  await onlyMarkers(s3, final);

  await place.remove({ force: true });
  const stop = new AbortController();
  let underWay = 0;
  let most = 0;
  const isDelete = ({ name }: { name: string }) => name === 'S3.DeleteObjects initial';
  const first = place.life({
    async before(point) {
      if (!isDelete(point)) return;
      stop.abort();
      underWay += 1;
      most = Math.max(most, underWay);
    },
    async after(point) {
      if (isDelete(point)) underWay -= 1;
    },
  });
  await place.deliver(first, { signal: stop.signal });
  expect(first.points.filter(isDelete)).toHaveLength(PAGES);
  expect(most).toBeGreaterThan(1);
  const between = await place.record();
  expect(between).toMatchObject({ status: 'DELETING', attempts: 0 });
  expect(between.resources.initialBucket).toMatchObject({
    status: 'DELETING',
    progress: { objectVersions: PAGES * 1000 },
  });

  const second = place.life();
  await place.deliver(second);
  expect(second.points.filter(isDelete)).toHaveLength(VERSIONS / 1000 - PAGES);
  const { status, resources: after } = await place.record();
  expect(status).toBe('DELETED');
  expect(after.initialBucket).toMatchObject({
    status: 'DELETED',
    progress: { objectVersions: VERSIONS, unfinishedUploads: UPLOADS },
  });
  expect(after.finalBucket).toMatchObject({ status: 'DELETED', progress: { objectVersions: MARKERS } });
}, 120_000);
