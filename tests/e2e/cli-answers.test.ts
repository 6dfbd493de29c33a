import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePorts } from '../../scripts/local/ports.ts';
import { useCli } from '../support/cli.ts';
import { environmentLike, useMadeUpApi } from '../support/made-up-api.ts';
import { bash } from '../support/shell.ts';

const api = useMadeUpApi();
const cli = useCli(() => ({ GROUNDWORK_URL: api.url }));

const FORBIDDEN = { status: 403, body: { message: 'Forbidden' }, headers: { 'apigw-requestid': 'Gw-1=' } };
const provisioning = environmentLike({ status: 'PROVISIONING', resources: [] });
const failed = environmentLike({
  status: 'FAILED',
  statusReason: 'aws-error: AccessDenied',
  resources: [
    {
      logicalId: 'key',
      type: 'kms-key',
      status: 'FAILED',
      error: { code: 'aws-error', message: 'KMS CreateKey: AccessDenied', retryable: false },
    },
  ],
});

describe('ends with 1', () => {
  it('when an environment has FAILED, and says why and what to do', async () => {
    api.answers({ status: 202, body: provisioning }, { body: failed });
    const { code, out, err } = await cli.run(['create', 'pr-123']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      '✖ pr-123 is FAILED\n  aws-error: AccessDenied\n  KMS key: KMS CreateKey: AccessDenied\n',
    );
    expect(err).toContain('groundwork reconcile pr-123');
  });

  it('when one has failed, and prints it as JSON', async () => {
    api.answers({ body: failed });
    const { code, out } = await cli.run(['wait', 'pr-123', '--json']);
    expect([code, JSON.parse(out)]).toEqual([1, failed]);
  });

  it('when the service made an error', async () => {
    api.answers({ status: 500, body: { message: 'Internal Server Error' } });
    const { code, err } = await cli.run(['get', 'pr-123']);
    expect([code, err]).toEqual([1, expect.stringContaining('answered 500: Internal Server Error')]);
  });

  it('when nobody answers, and says where it asked and what to do', async () => {
    const [port] = await freePorts(1);
    const { code, out, err } = await cli.run(['list', '--url', `http://127.0.0.1:${port}`]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      `✖ The API does not answer\n  http://127.0.0.1:${port} did not answer (ECONNREFUSED).\n`,
    );
    expect(err).toContain('`npm start`');
  });

  it('when a page in HTML answers, and says whose it is', async () => {
    const body = '<html><head><title>Sign in to Example Corp</title></head></html>';
    for (const status of [200, 403, 404, 502]) {
      api.answers({ status, body, headers: { 'content-type': 'text/html; charset=utf-8' } });
      const { code, out, err } = await cli.run(['get', 'pr-123']);
      expect([code, out]).toEqual([status === 403 ? 5 : 1, '']);
      expect(err).toContain(`answered ${status}: Sign in to Example Corp`);
      expect(err).toContain('This is not an answer of groundwork');
    }
  });

  it('when the address has moved, and does not follow with credentials', async () => {
    api.answers({ status: 301, headers: { location: 'https://elsewhere.example/' } });
    const { code, err } = await cli.run(['get', 'pr-123'], { env: { GROUNDWORK_TOKEN: 'secret' } });
    expect([code, err]).toEqual([1, expect.stringContaining('moved to https://elsewhere.example/')]);
    expect(api.received).toHaveLength(1);
  });
});

describe('ends with 2', () => {
  it.each([
    [['frobnicate'], "✖ Unknown command 'frobnicate'\n  → `groundwork --help` lists what there is."],
    [['updat', 'pr-123'], 'Did you mean update? `groundwork --help` lists'],
    [['get'], "✖ Missing required argument 'id'\n  → `groundwork get --help` lists"],
    [['create', '--cdir', '203.0.113.7'], '→ Did you mean --cidr? `groundwork create --help` lists'],
    [['create', '--ttl', '1h', '--expires-at', '2100-01-01T00:00:00Z'], 'exclude each other'],
    [['create', '--tag', 'team'], '--tag team must be KEY=VALUE'],
    [['wait', 'pr-123', '--timeout', 'soon'], 'is invalid. Write it as 90s'],
    [['create', '--algorithm', 'DES'], 'choices are\n  aws:kms, AES256.'],
    [['update', 'pr-123'], 'Nothing was said that would change'],
    [['create', '--spec', 'missing.yaml'], "missing.yaml can't be read: there is no such file"],
    [['create', '--spec', 'broken.yaml'], 'broken.yaml:3:1 is no YAML'],
    [['create', '--spec', 'list.yaml'], 'list.yaml must hold the fields of an environment'],
    [['create', '--spec', 'alias.yaml'], 'alias.yaml:2:15 is no YAML: there is no anchor &nobody'],
    [['list', '--tag', 'team=a', '--tag', 'team=b'], '--tag can ask for a key once'],
    [['update', 'a', '--no-expiry', '--expires-at', '2100-01-01T00:00:00Z'], '--no-expiry excludes'],
    [['update', 'a', '--no-expiry', '--ttl', '1h'], '--no-expiry excludes'],
    [['import', '-', '--spec', '-', '--id', 'a'], 'Only one of the state and --spec'],
    [['get', ''], "'' is no id of an environment"],
    [['delete', '..', '--yes'], "'..' is no id of an environment"],
    [['create', '.'], "'.' is no id of an environment"],
    [['import', '--id', ''], "'' is no id of an environment"],
    [['plan', '--spec', 'nameless.yaml'], "'' is no id of an environment"],
    [['get', 'pr-123', '--url', 'localhost:3000'], "'localhost:3000' is no address of an API"],
    [
      ['list', '--url', 'https://api.example.com/prod/environments?limit=1'],
      'Give https://api.example.com/prod instead.',
    ],
    [['list', '--tenant', 'a\nb'], "--tenant <tenant> has characters in it that can't be sent"],
    [
      ['create', '--idempotency-key', '鍵'],
      "--idempotency-key <key> has characters in it that can't be sent",
    ],
  ])('for %j, before anything is asked', async (args, message) => {
    writeFileSync(join(cli.folder, 'broken.yaml'), 'ttl: 72h\ntags: [a\n');
    writeFileSync(join(cli.folder, 'list.yaml'), '- ttl: 72h\n');
    writeFileSync(join(cli.folder, 'alias.yaml'), 'ttl: 72h\nallowedCidrs: *nobody\n');
    writeFileSync(join(cli.folder, 'nameless.yaml'), "id: ''\n");
    const { code, err } = await cli.run(args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).not.toMatch(/^ +at /m);
    expect(err.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(api.received).toEqual([]);
  });

  it('where GROUNDWORK_AUTH is no way', async () => {
    const { code, err } = await cli.run(['list'], { env: { GROUNDWORK_AUTH: 'basic' } });
    expect([code, err]).toEqual([2, expect.stringContaining("✖ GROUNDWORK_AUTH is 'basic'")]);
    expect(err).toContain('none, iam, token');
  });

  it('with a document on stdout where JSON is wanted', async () => {
    for (const args of [
      ['frobnicate', '--json'],
      ['outputs', 'pr-123', '--json', '--format', 'dotenv'],
      ['create', '--spec', 'missing.yaml', '--json'],
    ]) {
      const { code, out } = await cli.run(args);
      expect([code, JSON.parse(out)]).toEqual([2, expect.objectContaining({ code: 'usage' })]);
    }
  });
});

describe('ends with 3', () => {
  it.each(['be silent', 'fall silent'] as const)(
    'although the API may %s, and garbage is collected',
    async (answer) => {
      api.answers(answer);
      writeFileSync(join(cli.folder, 'collect.mjs'), 'setInterval(() => globalThis.gc(), 10).unref();');
      const node = `'${process.execPath}' --expose-gc --import '${join(cli.folder, 'collect.mjs')}'`;
      const script = `timeout 20 ${node} '${cli.path}' wait pr-123 --timeout 1s`;
      const { code, err } = await bash(script, { GROUNDWORK_URL: api.url });
      expect([code, err]).toEqual([3, expect.stringContaining('pr-123 is not READY after 1.0 s')]);
    },
  );

  it('when it is not READY in time, and says how to wait on', async () => {
    api.answers({ body: provisioning });
    const { code, out, err } = await cli.run(['wait', 'pr-123', '--timeout', '1s']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('✖ pr-123 is not READY after 1.0 s: it is PROVISIONING\n');
    expect(err).toContain('`groundwork wait pr-123` waits on');
  });

  it('with the environment on stdout where JSON is wanted', async () => {
    api.answers({ body: provisioning });
    const { code, out } = await cli.run(['wait', 'pr-123', '--timeout', '1s', '--json']);
    expect([code, JSON.parse(out)]).toEqual([3, provisioning]);
  });
});

it('ends with 4 where a quota is exceeded', async () => {
  const body = {
    title: 'There is no room for more',
    status: 403,
    code: 'quota-exceeded',
    detail: '50 are there.',
  };
  api.answers({ status: 403, body, headers: { 'content-type': 'application/problem+json' } });
  const { code, err } = await cli.run(['create', 'pr-123']);
  expect([code, err]).toEqual([4, expect.stringContaining('50 are there.')]);
});

describe('ends with 5', () => {
  it('when API Gateway refuses, and says what credentials there are', async () => {
    api.answers(FORBIDDEN);
    const { code, err } = await cli.run(['list']);
    expect([code, err]).toEqual([5, expect.stringContaining('answered 403: Forbidden')]);
    expect(err).toContain('GROUNDWORK_TOKEN');
    expect(err).toContain('request Gw-1=');
  });

  it('when there are no credentials, and asks nothing', async () => {
    const env = { GROUNDWORK_AUTH: 'token', ACTIONS_ID_TOKEN_REQUEST_URL: undefined };
    const { code, err } = await cli.run(['list'], { env });
    expect([code, err]).toEqual([5, expect.stringContaining('There is no token')]);
    expect(api.received).toEqual([]);
  });
});

describe('no secret is told', () => {
  it.each([
    'http://user:hunter2@127.0.0.1:1',
    'ftp://user:hunter2@127.0.0.1',
    'user:hunter2@127.0.0.1',
    'http://user:hunter2@[1]',
  ])('of the address %s', async (url) => {
    const { code, out, err } = await cli.run(['get', 'pr-123', '--url', url]);
    expect([code, err]).toEqual([2, expect.stringContaining('The address has a name or a password in it.')]);
    expect(out + err).not.toContain('hunter2');
  });

  it.each([
    ['a token', { GROUNDWORK_TOKEN: 'hunter\n2' }, 'GROUNDWORK_TOKEN has'],
    [
      "a runner's token",
      {
        GROUNDWORK_AUTH: 'token',
        ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hunter\n2',
      },
      'ACTIONS_ID_TOKEN_REQUEST_TOKEN has',
    ],
    [
      'an AWS session',
      {
        GROUNDWORK_AUTH: 'iam',
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIA',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_SESSION_TOKEN: 'hunter\n2',
      },
      'The AWS session token has',
    ],
  ])('of %s that no header can carry', async (_, env, message) => {
    const { code, out, err } = await cli.run(['get', 'pr-123'], { env });
    expect([code, err]).toEqual([5, expect.stringContaining(message)]);
    expect(out + err).not.toContain('hunter');
  });
});

describe('asks again', () => {
  it('after the time in Retry-After, for the very same id where none was given', async () => {
    const busy = { status: 503, headers: { 'retry-after': '1' }, body: { message: 'Service Unavailable' } };
    api.answers(busy, 'hang up', { status: 201, body: environmentLike() });
    const { code } = await cli.run(['create', '--cidr', '203.0.113.7']);
    const creates = api.received.filter(({ method }) => method === 'POST');
    expect([code, creates.length]).toEqual([0, 3]);
    expect(new Set(creates.map(({ body }) => body)).size).toBe(1);
    expect(JSON.parse(creates[0]?.body ?? '')).toEqual({
      allowedCidrs: ['203.0.113.7'],
      id: expect.stringMatching(/^env-[0-9a-f]{12}$/),
    });
  });

  it('while it waits, although the connection breaks', async () => {
    api.answers(
      { body: provisioning },
      'hang up',
      'break off',
      { status: 502, body: {} },
      { body: environmentLike() },
    );
    expect((await cli.run(['wait', 'pr-123'])).code).toBe(0);
  });
});

it('lists page after page, as far as it is to', async () => {
  const page = (id: string, nextPageToken?: string) => ({
    body: { items: [environmentLike({ id })], nextPageToken },
  });
  api.answers(page('pr-1', 'a&b'), page('pr-2', 'c'), page('pr-3'));
  const all = await cli.run(['list', '--status', 'ready', '--tag', 'a b=c', '--json']);
  expect(JSON.parse(all.out).items.map(({ id }: { id: string }) => id)).toEqual(['pr-1', 'pr-2', 'pr-3']);
  expect(api.received.map(({ path }) => path).slice(0, 2)).toEqual([
    '/environments?limit=100&status=READY&tag.a%20b=c',
    '/environments?limit=100&status=READY&pageToken=a%26b&tag.a%20b=c',
  ]);
  api.received.length = 0;
  api.answers(page('pr-1', 'a'), page('pr-2', 'c'));
  expect((await cli.run(['list', '--limit', '2'])).out.trim().split('\n')).toHaveLength(3);
  expect(api.received.map(({ path }) => path)).toEqual([
    '/environments?limit=2',
    '/environments?limit=1&pageToken=a',
  ]);
});

it('tells the tenant and the way that are asked for', async () => {
  api.answers({ body: { items: [environmentLike({ tenant: 'project_id:1' })] } });
  const { out } = await cli.run(['--tenant', '*', 'list'], { env: { GROUNDWORK_TOKEN: 'secret' } });
  expect(out).toContain('project_id:1');
  expect(api.received[0]?.headers).toMatchObject({
    'groundwork-tenant': '*',
    authorization: 'Bearer secret',
  });
});
