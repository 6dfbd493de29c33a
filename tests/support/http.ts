import { S3Client } from '@aws-sdk/client-s3';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../lib/store/client.ts';
import { update } from '../../lib/store/update.ts';
import { type System, startSystem } from '../../scripts/local/system.ts';
import { enterFreshAccount } from './account.ts';

export const REGION = 'eu-west-1';
/** Headers that hold the answer until nothing further happens by itself. */
export const WAIT = { prefer: 'wait=20' };

/** What came back over HTTP. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
}

interface Request {
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a string. */
  body?: unknown;
}

export interface TestSystem {
  url: string;
  endpoint: string;
  tableName: string;
  limitsTableName: string;
  accountId: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  /** The environment that its functions run in. */
  environment: NodeJS.ProcessEnv;
  /** Calls a function by its key in serverless.yml. */
  invoke: System['invoke'];
  /** Runs the sweeper now, instead of when its minute is over. */
  sweep(): Promise<unknown>;
  /** `POST /environments`, with a content type where there is a body. */
  send(route: string, request?: Request): Promise<Answer>;
  /** Creates an environment, by default for one address, and waits for it. */
  create(id: string, spec?: object): Promise<Answer>;
  /** The hand in the same account. */
  s3: S3Client;
  stop(): Promise<void>;
}

export interface TestSystemOptions {
  /** Variables that stage `local` in serverless.yml reads. */
  env?: Record<string, string>;
  /** Where the system finds AWS, when that isn't the emulator itself. */
  endpoint?: string;
  /** false: without workers. */
  delivers?: boolean;
  /** Gets each line that the functions log. */
  onLog?: (line: string) => void;
}

/** Of the emulator that all suites of a project share. */
export const emulatorEndpoint = (): string =>
  process.env.SYSTEM_EMULATOR_ENDPOINT ?? process.env.FAULTS_EMULATOR_ENDPOINT ?? '';

/**
 * The whole system on free ports in an AWS account of its own. `npm start` gives functions threads of their own, and
 * so do its test and the soak; here, where every suite has a system, they share one.
 */
export async function testSystem({
  env = {},
  endpoint,
  ...options
}: TestSystemOptions = {}): Promise<TestSystem> {
  const { accountId } = await enterFreshAccount(emulatorEndpoint());
  const system = await startSystem({
    endpoint: endpoint ?? emulatorEndpoint(),
    env,
    threads: false,
    ...options,
  });
  const s3 = new S3Client({ region: REGION, forcePathStyle: true });
  return {
    url: system.url,
    endpoint: emulatorEndpoint(),
    tableName: system.tableName,
    limitsTableName: system.limitsTableName,
    queueUrl: system.queueUrl,
    deadLetterQueueUrl: system.deadLetterQueueUrl,
    environment: system.environment,
    accountId,
    invoke: system.invoke,
    sweep: () => system.invoke('sweep', {}),
    send: (route, request) => send(system.url, route, request),
    create: (id, spec = {}) =>
      send(system.url, 'POST /environments', {
        headers: WAIT,
        body: { id, allowedCidrs: ['203.0.113.7'], ...spec },
      }),
    s3,
    async stop() {
      s3.destroy();
      await system.stop();
    },
  };
}

/** Changes a record behind the API's back, for what takes hours otherwise. Waits until no worker holds it. */
export async function changeRecord(
  { tableName }: Pick<TestSystem, 'tableName'>,
  id: string,
  set: Record<string, unknown>,
  tenant = 'local',
): Promise<void> {
  process.env.AWS_REGION = REGION;
  for (;;) {
    const { written } = await update(documentClient(), tableName, {
      key: { tenant, id },
      set,
      increment: [],
      when: { there: 'attribute_exists(#id)', free: 'attribute_not_exists(#leaseUntil)' },
      values: {},
    });
    if (written) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Makes a worker look at an environment now. Resolves when it has. */
export async function lookAgain(system: Pick<TestSystem, 'tableName' | 'sweep'>, id: string): Promise<void> {
  const dueAt = new Date(0).toISOString();
  await changeRecord(system, id, { dueAt, duePartition: 'due' });
  await system.sweep();
  const Key = { tenant: 'local', id };
  for (;;) {
    const { Item } = await documentClient().send(new GetCommand({ TableName: system.tableName, Key }));
    if (Item?.dueAt !== dueAt && !Item?.leaseUntil) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves when no worker holds any record: what was made is told, and nothing more is written by itself. */
export async function atRest({ tableName }: Pick<TestSystem, 'tableName'>): Promise<void> {
  process.env.AWS_REGION = REGION;
  const held = new ScanCommand({ TableName: tableName, FilterExpression: 'attribute_exists(leaseUntil)' });
  while (((await documentClient().send(held)).Items ?? []).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function send(url: string, route: string, { headers = {}, body }: Request = {}): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: json && text ? JSON.parse(text) : text,
  };
}
