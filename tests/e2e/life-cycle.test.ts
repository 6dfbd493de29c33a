import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { REGION, WAIT } from '../support/http.ts';
import { type Inventory, inventory } from '../support/inventory.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
/** The account before the first environment: the table's encryption has made a key there. */
let untouched: Inventory;
const account = (): Promise<Inventory> => inventory({ region: REGION });

beforeAll(async () => {
  untouched = await account();
});

/** What is in the account besides keys in their deletion window, which always stay. */
const lasting = async (): Promise<Inventory> => {
  const all = await account();
  return { ...all, keys: all.keys.filter((key) => !key.endsWith('PendingDeletion')) };
};

describe('one environment', () => {
  it('is READY with complete outputs after one POST that waits', async () => {
    const { status, headers, body } = await system.create('pr-123');

    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/environments/pr-123');
    expect(headers.get('preference-applied')).toBe('wait=20');
    expect(body).toMatchObject({
      id: 'pr-123',
      status: 'READY',
      generation: 1,
      observedGeneration: 1,
      outputs: {
        region: REGION,
        buckets: {
          initial: { name: expect.stringMatching(/^initial-pr-123-/) },
          final: { name: expect.stringMatching(/^final-pr-123-/) },
        },
        kmsKeyArn: expect.stringMatching(/^arn:aws:kms:eu-west-1:/),
        kmsKeyAlias: expect.stringMatching(/^alias\/groundwork-pr-123-/),
        roleArn: expect.stringContaining(`arn:aws:iam::${system.accountId}:role/groundwork/local/`),
        instanceProfileArn: expect.stringContaining(':instance-profile/groundwork/local/'),
      },
    });
    expect(body.resources.map((resource: { status: string }) => resource.status)).toEqual(
      Array(6).fill('READY'),
    );
  });

  it('is described and listed', async () => {
    const described = await system.send('GET /environments/pr-123');
    const listed = await system.send('GET /environments');

    expect(described).toMatchObject({ status: 200, body: { id: 'pr-123', status: 'READY' } });
    expect(listed.status).toBe(200);
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual(['pr-123']);
  });

  it('encrypts what is put into its buckets with its key, and hands it out again', async () => {
    const { body } = await system.send('GET /environments/pr-123');
    const { buckets, kmsKeyArn } = body.outputs;
    const object = { Bucket: buckets.initial.name, Key: 'report.csv' };

    await system.s3.send(new PutObjectCommand({ ...object, Body: 'a,b\n1,2\n' }));

    const head = await system.s3.send(new HeadObjectCommand(object));
    expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyArn });
    const got = await system.s3.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe('a,b\n1,2\n');
  });

  it('deletes nothing when a bucket holds data and force is not given', async () => {
    const before = await account();

    const { status, body } = await system.send('DELETE /environments/pr-123', { headers: WAIT });

    expect(status).toBe(202);
    expect(body.status).toBe('DELETE_FAILED');
    expect(body.statusReason).toMatch(/^bucket-not-empty: .* 1 object version and 0 /);
    expect(await account()).toEqual(before);
  });

  it('goes with force, objects and all, and leaves nothing but its key in the deletion window', async () => {
    const { status, body } = await system.send('DELETE /environments/pr-123?force=true', { headers: WAIT });

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'DELETED', deletedAt: expect.any(String) });
    expect(await lasting()).toEqual(untouched);
    expect((await account()).keys).toHaveLength(untouched.keys.length + 1);
  });

  it('stays readable after its deletion, and its id can be used again at once', async () => {
    const gone = await system.send('GET /environments/pr-123');
    const listed = await system.send('GET /environments');
    const listedDeleted = await system.send('GET /environments?status=DELETED');
    const again = await system.create('pr-123');

    expect(gone).toMatchObject({ status: 200, body: { status: 'DELETED' } });
    expect(listed.body.items).toEqual([]);
    expect(listedDeleted.body.items).toHaveLength(1);
    expect(again).toMatchObject({ status: 201, body: { status: 'READY', generation: 1 } });
    await system.send('DELETE /environments/pr-123', { headers: WAIT });
  });
});

describe('two environments side by side', () => {
  it('do not touch each other: deleting one removes all of it and nothing of the other', async () => {
    await system.create('left');
    const onlyLeft = await account();
    const right = await system.create('right', { encryption: { algorithm: 'AES256' } });
    expect(right).toMatchObject({ status: 201, body: { status: 'READY' } });
    const { initial } = right.body.outputs.buckets;
    await system.s3.send(new PutObjectCommand({ Bucket: initial.name, Key: 'one', Body: '1' }));
    await system.s3.send(new DeleteObjectCommand({ Bucket: initial.name, Key: 'one' }));
    await system.s3.send(new CreateMultipartUploadCommand({ Bucket: initial.name, Key: 'unfinished' }));

    const deleted = await system.send('DELETE /environments/right?force=true', { headers: WAIT });

    expect(deleted).toMatchObject({ status: 200, body: { status: 'DELETED' } });
    expect(await account()).toEqual(onlyLeft);

    await system.send('DELETE /environments/left', { headers: WAIT });
    expect(await lasting()).toEqual(untouched);
  });
});

describe('deletion while it is being made', () => {
  it('converges on the newest word: everything is gone', async () => {
    await system.send('POST /environments', { body: { id: 'short-lived' } });

    const deleted = await system.send('DELETE /environments/short-lived', { headers: WAIT });

    expect(deleted).toMatchObject({ status: 200, body: { status: 'DELETED' } });
    expect(await lasting()).toEqual(untouched);
  });
});
