import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../lib/store/client.ts';
import { update } from '../../lib/store/update.ts';
import { startSystem } from '../../scripts/local/system.ts';
import { enterFreshAccount } from './account.ts';

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
  accountId: string;
  /** Runs the sweeper now, instead of when its minute is over. */
  sweep(): Promise<unknown>;
  /** `POST /environments`, with a content type where there is a body. */
  send(route: string, request?: Request): Promise<Answer>;
  stop(): Promise<void>;
}

export interface TestSystemOptions {
  /** Variables that stage `local` in serverless.yml reads. */
  env?: Record<string, string>;
  /** Where the system finds AWS, when that isn't the emulator itself. */
  endpoint?: string;
}

/** Of the emulator that all system suites share. */
export const emulatorEndpoint = (): string => process.env.SYSTEM_EMULATOR_ENDPOINT ?? '';

/** The whole system, as `npm start` runs it, on free ports in an AWS account of its own. */
export async function testSystem({ env = {}, endpoint }: TestSystemOptions = {}): Promise<TestSystem> {
  const { accountId } = await enterFreshAccount(emulatorEndpoint());
  const system = await startSystem({ endpoint: endpoint ?? emulatorEndpoint(), env });
  return {
    url: system.url,
    endpoint: emulatorEndpoint(),
    tableName: system.tableName,
    accountId,
    sweep: () => system.invoke('sweep', {}),
    send: (route, request) => send(system.url, route, request),
    stop: () => system.stop(),
  };
}

/** Changes a record behind the API's back, for what takes hours otherwise. Waits until no worker holds it. */
export async function changeRecord(
  { tableName }: Pick<TestSystem, 'tableName'>,
  id: string,
  set: Record<string, unknown>,
): Promise<void> {
  process.env.AWS_REGION = 'eu-west-1';
  for (;;) {
    const { written } = await update(documentClient(), tableName, {
      key: { tenant: 'local', id },
      set,
      increment: [],
      when: { there: 'attribute_exists(#id)', free: 'attribute_not_exists(#leaseUntil)' },
      values: {},
    });
    if (written) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves when no worker holds any record: what was made is told, and nothing more is written by itself. */
export async function atRest({ tableName }: Pick<TestSystem, 'tableName'>): Promise<void> {
  process.env.AWS_REGION = 'eu-west-1';
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
