import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { environment } from '../../lib/api/response-schemas.ts';
import { changeRecord, REGION, WAIT } from '../support/http.ts';
import { inventory } from '../support/inventory.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const get = (path: string) => system.send(`GET /environments/${path}`);

describe('POST /environments/{id}/restore', () => {
  const restore = (id: string) => system.send(`POST /environments/${id}/restore`, { headers: WAIT });
  const keyState = async (KeyId: string) =>
    (await new KMSClient({ region: REGION }).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  it('takes the key back and makes the rest anew, empty, for as long as it had to live', async () => {
    const made = await system.create('phoenix', { ttl: '48h', tags: { team: 'files' } });
    const { outputs: before } = made.body;
    const Bucket = before.buckets.initial.name;
    await system.s3.send(new PutObjectCommand({ Bucket, Key: 'one', Body: '1' }));
    await system.send('DELETE /environments/phoenix?force=true', { headers: WAIT });
    expect(await keyState(before.kmsKeyId)).toBe('PendingDeletion');

    const { status, body } = await restore('phoenix');

    expect(status).toBe(200);
    expect(environment.parse(body)).toMatchObject({
      status: 'READY',
      outputs: before,
      generation: 3,
      restoredAt: expect.any(String),
      warnings: [{ code: 'restored-without-objects' }],
    });
    expect(body.deletedAt).toBeUndefined();
    const left = Date.parse(body.expiresAt) - Date.parse(body.restoredAt);
    expect(left).toBe(48 * 60 * 60 * 1000);
    expect(await keyState(before.kmsKeyId)).toBe('Enabled');
    expect(await get('phoenix/drift')).toMatchObject({ body: { inSync: true } });
    expect((await system.s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).toEqual([]);
  });

  it('leaves nothing behind when it is deleted again at once, before anything is made', async () => {
    await system.send('DELETE /environments/phoenix', { headers: WAIT });
    const { keys } = await inventory({ region: REGION });
    await system.send('POST /environments/phoenix/restore');
    const { body } = await system.send('DELETE /environments/phoenix', { headers: WAIT });
    expect(body.status).toBe('DELETED');
    const after = await inventory({ region: REGION });
    expect(after.keys).toEqual(keys);
    expect(after.buckets.filter((name) => name.includes('phoenix'))).toEqual([]);
  });

  it('is refused when the key is gone for good, and the id can be used anew', async () => {
    await changeRecord(system, 'phoenix', {
      'resources.key.deletedAt': new Date(Date.now() - 11 * 86_400_000).toISOString(),
    });
    expect(await restore('phoenix')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await system.create('phoenix')).toMatchObject({ status: 201, body: { generation: 1 } });
  });

  it('is refused for what is not deleted, and for what never was', async () => {
    expect(await restore('phoenix')).toMatchObject({ status: 409, body: { code: 'environment-exists' } });
    expect(await restore('nobody')).toMatchObject({ status: 404 });
  });

  it('takes back a deletion that data stopped, and the data with it', async () => {
    const { buckets } = (await system.create('kept')).body.outputs;
    await system.s3.send(new PutObjectCommand({ Bucket: buckets.final.name, Key: 'one', Body: '1' }));
    const { body: failed } = await system.send('DELETE /environments/kept', { headers: WAIT });
    expect(failed.status).toBe('DELETE_FAILED');
    expect((await get('kept/ready')).body.nextAction).toMatch(/\/restore/);
    expect((await system.send('PATCH /environments/kept', { body: { ttl: '1d' } })).body.nextAction).toMatch(
      /POST \/environments\/kept\/restore/,
    );

    expect(await restore('kept')).toMatchObject({ status: 200, body: { status: 'READY' } });

    const { Versions } = await system.s3.send(new ListObjectVersionsCommand({ Bucket: buckets.final.name }));
    expect(Versions).toHaveLength(1);
    expect(await get('kept/drift')).toMatchObject({ body: { inSync: true } });
  });

  it('works without a key, too', async () => {
    await system.create('keyless', { encryption: { algorithm: 'AES256' } });
    await system.send('DELETE /environments/keyless', { headers: WAIT });
    expect(await restore('keyless')).toMatchObject({ status: 200, body: { status: 'READY' } });
  });
});
