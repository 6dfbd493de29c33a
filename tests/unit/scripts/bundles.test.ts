import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stop } from 'esbuild';
import { type Bundle, bundles } from '../../../scripts/bundle/functions.ts';
import { goalOf } from '../../../scripts/bundle/goals.ts';
import { startBundle } from '../../../scripts/bundle/start.ts';
import { newborn } from '../environment/sample.ts';

let all: Bundle[];
beforeAll(async () => {
  all = await bundles();
});
// Its process would outlive the tests.
afterAll(() => stop());

const NAMES = [
  ...[
    'create-environment',
    'list-environments',
    'get-environment',
    'delete-environment',
    'update-environment',
  ],
  ...['get-ready', 'get-outputs', 'get-events', 'get-drift', 'reconcile-environment', 'restore-environment'],
  ...['get-terraform', 'create-import', 'observe', 'health', 'openapi', 'fallback', 'reconcile', 'sweep'],
];
const CHECK_A_BODY_OR_A_QUERY = [
  ...['create-environment', 'list-environments', 'delete-environment', 'update-environment', 'get-outputs'],
  ...['get-events', 'create-import', 'openapi'],
];

const bundleOf = (name: string): Bundle => {
  const bundle = all.find((one) => one.name === name);
  if (!bundle) throw new Error(`there is no function ${name}`);
  return bundle;
};
const namesOfThoseWith = (input: RegExp): string[] =>
  all.filter(({ inputs }) => inputs.some((path) => input.test(path))).map(({ name }) => name);
const source = (name: string): string => new TextDecoder().decode(bundleOf(name).code);

describe('the bundles, as they are deployed', () => {
  it('are those of all functions', () => {
    expect(all.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });

  it.each(NAMES)('%s is within its goal', (name) => {
    expect(bundleOf(name).gzip).toBeGreaterThan(5_000);
    expect(bundleOf(name).gzip).toBeLessThanOrEqual(goalOf(name).gzipBytes);
  });

  it.each([
    ['ways to credentials that Lambda does not have', /credential-provider|nested-clients|token-providers/],
    ['event streams', /submodules\/event-streams/],
    ['endpoint discovery’s cache', /endpoint-cache\/dist|mnemonist/],
    ['zod’s classic form and its languages', /zod\/v4\/(classic|locales)/],
  ])('lack %s', (_, input) => {
    expect(namesOfThoseWith(input)).toEqual([]);
  });

  it('have a client only where something is asked of its service', () => {
    expect(namesOfThoseWith(/client-(s3|kms|iam)/)).toEqual(['observe', 'reconcile']);
    expect(namesOfThoseWith(/client-eventbridge/)).toEqual(['reconcile']);
    const changing = ['create-environment', 'delete-environment', 'update-environment', 'create-import'];
    expect(namesOfThoseWith(/client-lambda/).sort()).toEqual([...changing, 'get-drift'].sort());
    const sending = [...changing, 'reconcile-environment', 'restore-environment', 'reconcile', 'sweep'];
    expect(namesOfThoseWith(/client-sqs/).sort()).toEqual([...sending, 'get-drift'].sort());
  });

  it('have zod only where something is checked, and metrics only where something is counted', () => {
    expect(namesOfThoseWith(/zod/).sort()).toEqual([...CHECK_A_BODY_OR_A_QUERY].sort());
    expect(namesOfThoseWith(/powertools\/metrics/).sort()).toEqual(
      ['create-environment', 'create-import', 'reconcile'].sort(),
    );
  });

  it('lack the schemas of calls and the classes of errors that nobody uses', () => {
    expect(source('create-environment')).toContain('ConditionalCheckFailedException');
    expect(source('create-environment')).not.toMatch(/ImportConflictException|PublishLayerVersion/);
  });

  it('keep the name of a class that the SDK asks for', () => {
    expect(source('create-environment')).toMatch(/static name="NoOpLogger"/);
  });

  it('keep the names of our functions, for stack traces', () => {
    expect(source('create-environment')).toMatch(/"acceptEnvironment"/);
    expect(source('reconcile')).toMatch(/"converge"/);
  });
});

describe('a bundle that runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
  const seen: IncomingHttpHeaders[] = [];
  const there = { ...newborn(new Date()), tenant: 'local', id: 'pr-123' };
  const server = createServer((request, response) => {
    seen.push(request.headers);
    const error = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
    const refusal = { __type: error, message: 'The conditional request failed', Item: marshall(there) };
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(refusal));
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('signs with the credentials of its environment, and knows what DynamoDB refuses', async () => {
    const file = join(folder, 'create-environment.mjs');
    writeFileSync(file, bundleOf('create-environment').code);
    const { port } = server.address() as AddressInfo;
    const { answer } = await startBundle(file, {
      env: environment(`http://127.0.0.1:${port}`),
      event: {
        headers: { 'content-type': 'application/json' },
        requestContext: { http: { method: 'POST', path: '/environments' } },
        body: JSON.stringify({ id: 'pr-123', allowedCidrs: ['198.51.100.0/24'] }),
      },
    });
    expect(answer).toMatchObject({ statusCode: 409 });
    expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ code: 'environment-exists' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      authorization: expect.stringContaining('Credential=AKIDEXAMPLE/'),
      'x-amz-security-token': 'token',
    });
  });
});

const environment = (endpoint: string): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  STAGE: 'local',
  TABLE_NAME: 'environments',
  LIMITS_TABLE_NAME: 'limits',
  QUEUE_URL: `${endpoint}/queue`,
  OBSERVER_FUNCTION: 'observe',
  ALLOWED_REGIONS: 'eu-west-1',
  DEFAULT_REGION: 'eu-west-1',
  BUCKET_NAMES: '*',
  AUTH: 'none',
  CALLERS: '*',
  ADMINS: 'off',
  OPERATORS: '*',
  READERS: 'off',
  CHANGES_PER_MINUTE: '0',
  ENVIRONMENTS_PER_TENANT: '0',
});
