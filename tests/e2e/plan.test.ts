import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { environment, plan } from '../../lib/api/response-schemas.ts';
import { atRest, REGION } from '../support/http.ts';
import { writesOf } from '../support/recording-proxy.ts';
import { useRecordedSystem } from '../support/suite.ts';

const { system, proxy } = useRecordedSystem();
const describeIt = async (id: string) =>
  environment.parse((await system.send(`GET /environments/${id}`)).body);

describe('dryRun=true', () => {
  const actions = (body: unknown) =>
    Object.fromEntries(plan.parse(body).resources.map(({ logicalId, action }) => [logicalId, action]));
  let ready: string;

  beforeAll(async () => {
    ready = (await system.create('planned')).body.outputs.buckets.initial.name;
  });
  beforeEach(async () => {
    await atRest(system);
    proxy.calls.length = 0;
  });
  const wroteNothing = () => {
    expect(proxy.calls.length).toBeGreaterThan(0);
    expect(writesOf(proxy)).toEqual([]);
  };

  it('on POST tells what would be made, with everything it would have, and writes nothing', async () => {
    const { status, body } = await system.send('POST /environments?dryRun=true', {
      body: { id: 'not-yet', allowedCidrs: ['203.0.113.7'] },
    });
    wroteNothing();
    expect(status).toBe(200);
    expect(plan.parse(body)).toMatchObject({
      id: 'not-yet',
      request: 'create',
      summary: { create: 6, change: 0, taken: 0 },
    });
    const initial = body.resources.find(
      ({ logicalId }: { logicalId: string }) => logicalId === 'initialBucket',
    );
    expect(initial).toMatchObject({ name: 'initial-not-yet-<unique>', action: 'create' });
    expect(initial.aspects.map(({ aspect }: { aspect: string }) => aspect).sort()).toEqual([
      'encryption',
      'lifecycle',
      'ownership',
      'policy',
      'publicAccess',
      'tags',
      'versioning',
    ]);
    expect((await system.send('GET /environments/not-yet')).status).toBe(404);
  });

  it('on POST tells which names are taken already', async () => {
    const taken = `taken-${randomBytes(6).toString('hex')}`;
    await system.s3.send(
      new CreateBucketCommand({ Bucket: taken, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    const { body } = await system.send('POST /environments?dryRun=true', {
      body: { id: 'not-yet', storage: { initialBucketName: ready, finalBucketName: taken } },
    });
    wroteNothing();
    expect(actions(body)).toMatchObject({ initialBucket: 'taken', finalBucket: 'taken', key: 'create' });
    const [, , initial] = body.resources;
    expect(initial.error).toMatchObject({
      code: 'foreign-resource',
      message: expect.stringContaining(ready),
    });
  });

  it('on POST refuses what POST refuses', async () => {
    const ask = (body: object) => system.send('POST /environments?dryRun=true', { body });
    expect(await ask({ id: 'planned', forceDestroy: true })).toMatchObject({ status: 409 });
    expect(await ask({ id: 'Planned' })).toMatchObject({ status: 400 });
    expect(await system.send('POST /environments?dryRun=yes', { body: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/query/dryRun' }] },
    });
    wroteNothing();
  });

  it('on POST of what exists leaves everything alone', async () => {
    const { body } = await system.send('POST /environments?dryRun=true', {
      body: { id: 'planned', allowedCidrs: ['203.0.113.7'] },
    });
    wroteNothing();
    expect(plan.parse(body).summary).toMatchObject({ none: 6, create: 0, change: 0 });
  });

  it('on PATCH tells each aspect that would change, before and after', async () => {
    const before = await describeIt('planned');
    const { status, body } = await system.send('PATCH /environments/planned?dryRun=true', {
      body: { storage: { versioning: false } },
    });
    wroteNothing();
    expect(status).toBe(200);
    expect(plan.parse(body).summary).toMatchObject({ change: 2, none: 4 });
    const changed = plan.parse(body).resources.filter(({ action }) => action === 'change');
    expect(changed.map(({ logicalId, aspects }) => [logicalId, aspects])).toEqual(
      ['initialBucket', 'finalBucket'].map((id) => [
        id,
        [{ aspect: 'versioning', before: true, after: false }],
      ]),
    );
    expect(await describeIt('planned')).toEqual(before);
  });

  it('on PATCH tells what would change of which AWS knows nothing, and what is probably not meant', async () => {
    const { body } = await system.send('PATCH /environments/planned?dryRun=true', {
      body: { ttl: '2h', deletionProtection: true, allowedCidrs: null },
    });
    expect(plan.parse(body)).toMatchObject({
      changes: expect.arrayContaining(['/allowedCidrs', '/deletionProtection', '/expiresAt', '/ttl']),
      expiresAt: expect.any(String),
      warnings: [{ code: 'open-to-any-address' }, { code: 'protected-does-not-expire' }],
    });
  });

  it('on DELETE tells what would go, and what stands in the way', async () => {
    const ask = (query: string) => system.send(`DELETE /environments/planned?dryRun=true${query}`);
    expect(plan.parse((await ask('')).body).summary).toMatchObject({ delete: 6, blocked: 0 });
    await system.s3.send(new PutObjectCommand({ Bucket: ready, Key: 'one', Body: '1' }));
    proxy.calls.length = 0;

    const blocked = await ask('');
    const forced = await ask('&force=true');

    wroteNothing();
    expect(actions(blocked.body)).toMatchObject({ initialBucket: 'blocked', finalBucket: 'delete' });
    const bucket = plan.parse(blocked.body).resources.find(({ action }) => action === 'blocked');
    expect(bucket?.error).toMatchObject({
      code: 'bucket-not-empty',
      message: expect.stringContaining('1 object version'),
    });
    expect(plan.parse(forced.body).summary).toMatchObject({ delete: 6, blocked: 0 });
    expect(await describeIt('planned')).toMatchObject({ status: 'READY', generation: 1 });
  });

  it('on DELETE refuses what DELETE refuses', async () => {
    await system.create('kept', { deletionProtection: true });
    expect(await system.send('DELETE /environments/kept?dryRun=true')).toMatchObject({
      status: 409,
      body: { code: 'deletion-protected' },
    });
  });
});
