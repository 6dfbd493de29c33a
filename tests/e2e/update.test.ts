import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { environment, problem } from '../../lib/api/response-schemas.ts';
import { atRest, REGION, WAIT } from '../support/http.ts';
import { writesOf } from '../support/recording-proxy.ts';
import { useRecordedSystem } from '../support/suite.ts';

const { system, proxy } = useRecordedSystem();
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
    const { body } = await system.create('patched', { tags: { team: 'files', tier: '1' } });
    bucket = body.outputs.buckets.initial.name;
    role = body.outputs.roleName;
  });
  beforeEach(async () => {
    await atRest(system);
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
    const { Policy = '' } = await system.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy).Statement[0].Condition.NotIpAddress['aws:SourceIp']).toEqual([
      '198.51.100.0/24',
      '2001:db8::1/128',
    ]);
  });

  it('of VPC endpoints lets their traffic in', async () => {
    await patch('patched', { allowedVpcEndpoints: ['vpce-0123456789abcdef0'] });
    const { Policy = '' } = await system.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(Policy).toContain('vpce-0123456789abcdef0');
    expect(writesAtAws()).toEqual(['S3.PUT policy', 'S3.PUT policy']);
  });

  it('of one tag changes it, null takes one away, and the others stay, on everything', async () => {
    const { body } = await patch('patched', { tags: { team: 'other', tier: null, more: 'x' } });
    expect(body.spec.tags).toEqual({ team: 'other', more: 'x' });
    const { TagSet = [] } = await system.s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    const own = TagSet.filter(({ Key }) => !Key?.startsWith('groundwork:'));
    expect(Object.fromEntries(own.map(({ Key, Value }) => [Key, Value]))).toEqual(body.spec.tags);
    expect(writesAtAws().filter((name) => !/[Tt]ag/.test(name))).toEqual([]);
  });

  it('of versioning and of expiry of objects reaches both buckets', async () => {
    await patch('patched', { storage: { versioning: false, expireAfterDays: 30 } });
    expect(await system.s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).toMatchObject({
      Status: 'Suspended',
    });
    expect(writesAtAws().sort()).toEqual([
      'S3.PUT lifecycle',
      'S3.PUT lifecycle',
      'S3.PUT versioning',
      'S3.PUT versioning',
    ]);
    await patch('patched', { storage: { expireAfterDays: null } });
    const { Rules = [] } = await system.s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
    );
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

  it('of a time to live by the end that it led to changes nothing', async () => {
    const { body } = await patch('patched', { ttl: '2h' });
    const again = await patch('patched', body.spec, {});
    expect(again).toMatchObject({ status: 200, body: { generation: body.generation } });
    expect(await patch('patched', { ttl: '2h' })).toMatchObject({
      body: { generation: body.generation + 1 },
    });
  });

  it('of what is so already changes nothing and says 200', async () => {
    const before = await describeIt('patched');
    const { spec } = before;
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
    const { Policy = '' } = await system.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
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
    await system.create('gone');
    await system.send('DELETE /environments/gone', { headers: WAIT });
    expect(await patch('gone', { tags: {} })).toMatchObject({ status: 410, body: { code: 'gone' } });
  });
});
