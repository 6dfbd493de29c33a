import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import type { ApiEvent } from '../../lib/api/http.ts';
import { logger, metrics } from '../../lib/logger.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';

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
    AUTH: 'none',
    STAGE: 'test',
    ACCOUNT_ID: accountId,
    PARTITION: 'aws',
    PROVISIONER_ARN: `arn:aws:iam::${accountId}:role/provisioner`,
    BOUNDARY_ARN: `arn:aws:iam::${accountId}:policy/boundary`,
    OBSERVER_ARN: `arn:aws:iam::${accountId}:role/observer`,
    OBSERVER_FUNCTION: 'observe',
    ENVIRONMENTS_PER_TENANT: '0',
    DRIFT_CHECK: 'off',
    DRIFT_CHECK_MINUTES: '60',
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

describe('create-environment', () => {
  const post = (body: object) =>
    create(
      {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        requestContext: { http: { method: 'POST', path: '/environments' } },
      } as unknown as ApiEvent,
      context,
    );

  it('counts what it accepts, once, and sends its key to the worker', async () => {
    expect((await post({ id: 'counted' })).statusCode).toBe(202);
    expect((await post({ id: 'counted' })).statusCode).toBe(200);
    expect((await post({ id: 'counted', forceDestroy: true })).statusCode).toBe(409);
    expect(counted).toEqual(['EnvironmentsCreated']);
    const { Messages = [] } = await new SQSClient().send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toEqual([{ tenant: 'local', id: 'counted' }]);
  });
});

describe('reconcile', () => {
  const consume = (...bodies: string[]) =>
    reconcile(
      {
        Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
      } as unknown as SQSEvent,
      context,
    );

  it('gives back the messages whose run failed, and no others', async () => {
    const nobody = JSON.stringify({ tenant: 'local', id: 'nobody' });
    expect(await consume(nobody, 'not JSON', nobody)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    });
  });

  it('publishes metrics only where there are any: without, the log gets a line that is not JSON', async () => {
    await consume(JSON.stringify({ tenant: 'local', id: 'nobody' }));
    expect(publish).not.toHaveBeenCalled();
  });
});
