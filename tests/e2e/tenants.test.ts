import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../lib/api/routes.ts';
import { documentClient } from '../../lib/store/client.ts';
import { type Answer, atRest, WAIT } from '../support/http.ts';
import { claimsOf, useTokens } from '../support/issuer.ts';
import { useSystem } from '../support/suite.ts';

/** In both tenants there is `shared`; only one has `hidden`; nobody has `absent`. */
const env: Record<string, string> = { ADMINS: 'environment=administration' };
const issuer = useTokens(env);
const system = useSystem({ env });

type Sent = Parameters<typeof system.send>[1];
type As = (route: string, request?: Sent) => Promise<Answer>;
const as =
  (repository: string, further = {}): As =>
  async (route, request = {}) => {
    const token = await issuer.token(claimsOf(repository, '1234567', further));
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return system.send(route, { ...request, headers });
  };

const owner = as('owner');
const other = as('other');
const admin = as('platform', { environment: 'administration' });

/** What belongs to the owner and must be told to nobody else. */
let secrets: string[];
let theirs: Answer;

beforeAll(async () => {
  const small = { encryption: { algorithm: 'AES256' } };
  const make = (who: As, id: string, spec: object = small) =>
    who('POST /environments', { headers: WAIT, body: { id, ...spec } });
  const named = { role: { name: 'role-of-the-owner' }, tags: { team: 'the-owners-team' } };
  theirs = await make(owner, 'hidden', named);
  await make(owner, 'shared');
  await make(other, 'shared');
  const { outputs, resources } = theirs.body;
  const ids = resources.flatMap(({ physicalId, arn }: Record<string, string>) => [physicalId, arn]);
  secrets = [...ids, outputs.kmsKeyId, 'the-owners-team', 'repository_id:owner', 'repo:acme/owner'];
  await atRest(system);
});

/** What an answer says, without what differs from request to request; the id as if it were always the same. */
const told = ({ status, headers, body }: Answer, id: string): unknown =>
  JSON.parse(
    JSON.stringify({
      status,
      headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
      body: { ...body, requestId: '' },
    }).replaceAll(id, 'ID'),
  );

const withId = ROUTES.filter(({ path }) => path.includes('{id}')).map(({ method, path }) => ({
  method,
  path,
  ...(method === 'PATCH' && { request: { body: { tags: { seized: 'yes' } } } }),
}));

describe('of another tenant', () => {
  it.each<{ method: string; path: string; request?: Sent }>([
    ...withId,
    { method: 'GET', path: '/environments/{id}', request: { headers: WAIT } },
    { method: 'GET', path: '/environments/{id}', request: { headers: { 'if-none-match': '*' } } },
    { method: 'GET', path: '/environments/{id}/events?type=request.accepted' },
    { method: 'GET', path: '/environments/{id}/outputs?format=dotenv' },
    { method: 'DELETE', path: '/environments/{id}?force=true' },
    { method: 'DELETE', path: '/environments/{id}?dryRun=true' },
    { method: 'DELETE', path: '/environments/{id}?retain=true', request: { headers: { 'if-match': '*' } } },
    { method: 'PATCH', path: '/environments/{id}?dryRun=true', request: { body: { forceDestroy: true } } },
    { method: 'PUT', path: '/environments/{id}' },
  ])('an id is answered like one that never was: $method $path', async ({ method, path, request }) => {
    const answers = [];
    for (const id of ['hidden', 'absent']) {
      const answer = await other(`${method} ${path.replace('{id}', id)}`, request);
      expect(answer.status).toBe(method === 'PUT' ? 405 : 404);
      answers.push(told(answer, id));
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('nothing was changed by any of these', async () => {
    const { headers } = await owner('GET /environments/hidden');
    expect(headers.get('etag')).toBe(theirs.headers.get('etag'));
  });

  it('an id can be had, and makes another environment', async () => {
    const [own, others] = [await owner('GET /environments/shared'), await other('GET /environments/shared')];
    expect([own.body.tenant, others.body.tenant]).toEqual(['repository_id:owner', 'repository_id:other']);
    const { buckets, roleArn } = others.body.outputs;
    expect(JSON.stringify(own.body)).not.toContain(buckets.initial.name);
    expect(own.body.outputs.roleArn).not.toBe(roleArn);
  });

  it('an Idempotency-Key is another key', async () => {
    const headers = { 'idempotency-key': 'build-1', ...WAIT };
    const body = { encryption: { algorithm: 'AES256' } };
    const first = await owner('POST /environments', { headers, body });
    const second = await other('POST /environments', { headers, body });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.id).not.toBe(second.body.id);
  });

  it('nothing is in a list, and a page token leads nowhere', async () => {
    const { body } = await other('GET /environments');
    expect(body.items.map(({ tenant }: { tenant: string }) => tenant)).toEqual(
      body.items.map(() => 'repository_id:other'),
    );
    const { body: page } = await owner('GET /environments?limit=1');
    const refused = await other(`GET /environments?pageToken=${page.nextPageToken}`);
    const garbage = await other('GET /environments?pageToken=bm90LWEtdG9rZW4');
    expect([refused.status, told(refused, page.nextPageToken)]).toEqual([
      400,
      told(garbage, 'bm90LWEtdG9rZW4'),
    ]);

    const { body: events } = await owner('GET /environments/shared/events?limit=1');
    const further = await other(`GET /environments/shared/events?pageToken=${events.nextPageToken}`);
    expect(further.status).toBe(400);
  });

  it.each<[string, object]>([
    ['a role of its name', { role: { name: 'role-of-the-owner' } }],
    [
      'a bucket of its name',
      { storage: { initialBucketName: 'INITIAL', finalBucketName: 'final-of-another' } },
    ],
    ['an alias of its name', { encryption: { keyAlias: 'ALIAS' } }],
  ])('%s is refused, planned or asked for, and nothing is told of whose it is', async (_, spec) => {
    const { outputs } = theirs.body;
    const text = JSON.stringify(spec)
      .replace('INITIAL', outputs.buckets.initial.name)
      .replace('ALIAS', outputs.kmsKeyAlias);
    const body = { id: 'squatter', ...JSON.parse(text) };
    const plan = await other('POST /environments?dryRun=true', { body });
    expect(plan.body.summary.taken).toBeGreaterThan(0);
    const made = await other('POST /environments', { headers: WAIT, body });
    expect(made.body.status).toBe('FAILED');
    const asked = [outputs.buckets.initial.name, 'role-of-the-owner', outputs.kmsKeyAlias];
    for (const answer of [plan, made]) expect(leaked(answer, asked)).toEqual([]);
    const gone = await other('DELETE /environments/squatter', { headers: WAIT });
    expect(gone.body.status).toBe('DELETED');
    expect(await owner('GET /environments/hidden/drift')).toMatchObject({ body: { inSync: true } });
  });

  it('nothing can be taken over, not even by an admin', async () => {
    const { outputs } = theirs.body;
    const resources = {
      key: outputs.kmsKeyId,
      alias: outputs.kmsKeyAlias,
      initialBucket: outputs.buckets.initial.name,
      finalBucket: outputs.buckets.final.name,
      role: outputs.roleName,
      instanceProfile: outputs.instanceProfileName,
    };
    const body = { id: 'seized', resources };
    const refused = await admin('POST /imports', { body });
    expect([refused.status, refused.body.code]).toEqual([409, 'import-refused']);
    expect(leaked(refused, Object.values(resources))).toEqual([]);
    expect(await other('POST /imports', { body })).toMatchObject({ status: 403 });
  });
});

describe('an admin', () => {
  const of = (tenant: string) => ({ headers: { 'groundwork-tenant': tenant } });

  it('sees all tenants, page by page', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/environments?limit=2';
    while (path) {
      const { headers, body }: Answer = await admin(`GET ${path}`, of('*'));
      seen.push(...body.items.map(({ tenant, id }: Record<string, string>) => `${tenant}/${id}`));
      path = headers.get('link')?.match(/^<(.+)>; rel="next"$/)?.[1];
    }
    const { Items = [] } = await documentClient().send(new ScanCommand({ TableName: system.tableName }));
    const all = Items.filter(({ status }) => status !== 'DELETED').map(({ tenant, id }) => `${tenant}/${id}`);
    expect(seen.sort()).toEqual(all.sort());
    expect(seen).toEqual(
      expect.arrayContaining(['repository_id:owner/hidden', 'repository_id:other/shared']),
    );
  });

  it.each(['', '/ready', '/outputs', '/events', '/drift', '/terraform'])(
    'sees what is another tenant’s, and without its name only what is its own: %s',
    async (path) => {
      const answer = await admin(`GET /environments/hidden${path}`, of('repository_id:owner'));
      expect(answer.status).toBe(200);
      expect(await admin(`GET /environments/hidden${path}`)).toMatchObject({ status: 404 });
    },
  );

  it('changes nothing that is another tenant’s', async () => {
    const request = { body: { forceDestroy: true }, ...of('repository_id:owner') };
    expect(await admin('PATCH /environments/hidden', request)).toMatchObject({ status: 400 });
    expect(await admin('POST /environments', { body: {}, ...of('repository_id:owner') })).toMatchObject({
      status: 400,
    });
  });

  it('alone names other tenants, and alone deletes what is protected', async () => {
    for (const tenant of ['repository_id:owner', 'repository_id:nobody', '*']) {
      expect(await other('GET /environments', of(tenant))).toMatchObject({ status: 403 });
    }
    const body = { deletionProtection: true };
    await owner('PATCH /environments/shared', { headers: WAIT, body });
    const path = 'DELETE /environments/shared';
    expect(await owner(path)).toMatchObject({ status: 409 });
    expect(await owner(`${path}?evenIfProtected=true`)).toMatchObject({ status: 403 });
    const headers = { ...WAIT, 'groundwork-tenant': 'repository_id:owner' };
    expect(await admin(path, { headers })).toMatchObject({ status: 409 });
    const gone = await admin(`${path}?evenIfProtected=true`, { headers });
    expect(gone.body).toMatchObject({ status: 'DELETED', tenant: 'repository_id:owner' });
    const { body: events } = await owner('GET /environments/shared/events?type=request.accepted');
    expect(events.items[0]).toMatchObject({ actor: 'repo:acme/platform:ref:refs/heads/main' });
  });
});

/** What an answer tells of the owner's, besides what was asked about by its name. */
const leaked = ({ headers, body }: Answer, asked: readonly string[]): string[] => {
  const text = asked.reduce((rest, name) => rest.replaceAll(name, ''), JSON.stringify([...headers, body]));
  return secrets.filter((secret) => text.includes(secret));
};
