import { readFileSync } from 'node:fs';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { parse } from 'yaml';
import { logger } from '../../../lib/logger.ts';
import { metrics } from '../../../lib/metrics.ts';
import { documentClient } from '../../../lib/store/client.ts';
import { type EnvironmentStore, environmentStore } from '../../../lib/store/environments.ts';
import { enterFreshAccount } from '../../support/account.ts';
import { newDeployment } from '../../support/deployment.ts';
import type { Values } from '../../support/policies.ts';
import { newTable } from '../../support/table.ts';
import { type Ask, asksOf } from './asks.ts';
import { recorder, type Sent } from './recorder.ts';
import { lookingIn } from './seen.ts';

export const REGION = 'us-east-1';
const SERVICE = 'groundwork-dev';
const CONTEXT = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 } as Context;

/** What a function asked of IAM, and for which call. */
export interface Recorded extends Ask {
  call: string;
}

interface Request {
  id?: string;
  body?: object;
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

interface Answer {
  statusCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
}

/** The functions of a stage in an account of their own, each of which runs in this process and is listened to. */
export interface Stage {
  accountId: string;
  /** What stands for what in the templates of this stage. */
  values: Values;
  store: EnvironmentStore;
  /** Done before a function's call goes out, which waits for it. */
  meanwhile: (name: string, call: Sent) => Promise<unknown>;
  /** By the role that each function has: what was asked of IAM. */
  recorded: Map<string, Recorded[]>;
  /** A request to a function of the API. */
  send(name: string, request?: Request): Promise<Answer>;
  /** Calls a function as AWS does. */
  invoke(name: string, event: unknown): Promise<unknown>;
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** Roles by function, as serverless.yml gives them. */
export const rolesByFunction = (): Record<string, string> => {
  const { functions } = parse(readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8'));
  const entries = Object.entries(functions as Record<string, { role: string }>);
  return Object.fromEntries(entries.map(([name, { role }]) => [name, role]));
};

export async function newStage(): Promise<Stage> {
  const { accountId } = await enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? '');
  const queue = async (QueueName: string) =>
    (await new SQSClient().send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  const [tableName, eventsTableName, limitsTableName, { boundaryArn }] = [
    await newTable('Environments'),
    await newTable('Events'),
    await newTable('Limits'),
    await newDeployment(accountId),
  ];
  Object.assign(process.env, {
    TABLE_NAME: tableName,
    EVENTS_TABLE_NAME: eventsTableName,
    LIMITS_TABLE_NAME: limitsTableName,
    CHANGES_PER_MINUTE: '1000',
    QUEUE_URL: await queue('work'),
    DEAD_LETTER_QUEUE_URL: await queue('dead'),
    ALLOWED_REGIONS: REGION,
    DEFAULT_REGION: REGION,
    BUCKET_NAMES: 'initial-*,final-*',
    AUTH: 'iam',
    CALLERS: '*',
    ADMINS: '*',
    OPERATORS: 'off',
    READERS: 'off',
    TENANT_CLAIM: 'sub',
    STAGE: 'dev',
    ACCOUNT_ID: accountId,
    PARTITION: 'aws',
    PROVISIONER_ARN: `arn:aws:iam::${accountId}:role/provisioner`,
    OBSERVER_ARN: `arn:aws:iam::${accountId}:role/observer`,
    OBSERVER_FUNCTION: `${SERVICE}-observe`,
    BOUNDARY_ARN: boundaryArn,
    IAM_PATH: '/groundwork/dev/',
    IMPORTS: `m${accountId}_*`,
    ENVIRONMENTS_PER_TENANT: '9',
    DRIFT_CHECK: 'off',
    DRIFT_CHECK_MINUTES: '60',
    VISIBLE_AFTER_SECONDS: '0',
  });
  const table = (name: string) => `arn:aws:dynamodb:${REGION}:${accountId}:table/${name}`;
  const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${accountId}:${name}`;

  const roles = rolesByFunction();
  const recorded: Stage['recorded'] = new Map();
  const looking = lookingIn(accountId);
  const { as } = recorder(
    async (name, call) => {
      const role = roles[name] ?? '';
      const asks = (await asksOf(call, looking)).map((ask) => ({ ...ask, call: call.name }));
      recorded.set(role, [...(recorded.get(role) ?? []), ...asks]);
      await stage.meanwhile(name, call);
    },
    async ({ input: { FunctionName, Payload } }) => {
      const answer = await invoke(
        String(FunctionName).replace(`${SERVICE}-`, ''),
        JSON.parse(String(Payload)),
      );
      return { Payload: Buffer.from(JSON.stringify(answer)) };
    },
  );
  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    const { handler } = (await import(`../../../functions/${name}.ts`)) as { handler: Handler };
    return as(name, () => handler(event, CONTEXT));
  };

  logger.setLogLevel('SILENT');
  jest.spyOn(metrics, 'publishStoredMetrics').mockImplementation(() => {
    metrics.clearMetrics();
    return metrics;
  });
  const stage: Stage = {
    accountId,
    meanwhile: async () => undefined,
    values: {
      'AWS::AccountId': accountId,
      'AWS::Region': REGION,
      'param:imports': `m${accountId}_*`,
      Boundary: boundaryArn,
      'Environments.Arn': table(tableName),
      'Events.Arn': table(eventsTableName),
      'Limits.Arn': table(limitsTableName),
      Environments: tableName,
      'Queue.Arn': queueArn('work'),
      'DeadLetterQueue.Arn': queueArn('dead'),
    },
    store: environmentStore(documentClient(), tableName),
    recorded,
    invoke,
    async send(name, { id, body, query = {}, headers = {} } = {}) {
      const answer = await invoke(name, {
        headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
        queryStringParameters: query,
        ...(body && { body: JSON.stringify(body) }),
        ...(id && { pathParameters: { id } }),
        requestContext: {
          http: { method: 'GET', path: '/' },
          authorizer: { iam: { accountId, userArn: `arn:aws:iam::${accountId}:user/me` } },
        },
      });
      const { statusCode, body: text = '' } = answer as { statusCode: number; body?: string };
      return { statusCode, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
  };
  return stage;
}
