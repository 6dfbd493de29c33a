import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { first } from '../support/watched-clients.ts';
import { snapshot } from './snapshot.ts';
import { allDone, newWorld, outcomeOf, told, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
  await world.converge();
  // The emulator takes the network rule for an unconditional deny, so nothing could be put.
  await world.hand.s3.send(new DeleteBucketPolicyCommand({ Bucket: world.names.initialBucket }));
});

const put = (Key: string) =>
  world.hand.s3.send(new PutObjectCommand({ Bucket: world.names.initialBucket, Key, Body: Key }));

const remove = (Key: string) =>
  world.hand.s3.send(new DeleteObjectCommand({ Bucket: world.names.initialBucket, Key }));

const beginUpload = (Key: string) =>
  world.hand.s3.send(new CreateMultipartUploadCommand({ Bucket: world.names.initialBucket, Key }));

/** Nothing that a deletion needs. */
const denied = (bucket: string) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:GetBucketWebsite',
  Resource: `arn:aws:s3:::${bucket}`,
});

const nothingButKeys = { aliases: [], buckets: [], roles: [], inlinePolicies: [], instanceProfiles: [] };

describe('a bucket that holds data', () => {
  beforeEach(async () => {
    await put('a');
    await put('a');
    await put('b');
    await remove('b');
    await beginUpload('c');
  });

  it('stops a deletion without force before anything is deleted, and says how much there is', async () => {
    const before = await world.inventory();
    const outcome = outcomeOf(await world.dismantle(), 'initialBucket');
    expect(outcome).toMatchObject({
      result: 'failed',
      error: { code: 'bucket-not-empty', retryable: false },
    });
    expect(outcome).toHaveProperty(
      'error.message',
      expect.stringMatching(/4 object versions.* 1 unfinished/),
    );
    expect(await world.inventory()).toEqual(before);
    expect(told(await world.converge())).toEqual(allDone(world));
  });

  it('goes with force: versions, delete markers and unfinished uploads', async () => {
    expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
    expect(await world.inventory()).toMatchObject(nothingButKeys);
  });

  it('goes with force although its policy denies every object call', async () => {
    await world.converge();
    expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
    expect(await world.inventory()).toMatchObject(nothingButKeys);
  });
});

it('an object put while the bucket is emptied with force leads to another run', async () => {
  await put('a');
  const meanwhile = first('S3.DeleteBucket', { Bucket: world.names.initialBucket });
  world.clients.before = async (call) => meanwhile(call) && put('late');
  const outcome = outcomeOf(await world.dismantle({ force: true }), 'initialBucket');
  expect(outcome).toMatchObject({ error: { code: 'bucket-not-empty-yet', retryable: true } });
  expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
  expect(await world.inventory()).toMatchObject(nothingButKeys);
});

it('an object put after the look at a bucket stops a deletion without force, and the bucket keeps its policy', async () => {
  const Bucket = world.names.initialBucket;
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [denied(Bucket)] });
  await world.hand.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const meanwhile = first('S3.DeleteBucket', { Bucket });
  world.clients.before = async (call) => meanwhile(call) && put('late');
  expect(outcomeOf(await world.dismantle(), 'initialBucket')).toMatchObject({
    error: { retryable: false, aws: { code: 'BucketNotEmpty' } },
  });
  expect(await snapshot(world, 'initialBucket')).toMatchObject({ policy: JSON.parse(Policy) });
});

it('one unfinished upload stops a deletion without force, too', async () => {
  await beginUpload('c');
  const before = await world.inventory();
  expect(outcomeOf(await world.dismantle(), 'initialBucket')).toMatchObject({
    error: { code: 'bucket-not-empty' },
  });
  expect(await world.inventory()).toEqual(before);
});

it('a bucket with nothing but delete markers goes with force, and the deletion ends', async () => {
  for (const Key of ['a', 'b']) {
    const { VersionId } = await put(Key);
    await remove(Key);
    await world.hand.s3.send(new DeleteObjectCommand({ Bucket: world.names.initialBucket, Key, VersionId }));
  }
  expect(outcomeOf(await world.dismantle(), 'initialBucket')).toMatchObject({
    error: { code: 'bucket-not-empty' },
  });
  expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
  expect(await world.inventory()).toMatchObject(nothingButKeys);
});

it('a bucket of more than one page goes with force', async () => {
  const Bucket = world.names.initialBucket;
  for (let count = 0; count < 1050; count += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => put(`file-${count + index}`)));
  }
  const { IsTruncated } = await world.hand.s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(IsTruncated).toBe(true);
  expect(outcomeOf(await world.dismantle(), 'initialBucket')).toHaveProperty(
    'error.message',
    expect.stringContaining('1050 object versions'),
  );
  expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
  expect(await world.inventory()).toMatchObject(nothingButKeys);
});

describe('objects that S3 does not delete in a call that it answers with 200', () => {
  /** What S3 says of the first objects of the first call. */
  const refusing = (Code: string, howMany: number, Message = '') => {
    const once = first('S3.DeleteObjects');
    world.clients.amends = (call, output) => {
      if (!once(call)) return;
      const { Objects } = (call.input as { Delete: { Objects: { Key: string }[] } }).Delete;
      output.Errors = Objects.slice(0, howMany).map(({ Key }) => ({ Key, Code, Message }));
    };
  };
  beforeEach(() => Promise.all([put('a'), put('b'), put('c')]));

  it('for reasons that pass are deleted in the next round', async () => {
    refusing('InternalError', 1);
    expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
    expect(world.state('initialBucket')?.progress).toEqual({ objectVersions: 2 });
  });

  it('none of them, lead to another run', async () => {
    refusing('SlowDown', 3);
    expect(outcomeOf(await world.dismantle({ force: true }), 'initialBucket')).toMatchObject({
      error: { retryable: true, message: expect.stringMatching(/SlowDown for object a and 2 more in/) },
    });
  });

  it('because they are locked end the deletion with their name, the others gone and the policy in place', async () => {
    const Bucket = world.names.initialBucket;
    const policy = { Version: '2012-10-17', Statement: [denied(Bucket)] };
    await world.hand.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    refusing('AccessDenied', 1, 'Access Denied because object protected by object lock.');
    expect(outcomeOf(await world.dismantle({ force: true }), 'initialBucket')).toMatchObject({
      error: {
        code: 'object-locked',
        retryable: false,
        message: expect.stringContaining('Object a in bucket'),
      },
    });
    expect(await snapshot(world, 'initialBucket')).toMatchObject({ policy });
    expect(world.state('initialBucket')).toMatchObject({ status: 'FAILED', progress: { objectVersions: 2 } });
    expect(world.state('key')?.status).toBe('READY');
  });

  it('because they are gone already count as deleted', async () => {
    refusing('NoSuchVersion', 2);
    expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
    expect(world.state('initialBucket')?.progress).toEqual({ objectVersions: 3 });
  });
});
