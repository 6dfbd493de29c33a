import { readFileSync } from 'node:fs';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { parse } from 'yaml';
import { OPERATIONS } from '../../lib/api/operations.ts';
import { gatewayMessage, problem } from '../../lib/api/response-schemas.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { documentClient } from '../../lib/store/client.ts';
import { REGION } from '../support/http.ts';
import { claimsOf, useTokens } from '../support/issuer.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const page = readFileSync(new URL('../../docs/callers.md', import.meta.url), 'utf8');
const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => parse(block));

const env: Record<string, string> = {
  ADMINS: 'environment=administration',
  OPERATORS: 'ref_protected=true',
  READERS: '*',
  CHANGES_PER_MINUTE: '10',
};
const logged: string[] = [];
const issuer = useTokens(env);
const system = useSystem({ env, onLog: (line) => logged.push(line) });

beforeAll(() => {
  process.env.AWS_REGION = REGION;
});

const PROTECTED: JWTPayload = { ref_protected: 'true' };
const list = (authorization: string) => system.send('GET /environments', { headers: { authorization } });

describe('a token of the issuer', () => {
  it('opens the API to those who are meant, in a tenant of their own', async () => {
    const answer = await list(`Bearer ${await issuer.token(claimsOf('files', '1234567', PROTECTED))}`);
    expect([answer.status, answer.body]).toEqual([200, { items: [] }]);
  });

  it.each<[string, () => Promise<string>]>([
    ['of somebody else', () => issuer.token(claimsOf('files'), { forged: true })],
    ['of another issuer', () => issuer.token(claimsOf('files'), { issuer: 'https://gitlab.com' })],
    ['for another audience', () => issuer.token(claimsOf('files'), { audience: 'sts.amazonaws.com' })],
    ['that has expired', () => issuer.token(claimsOf('files'), { seconds: -60 })],
    ['whose claims were changed', async () => changed(await issuer.token(claimsOf('files', '99')))],
    ['that nobody has signed', async () => unsigned(await issuer.token(claimsOf('files')))],
    ['that is none', async () => 'token'],
  ])('%s is refused by the gateway', async (_, token) => {
    const answer = await list(`Bearer ${await token()}`);
    expect([answer.status, gatewayMessage.parse(answer.body)]).toEqual([401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('of an owner who is not meant is refused, with the claim on which it fails', async () => {
    const answer = await list(`Bearer ${await issuer.token(claimsOf('files', '99', PROTECTED))}`);
    expect(answer.status).toBe(403);
    expect(problem.parse(answer.body)).toMatchObject({
      code: 'forbidden',
      detail: 'You are not among the callers: repository_owner_id is 99.',
    });
  });

  it('of a branch that is not protected may read, and change nothing', async () => {
    const headers = { authorization: `Bearer ${await issuer.token(claimsOf('files'))}` };
    expect(await system.send('GET /environments', { headers })).toMatchObject({ status: 200 });
    const refused = await system.send('POST /environments', { headers, body: { id: 'sneaked-in' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect(await system.send('GET /environments/sneaked-in', { headers })).toMatchObject({ status: 404 });
  });
});

it('without a token only what is open is answered, whatever a client says of itself', async () => {
  const claims = claimsOf('files', '1234567', PROTECTED);
  const headers = { 'sls-offline-authorizer-override': JSON.stringify({ jwt: { claims } }) };
  for (const method of ['GET', 'HEAD', 'POST']) {
    expect(await system.send(`${method} /environments`, { headers })).toMatchObject({ status: 401 });
  }
  for (const path of ['/health', '/openapi.json']) {
    expect(await system.send(`GET ${path}`)).toMatchObject({ status: 200 });
  }
});

describe('the page about callers', () => {
  it('has a recipe for GitHub Actions, and its shell step makes an environment', async () => {
    const [{ permissions, steps }] = recipes;
    expect(permissions).toEqual({ 'id-token': 'write' });
    const { code, out, err } = await bash(`set -eu\n${steps[0].run}`, {
      GROUNDWORK_URL: system.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the job',
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(claimsOf('github', '1234567', PROTECTED)),
    });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ id: 'pr-123', tenant: 'repository_id:github', status: 'READY' });
  });

  it('has a recipe for GitLab, and its script makes an environment', async () => {
    const { id_tokens, script } = recipes[1].deploy;
    const token = await issuer.token(claimsOf('gitlab', '1234567', PROTECTED), {
      audience: id_tokens.GROUNDWORK_TOKEN.aud,
    });
    const { code, out, err } = await bash(`set -eu\n${script.join('\n')}`, {
      GROUNDWORK_URL: system.url,
      GROUNDWORK_TOKEN: token,
    });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ id: 'pr-124', tenant: 'repository_id:gitlab', status: 'READY' });
  });

  it('shows how an admin sees all tenants and deletes what is theirs', async () => {
    const [, commands = ''] = page.match(/```sh\n(curl [^`]*groundwork-tenant[^`]*)```/) ?? [];
    const owner = await issuer.token(claimsOf('812345', '1234567', PROTECTED));
    const body = { id: 'pr-123', deletionProtection: true, encryption: { algorithm: 'AES256' } };
    const headers = { authorization: `Bearer ${owner}`, prefer: 'wait=20' };
    expect(await system.send('POST /environments', { headers, body })).toMatchObject({ status: 201 });

    const token = await issuer.token(claimsOf('platform', '1234567', { environment: 'administration' }));
    const { code, out, err } = await bash(`set -eu\n${commands}`, { GROUNDWORK_URL: system.url, token });
    expect([code, err]).toEqual([0, '']);
    const [all, deleted] = out.split(/(?<=\})(?=\{"id")/).map((answer) => JSON.parse(answer));
    const tenants = all.items.map(({ tenant, id }: Record<string, string>) => `${tenant}/${id}`);
    expect(tenants.sort()).toEqual([
      'repository_id:812345/pr-123',
      'repository_id:github/pr-123',
      'repository_id:gitlab/pr-124',
    ]);
    expect(deleted).toMatchObject({ tenant: 'repository_id:812345', status: 'DELETED' });
  });
});

describe('a tenant that changes too much', () => {
  const changes = (repository: string) =>
    issuer.token(claimsOf(repository, '1234567', PROTECTED)).then((token) => ({
      authorization: `Bearer ${token}`,
    }));

  it('is told to wait, and its requests do nothing; others, and its reads, are answered', async () => {
    const headers = await changes('busy');
    const answers = [];
    // Ten are granted in a minute of the clock; of 21 within a minute, whenever it began, one is refused.
    while (answers.length < 21 && answers.at(-1)?.status !== 429) {
      answers.push(await system.send('DELETE /environments/there-is-none', { headers }));
    }
    expect(answers.length).toBeGreaterThan(10);
    const refused = answers.at(-1);
    expect(problem.parse(refused?.body)).toMatchObject({
      code: 'rate-limited',
      status: 429,
      retryable: true,
    });
    const wait = Number(refused?.headers.get('retry-after'));
    expect([wait >= 1, wait <= 60]).toEqual([true, true]);

    expect(await system.send('GET /environments/there-is-none', { headers })).toMatchObject({ status: 404 });
    const other = await changes('calm');
    const answer = await system.send('DELETE /environments/there-is-none', { headers: other });
    expect(answer.status).toBe(404);
  });

  it('is kept from it by nobody who may only look', async () => {
    const reader = { authorization: `Bearer ${await issuer.token(claimsOf('watched'))}` };
    const statuses = [];
    while (statuses.length < 21 && statuses.at(-1) !== 429) {
      statuses.push((await system.send('GET /environments/there-is-none/drift', { headers: reader })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const waiting = { headers: { ...reader, prefer: 'wait=1' } };
    expect((await system.send('GET /environments/there-is-none', waiting)).status).toBe(429);
    const operator = { headers: await changes('watched') };
    expect((await system.send('DELETE /environments/there-is-none', operator)).status).toBe(404);
  });
});

/** Of what an environment tells, only waiting for it. */
const counted = ({ method, path }: { method: string; path: string }): number =>
  method !== 'GET' || path.endsWith('/drift') ? 1 : 0;

it.each(ROUTES.filter(({ operationId }) => OPERATIONS[operationId].secured))(
  'what changes something or looks into the account is counted: $method $path',
  async (route) => {
    const repository = route.operationId;
    const token = await issuer.token(claimsOf(repository, '1234567', PROTECTED));
    const path = route.path.replace('{id}', 'there-is-none');
    const headers = { authorization: `Bearer ${token}` };
    await system.send(`${route.method} ${path}`, { headers });
    const { Items = [] } = await documentClient().send(
      new QueryCommand({
        TableName: system.limitsTableName,
        KeyConditionExpression: 'tenant = :tenant',
        ExpressionAttributeValues: { ':tenant': `repository_id:${repository}` },
      }),
    );
    const kind = route.method === 'GET' ? 'looks' : 'changes';
    expect(Items.map(({ counted: what, requests }) => [what.split(' ')[0], requests])).toEqual(
      counted(route) ? [[kind, 1]] : [],
    );
  },
);

it('no token was logged', () => {
  const lines = logged.join('\n');
  expect(lines).toContain('"tenant":"repository_id:github"');
  expect(lines).toContain(`"principal":"${claimsOf('github').sub}"`);
  expect(lines).not.toMatch(/eyJ|[Bb]earer/);
});

/** The same signature under other claims. */
function changed(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return [header, encoded({ ...payload, repository_owner_id: '1234567' }), signature].join('.');
}

const unsigned = (token: string): string => [encoded({ alg: 'none' }), token.split('.')[1], ''].join('.');

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
