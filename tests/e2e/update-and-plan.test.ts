import { randomBytes } from 'node:crypto';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { environment, plan, problem } from '../../lib/api/response-schemas.ts';
import { emulatorEndpoint, type TestSystem, testSystem } from '../support/http.ts';
import { type RecordingProxy, recordingProxy, writesOf } from '../support/recording-proxy.ts';

const REGION = 'eu-west-1';
const WAIT = { prefer: 'wait=20' };

let proxy: RecordingProxy;
let system: TestSystem;
let s3: S3Client;
beforeAll(async () => {
  proxy = await recordingProxy(emulatorEndpoint());
  system = await testSystem({ endpoint: proxy.endpoint });
  s3 = new S3Client({ region: REGION, forcePathStyle: true });
});
afterAll(async () => {
  s3?.destroy();
  await system?.stop();
  await proxy?.stop();
});

const create = (id: string, spec: object = {}) =>
  system.send('POST /environments', {
    headers: WAIT,
    body: { id, allowedCidrs: ['203.0.113.7'], ...spec },
  });
const patch = (id: string, body: object, headers: Record<string, string> = WAIT) =>
  system.send(`PATCH /environments/${id}`, {
    body,
    headers: { 'content-type': 'application/merge-patch+json', ...headers },
  });
const describeIt = async (id: string) =>
  environment.parse((await system.send(`GET /environments/${id}`)).body);

/** Writes at KMS, IAM and S3: of the environment, not of its record. */
const writesAtAws = () => writesOf(proxy).filter((name) => /^(KMS|IAM|S3)\./.test(name));

describe('PATCH /environments/{id}', () => {
  let bucket: string;
  let role: string;
  beforeAll(async () => {
    const { body } = await create('patched', { tags: { team: 'files', tier: '1' } });
    bucket = body.outputs.buckets.initial.name;
    role = body.outputs.roleName;
  });
  beforeEach(() => {
    proxy.calls.length = 0;
  });

  it('of the addresses writes the two bucket policies and nothing else', async () => {
    const { status, body } = await patch('patched', { allowedCidrs: ['198.51.100.0/24', '2001:db8::1'] });

    expect(status).toBe(200);
    expect(environment.parse(body)).toMatchObject({
      status: 'READY',
      generation: 2,
      observedGeneration: 2,
      spec: { allowedCidrs: ['198.51.100.0/24', '2001:db8::1/128'] },
    });
    expect(writesAtAws()).toEqual(['S3.PUT policy', 'S3.PUT policy']);
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy).Statement[0].Condition.NotIpAddress['aws:SourceIp']).toEqual([
      '198.51.100.0/24',
      '2001:db8::1/128',
    ]);
  });

  it('of VPC endpoints lets their traffic in', async () => {
    await patch('patched', { allowedVpcEndpoints: ['vpce-0123456789abcdef0'] });
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(Policy).toContain('vpce-0123456789abcdef0');
    expect(writesAtAws()).toEqual(['S3.PUT policy', 'S3.PUT policy']);
  });

  it('of one tag changes it, null takes one away, and the others stay, on everything', async () => {
    const { body } = await patch('patched', { tags: { team: 'other', tier: null, more: 'x' } });
    expect(body.spec.tags).toEqual({ team: 'other', more: 'x' });
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    const own = TagSet.filter(({ Key }) => !Key?.startsWith('groundwork:'));
    expect(Object.fromEntries(own.map(({ Key, Value }) => [Key, Value]))).toEqual(body.spec.tags);
    expect(writesAtAws().filter((name) => !/[Tt]ag/.test(name))).toEqual([]);
  });

  it('of versioning and of expiry of objects reaches both buckets', async () => {
    await patch('patched', { storage: { versioning: false, expireAfterDays: 30 } });
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).toMatchObject({
      Status: 'Suspended',
    });
    expect(writesAtAws().sort()).toEqual([
      'S3.PUT lifecycle',
      'S3.PUT lifecycle',
      'S3.PUT versioning',
      'S3.PUT versioning',
    ]);
    await patch('patched', { storage: { expireAfterDays: null } });
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    expect(Rules.map(({ ID }) => ID)).toEqual(['abort-incomplete-uploads']);
    expect((await describeIt('patched')).spec.storage).toEqual({ acl: 'private', versioning: false });
  });

  it('of the trusted services changes who may hand the role out', async () => {
    await patch('patched', { role: { trustedServices: ['ecs-tasks.amazonaws.com'] } });
    const { Role } = await new IAMClient({ region: REGION }).send(new GetRoleCommand({ RoleName: role }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('ecs-tasks.amazonaws.com');
    expect(writesAtAws()).toEqual(['IAM.UpdateAssumeRolePolicy']);
  });

  it.each([
    ['the deletion window', { encryption: { deletionWindowDays: 30 } }],
    ['protection', { deletionProtection: true }],
    ['forced destruction', { forceDestroy: true }],
    ['a time to live', { ttl: '2h' }],
    ['no end', { ttl: null }],
    ['an end', { expiresAt: '2099-01-01T00:00:00Z' }],
  ])('of %s writes nothing at AWS', async (_, change) => {
    if ('expiresAt' in change) {
      change.expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    }
    expect(await patch('patched', change)).toMatchObject({ status: 200, body: { status: 'READY' } });
    expect(writesAtAws()).toEqual([]);
  });

  it('of what is so already changes nothing and says 200', async () => {
    const before = await describeIt('patched');
    const { spec } = before;
    proxy.calls.length = 0;
    expect(await patch('patched', spec, {})).toMatchObject({ status: 200, body: before });
    expect(writesOf(proxy)).toEqual([]);
  });

  it('refuses by name what can never change, and everything else that is wrong with it', async () => {
    const before = await describeIt('patched');
    const { status, body } = await patch('patched', {
      id: 'other',
      region: 'us-east-1',
      encryption: { algorithm: 'AES256', keyAlias: 'alias/x', deletionWindowDays: 3 },
      storage: { bucketPrefix: 'x-', initialBucketName: 'abc', finalBucketName: 'abd', acl: 'public' },
      role: { name: 'r', policyName: 'p', instanceProfileName: 'i', trustedServices: null },
      allowedCidrs: ['10.0.0.1/8'],
      colour: 'blue',
      ttl: '1m',
    });
    expect(status).toBe(400);
    expect((problem.parse(body).errors ?? []).map(({ pointer }) => pointer).sort()).toEqual([
      '/allowedCidrs/0',
      '/colour',
      '/encryption/algorithm',
      '/encryption/deletionWindowDays',
      '/encryption/keyAlias',
      '/id',
      '/region',
      '/role/instanceProfileName',
      '/role/name',
      '/role/policyName',
      '/storage/acl',
      '/storage/bucketPrefix',
      '/storage/finalBucketName',
      '/storage/initialBucketName',
      '/ttl',
    ]);
    expect(await describeIt('patched')).toEqual(before);
  });

  it('holds to If-Match, and repeated after a lost answer meets what it brought about', async () => {
    const seen = await system.send('GET /environments/patched');
    const ifMatch = { 'if-match': seen.headers.get('etag') ?? '' };
    const change = { allowedCidrs: ['192.0.2.0/24'] };

    expect(await patch('patched', change, ifMatch)).toMatchObject({ status: 202 });
    expect(await patch('patched', change, ifMatch)).toMatchObject({ status: 200 });
    expect(await patch('patched', { tags: { a: 'b' } }, ifMatch)).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed' },
    });
    await system.send('GET /environments/patched', { headers: WAIT });
  });

  it('during a change is accepted, and the last word is what exists', async () => {
    const words = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
    for (const word of words) {
      expect(await patch('patched', { allowedCidrs: [word] }, {})).toMatchObject({ status: 202 });
    }
    const { body } = await system.send('GET /environments/patched', { headers: WAIT });
    expect(body).toMatchObject({ status: 'READY', spec: { allowedCidrs: ['192.0.2.4/32'] } });
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(Policy).toContain('"192.0.2.4/32"');
    expect((await system.send('GET /environments/patched/drift')).body.inSync).toBe(true);
  });

  it.each([
    ['another content type', 'a=b', { 'content-type': 'text/plain' }, 415],
    ['a list', '[]', {}, 400],
  ])('refuses %s', async (_, body, headers, status) => {
    expect((await system.send('PATCH /environments/patched', { body, headers })).status).toBe(status);
  });

  it('of what never was is 404, and of what is gone 410', async () => {
    expect((await patch('nobody', { tags: {} })).status).toBe(404);
    await create('gone');
    await system.send('DELETE /environments/gone', { headers: WAIT });
    expect(await patch('gone', { tags: {} })).toMatchObject({ status: 410, body: { code: 'gone' } });
  });
});

describe('dryRun=true', () => {
  const actions = (body: unknown) =>
    Object.fromEntries(plan.parse(body).resources.map(({ logicalId, action }) => [logicalId, action]));
  let ready: string;

  beforeAll(async () => {
    ready = (await create('planned')).body.outputs.buckets.initial.name;
    // Another account has this name: bucket names are everybody's.
  });
  beforeEach(() => {
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
    await s3.send(
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

  it('on DELETE tells what would go, and what stands in the way', async () => {
    const ask = (query: string) => system.send(`DELETE /environments/planned?dryRun=true${query}`);
    expect(plan.parse((await ask('')).body).summary).toMatchObject({ delete: 6, blocked: 0 });
    await s3.send(new PutObjectCommand({ Bucket: ready, Key: 'one', Body: '1' }));
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
    await create('kept', { deletionProtection: true });
    expect(await system.send('DELETE /environments/kept?dryRun=true')).toMatchObject({
      status: 409,
      body: { code: 'deletion-protected' },
    });
  });
});
