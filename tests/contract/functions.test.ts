import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import type { ApiEvent } from '../../lib/api/http.ts';
import { logger } from '../../lib/logger.ts';
import { metrics } from '../../lib/metrics.ts';
import { documentClient } from '../../lib/store/client.ts';
import { environmentStore } from '../../lib/store/environments.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';
import { born } from './records.ts';

// Functions read their configuration when they are loaded.
let create: typeof import('../../functions/create-environment.ts').handler;
let reconcile: typeof import('../../functions/reconcile.ts').handler;
let QueueUrl: string | undefined;

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30_000 } as Context;
const publish = jest.spyOn(metrics, 'publishStoredMetrics');

beforeAll(async () => {
  const { accountId } = await enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? '');
  ({ QueueUrl } = await new SQSClient().send(new CreateQueueCommand({ QueueName: `queue-${accountId}` })));
  Object.assign(process.env, {
    TABLE_NAME: await newTable('Environments'),
    EVENTS_TABLE_NAME: await newTable('Events'),
    QUEUE_URL: QueueUrl,
    DEAD_LETTER_QUEUE_URL: QueueUrl,
    ALLOWED_REGIONS: 'us-east-1',
    DEFAULT_REGION: 'us-east-1',
    BUCKET_NAMES: '*',
    AUTH: 'none',
    CALLERS: '*',
    ADMINS: 'off',
    OPERATORS: '*',
    READERS: 'off',
    TENANT_CLAIM: 'sub',
    LIMITS_TABLE_NAME: 'limits',
    CHANGES_PER_MINUTE: '0',
    STAGE: 'local',
    ACCOUNT_ID: accountId,
    PARTITION: 'aws',
    PROVISIONER_ARN: `arn:aws:iam::${accountId}:role/provisioner`,
    BOUNDARY_ARN: `arn:aws:iam::${accountId}:policy/boundary`,
    OBSERVER_ARN: `arn:aws:iam::${accountId}:role/observer`,
    OBSERVER_FUNCTION: 'observe',
    ENVIRONMENTS_PER_TENANT: '0',
    DRIFT_CHECK: 'off',
    DRIFT_CHECK_MINUTES: '60',
    IMPORTS: 'off',
    IAM_PATH: '/groundwork/test/',
    VISIBLE_AFTER_SECONDS: '0',
  });
  create = (await import('../../functions/create-environment.ts')).handler;
  reconcile = (await import('../../functions/reconcile.ts')).handler;
  logger.setLogLevel('SILENT');
});

/** What was counted since the test began. */
let counted: string[];
beforeEach(() => {
  counted = [];
  publish.mockReset().mockImplementation(() => {
    counted.push(...Object.keys(metrics.serializeMetrics()).filter((name) => name.startsWith('Env')));
    metrics.clearMetrics();
    return metrics;
  });
});

const post = (body: object) =>
  create(
    {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      requestContext: { http: { method: 'POST', path: '/environments' } },
    } as unknown as ApiEvent,
    context,
  );

/** The keys in the messages that are there; they are there no more. */
async function received(): Promise<unknown[]> {
  const sqs = new SQSClient();
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

describe('create-environment', () => {
  it('counts what it accepts, once, and sends its key to the worker', async () => {
    expect((await post({ id: 'counted' })).statusCode).toBe(202);
    expect((await post({ id: 'counted' })).statusCode).toBe(200);
    expect((await post({ id: 'counted', forceDestroy: true })).statusCode).toBe(409);
    expect(counted).toEqual(['EnvironmentsCreated']);
    expect(await received()).toEqual([{ tenant: 'local', id: 'counted' }]);
  });
});

it('create-import takes nothing over unless it was turned on', async () => {
  process.env.IMPORTS = 'off';
  const { handler } = await import('../../functions/create-import.ts');
  const requestContext = { http: { method: 'POST', path: '/imports' } };
  const { statusCode, body } = await handler({ headers: {}, requestContext } as unknown as ApiEvent, context);
  expect(statusCode).toBe(403);
  expect(JSON.parse(body ?? '')).toMatchObject({
    code: 'forbidden',
    nextAction: expect.stringContaining('--param imports='),
  });
});

it('health does not answer while a wrong rule keeps the others from starting', async () => {
  Object.assign(process.env, { AUTH: 'iam', CALLERS: 'everybody' });
  await expect(import('../../functions/health.ts')).rejects.toThrow("'everybody' does not say who is meant");
  Object.assign(process.env, { AUTH: 'none', CALLERS: '*' });
});

describe('reconcile', () => {
  const consume = (...bodies: string[]) =>
    reconcile(
      {
        Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
      } as unknown as SQSEvent,
      context,
    );

  it('takes nothing over where that is off, whatever the record says', async () => {
    const store = environmentStore(documentClient(), process.env.TABLE_NAME ?? '');
    const foreign = {
      type: 's3-bucket',
      physicalId: 'payroll',
      arn: 'arn:aws:s3:::payroll',
      adopted: 'pending',
    } as const;
    const record = born('planted', {
      tenant: 'local',
      resources: { initialBucket: { ...foreign, status: 'PENDING' } },
    });
    await store.create({ ...record, dueAt: new Date(0).toISOString() });
    const key = { tenant: 'local', id: 'planted' };
    expect(await consume(JSON.stringify(key))).toEqual({ batchItemFailures: [] });
    expect(await store.get(key)).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringContaining('imports-off'),
    });
  });

  it('gives back the messages whose run failed, and no others', async () => {
    const nobody = JSON.stringify({ tenant: 'local', id: 'nobody' });
    expect(await consume(nobody, 'not JSON', nobody)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    });
  });

  it('begins nothing in its last sixteen seconds, and gives lease and message back', async () => {
    const key = { tenant: 'local', id: 'hurried' };
    await post({ id: key.id });
    await received();
    const hurried = { ...context, getRemainingTimeInMillis: () => 16_000 };
    const Records = [{ messageId: 'm', body: JSON.stringify(key) }];
    expect(await reconcile({ Records } as unknown as SQSEvent, hurried)).toEqual({ batchItemFailures: [] });
    const record = await environmentStore(documentClient(), process.env.TABLE_NAME ?? '').get(key);
    expect(record).toMatchObject({ status: 'PROVISIONING', leaseEpoch: 1, concludedEpoch: 1 });
    expect(record?.leaseUntil).toBeUndefined();
    const states = Object.values(record?.resources ?? {}).map(({ status }) => status);
    expect(new Set(states)).toEqual(new Set(['PENDING']));
    expect(await received()).toEqual([key]);
  });

  it('publishes metrics only where there are any: without, the log gets a line that is not JSON', async () => {
    await consume(JSON.stringify({ tenant: 'local', id: 'nobody' }));
    expect(publish).not.toHaveBeenCalled();
  });
});
