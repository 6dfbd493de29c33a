import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment, eventList, problem } from '../../lib/api/response-schemas.ts';
import { changeRecord, type TestSystem, testSystem } from '../support/http.ts';
import { inventory } from '../support/inventory.ts';
import { bash } from '../support/shell.ts';

const REGION = 'eu-west-1';
const WAIT = { prefer: 'wait=20' };

let system: TestSystem;
let folder: string;
beforeAll(async () => {
  system = await testSystem();
  folder = await mkdtemp(join(tmpdir(), 'groundwork-'));
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

const create = (id: string, spec: object = {}) =>
  system.send('POST /environments', {
    headers: WAIT,
    body: { id, allowedCidrs: ['203.0.113.7'], ...spec },
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  system.send(`GET /environments/${path}`, { headers });

const later = (id: string, set: Record<string, unknown>) => changeRecord(system, id, set);

describe('GET /environments/{id}/outputs', () => {
  beforeAll(async () => {
    await create('told');
  });

  it('is JSON unless something else is asked for, by format or by Accept', async () => {
    const { body } = await get('told');
    const types = async (query: string, headers = {}) =>
      (await get(`told/outputs${query}`, headers)).headers.get('content-type')?.replace(/;.*/, '');
    expect(await get('told/outputs')).toMatchObject({ status: 200, body: body.outputs });
    expect(await types('')).toBe('application/json');
    expect(await types('', { accept: 'text/x-dotenv' })).toBe('text/x-dotenv');
    expect(await types('', { accept: 'text/html, application/x-sh;q=0.5' })).toBe('application/x-sh');
    expect(await types('', { accept: '*/*' })).toBe('application/json');
    expect(await types('?format=tfvars', { accept: 'application/json' })).toBe('text/x-tfvars');
  });

  it.each([
    ['?format=yaml', {}, '/query/format'],
    ['?form=json', {}, '/query/form'],
    ['', { accept: 'text/html' }, '/headers/accept'],
  ])('refuses %s %j', async (query, headers, pointer) => {
    const { status, body } = await get(`told/outputs${query}`, headers);
    expect([status, problem.parse(body).errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('appends to the variables of a CI job as it is', async () => {
    const variables = join(folder, 'github-env');
    await writeFile(variables, 'BEFORE=1\n');
    const { code } = await bash('curl -fsS "$URL/environments/told/outputs?format=dotenv" >> "$GITHUB_ENV"', {
      URL: system.url,
      GITHUB_ENV: variables,
    });
    expect(code).toBe(0);
    const { body } = await get('told/outputs');
    const loaded = await bash('set -eua; . "$0"; printenv GROUNDWORK_FINAL_BUCKET'.replace('$0', variables));
    expect(loaded.out.trim()).toBe(body.buckets.final.name);
    expect(await readFile(variables, 'utf8')).toMatch(/^BEFORE=1\nGROUNDWORK_ENVIRONMENT=told\n/);
  });

  it('as user data lets an instance upload and download with the real AWS CLI', async () => {
    const { body: script } = await get('told/outputs?format=cloud-init');
    const userData = join(folder, 'user-data');
    await writeFile(userData, script);
    const { code, out, err } = await bash(
      `set -e; bash ${userData}; cd ${folder}; echo 'a,b' > report.csv; . ./groundwork.sh
       upload report.csv; rm report.csv; download report.csv initial; cat report.csv; printenv GROUNDWORK_ROLE_NAME`,
      { GROUNDWORK_PROFILE_DIR: folder },
    );
    expect(err).toBe('');
    const { body } = await get('told/outputs');
    expect([code, out.trim().split('\n').slice(-2)]).toEqual([0, ['a,b', body.roleName]]);
  });

  it('is refused before it is READY, and when it is gone', async () => {
    await system.send('POST /environments', { body: { id: 'not-yet' } });
    const early = await get('not-yet/outputs');
    await get('not-yet', WAIT);
    await system.send('DELETE /environments/not-yet', { headers: WAIT });
    expect(early).toMatchObject({ status: 409, body: { code: 'not-ready', retryable: true } });
    expect(await get('not-yet/outputs')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await get('nobody/outputs')).toMatchObject({ status: 404 });
  });
});

describe('GET /environments/{id}/ready', () => {
  /** As the contract shows it, with a bound on the test's patience. */
  const curl = (id: string) =>
    bash(
      `time curl -fsS --retry 60 --retry-max-time 1200 -o /dev/null -w '%{http_code}' "$URL/environments/${id}/ready"`,
      { URL: system.url, TIMEFORMAT: '%0R' },
    );

  it('ends well with the real curl when the environment becomes ready', async () => {
    await system.send('POST /environments', { body: { id: 'awaited' } });
    expect(await get('awaited/ready')).toMatchObject({
      status: 503,
      body: {
        code: 'unavailable',
        retryable: true,
        detail: expect.stringMatching(/^Environment awaited is P/),
      },
    });
    const { code, out } = await curl('awaited');
    expect([code, out]).toEqual([0, expect.stringMatching(/200$/)]);
  });

  it('tells curl when to ask again', async () => {
    const first = await system.send('POST /environments', { body: { id: 'asked-again' } });
    expect(first.status).toBe(202);
    const { headers } = await get('asked-again/ready');
    expect(headers.get('retry-after')).toBe('2');
    await get('asked-again', WAIT);
  });

  it.each([
    ['failed', 'FAILED', 409, 'not-ready'],
    ['failed to go', 'DELETE_FAILED', 409, 'not-ready'],
    ['is being deleted', 'DELETING', 410, 'gone'],
    ['is gone', 'DELETED', 410, 'gone'],
  ])('ends badly and at once when it %s', async (_, status, answer, code) => {
    await later('awaited', { status, statusReason: 'aws-error: no' });
    const seen = await get('awaited/ready');
    expect(seen).toMatchObject({ status: answer, body: { code } });
    expect(problem.parse(seen.body).detail).toContain(status);
    const ended = await curl('awaited');
    expect(ended.code).toBe(22);
    expect(ended.err.trim().split('\n').at(-1)).toBe('0');
    await later('awaited', { status: 'READY', statusReason: undefined });
  });

  it('is 404 for what never was', async () => {
    expect((await curl('nobody')).out).toBe('404');
  });
});

describe('POST /environments/{id}/restore', () => {
  const restore = (id: string) => system.send(`POST /environments/${id}/restore`, { headers: WAIT });
  const s3 = () => new S3Client({ region: REGION, forcePathStyle: true });
  const keyState = async (KeyId: string) =>
    (await new KMSClient({ region: REGION }).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  it('takes the key back and makes the rest anew, empty, for as long as it had to live', async () => {
    const made = await create('phoenix', { ttl: '48h', tags: { team: 'files' } });
    const { outputs: before } = made.body;
    const Bucket = before.buckets.initial.name;
    await s3().send(new PutObjectCommand({ Bucket, Key: 'one', Body: '1' }));
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
    expect((await s3().send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).toEqual([]);
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
    await later('phoenix', {
      'resources.key.deletedAt': new Date(Date.now() - 11 * 86_400_000).toISOString(),
    });
    expect(await restore('phoenix')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await create('phoenix')).toMatchObject({ status: 201, body: { generation: 1 } });
  });

  it('is refused for what is not deleted, and for what never was', async () => {
    expect(await restore('phoenix')).toMatchObject({ status: 409, body: { code: 'environment-exists' } });
    expect(await restore('nobody')).toMatchObject({ status: 404 });
  });

  it('takes back a deletion that data stopped, and the data with it', async () => {
    const { buckets } = (await create('kept')).body.outputs;
    await s3().send(new PutObjectCommand({ Bucket: buckets.final.name, Key: 'one', Body: '1' }));
    const { body: failed } = await system.send('DELETE /environments/kept', { headers: WAIT });
    expect(failed.status).toBe('DELETE_FAILED');
    expect((await get('kept/ready')).body.nextAction).toMatch(/\/restore/);
    expect((await system.send('PATCH /environments/kept', { body: { ttl: '1d' } })).body.nextAction).toMatch(
      /POST \/environments\/kept\/restore/,
    );

    expect(await restore('kept')).toMatchObject({ status: 200, body: { status: 'READY' } });

    const { Versions } = await s3().send(new ListObjectVersionsCommand({ Bucket: buckets.final.name }));
    expect(Versions).toHaveLength(1);
    expect(await get('kept/drift')).toMatchObject({ body: { inSync: true } });
  });

  it('works without a key, too', async () => {
    await create('keyless', { encryption: { algorithm: 'AES256' } });
    await system.send('DELETE /environments/keyless', { headers: WAIT });
    expect(await restore('keyless')).toMatchObject({ status: 200, body: { status: 'READY' } });
  });
});

describe('GET /environments/{id}/events', () => {
  const events = async (query = '') => eventList.parse((await get(`eventful/events${query}`)).body);
  beforeAll(async () => {
    await create('eventful');
  });

  it('tells what was asked for, each call to AWS, and what came of it, newest first', async () => {
    const { items } = await events('?limit=100');
    expect(items.at(-1)).toMatchObject({
      type: 'request.accepted',
      actor: 'local',
      generation: 1,
      data: { request: 'create' },
    });
    expect(items.map(({ time }) => time)).toEqual(
      items
        .map(({ time }) => time)
        .sort()
        .reverse(),
    );
    expect(items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['environment.provisioning', 'environment.ready']),
    );
    const calls = items.filter(({ type }) => type === 'aws.call').map(({ data }) => data);
    const made = calls.filter(({ operation }) => String(operation).startsWith('Create'));
    expect(
      made.map(({ service, operation, logicalId }) => `${service}.${operation} ${logicalId}`).sort(),
    ).toEqual([
      'IAM.CreateInstanceProfile instanceProfile',
      'IAM.CreateRole role',
      'KMS.CreateAlias alias',
      'KMS.CreateKey key',
      'S3.CreateBucket finalBucket',
      'S3.CreateBucket initialBucket',
    ]);
    for (const call of calls) {
      expect(call).toMatchObject({ milliseconds: expect.any(Number), result: expect.any(String) });
      expect(call.requestId).toMatch(/./);
    }
  });

  it('of one type can be picked out of the many, page by page', async () => {
    const { items, nextPageToken } = await events('?limit=1&type=request.accepted');
    expect(items.map(({ data }) => data.request)).toEqual(['create']);
    expect(nextPageToken).toBeUndefined();
    const first = await events('?limit=2&type=aws.call');
    const second = await events(`?limit=2&type=aws.call&pageToken=${first.nextPageToken}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([4, 4]);
    expect(await get('eventful/events?type=aws')).toMatchObject({ status: 400 });
  });

  it('come in pages that leave nothing out and tell nothing twice', async () => {
    const all = (await events('?limit=100')).items.map(({ id }) => id);
    const seen: string[] = [];
    let path: string | undefined = '/environments/eventful/events?limit=7';
    while (path) {
      const { body, headers } = await system.send(`GET ${path}`);
      seen.push(...eventList.parse(body).items.map(({ id }) => id));
      path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(all);
  });

  it('tell a request at once, before any worker has seen it, and who made each change', async () => {
    await system.send('PATCH /environments/eventful', { body: { tags: { a: 'b' } } });
    expect((await events('?limit=1')).items).toMatchObject([{ generation: 2 }]);
    await get('eventful', WAIT);
    await system.send('DELETE /environments/eventful', { headers: WAIT });
    const { items } = await events('?limit=100');
    const requests = items.filter(({ type }) => type === 'request.accepted');
    expect(requests.map(({ data, generation }) => [generation, data.request, data.changes])).toEqual([
      [3, 'delete', undefined],
      [2, 'update', ['/tags']],
    ]);
    expect(items[0]).toMatchObject({ type: 'environment.deleted', data: { previousStatus: 'DELETING' } });
  });

  it('of another environment, or by a token of another list, are not to be had', async () => {
    const { nextPageToken = '' } = await events('?limit=1');
    expect((await get('nobody/events')).status).toBe(404);
    expect(await get(`told/events?pageToken=${nextPageToken}`)).toMatchObject({ status: 400 });
    expect(await get('told/events?limit=0&colour=blue')).toMatchObject({
      body: { errors: [{ pointer: '/query/limit' }, { pointer: '/query/colour' }] },
    });
  });
});
