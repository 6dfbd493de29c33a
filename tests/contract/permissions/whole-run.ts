import { AttachRolePolicyCommand, IAMClient, TagRoleCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { DisableKeyCommand, KMSClient, UpdateKeyDescriptionCommand } from '@aws-sdk/client-kms';
import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from '@jest/globals';
import { documentClient } from '../../../lib/store/client.ts';
import { makeRootModule } from '../../support/terraform/root-module.ts';
import { REGION, type Stage } from './stage.ts';

/** More runs of the worker than anything here takes. */
const MOST_RUNS = 20;

/** Every function does everything that it can do. */
export async function wholeRun(stage: Stage): Promise<void> {
  const answers = async (status: number, name: string, request: Parameters<Stage['send']>[1] = {}) => {
    const { statusCode, body } = await stage.send(name, request);
    expect([name, statusCode, statusCode === status ? '' : body]).toEqual([name, status, '']);
  };
  const becomes = async (status: string, id: string) => {
    const record = await atRest(stage, id);
    expect([id, record.status, record.status === status ? '' : record.statusReason]).toEqual([
      id,
      status,
      '',
    ]);
  };
  await life(stage, answers, becomes);
  await takenOverAndHandedOver(stage, answers, becomes);
  await restoredAndGivenUp(stage, answers, becomes);
}

type Answers = (status: number, name: string, request?: Parameters<Stage['send']>[1]) => Promise<void>;
type Becomes = (status: string, id: string) => Promise<void>;

const DRY = { dryRun: 'true' };
const PATCH = { 'content-type': 'application/merge-patch+json' };

async function life(stage: Stage, answers: Answers, becomes: Becomes): Promise<void> {
  const id = 'pr-123';
  const request = { body: { id, forceDestroy: true }, headers: { 'idempotency-key': 'once' } };
  await answers(200, 'create-environment', { ...request, query: DRY });
  await answers(202, 'create-environment', request);
  await answers(200, 'create-environment', request);
  await becomes('READY', id);
  for (const name of READS) await answers(200, name, { id });
  await answers(200, 'get-environment', { id, headers: { prefer: 'wait=1' } });
  await answers(200, 'list-environments');
  await answers(200, 'list-environments', { headers: { 'groundwork-tenant': '*' } });
  await answers(200, 'health');
  await answers(200, 'openapi');
  await answers(404, 'fallback');

  const body = { storage: { versioning: false, expireAfterDays: 9 }, tags: { team: 'files' } };
  await answers(200, 'update-environment', { id, body, headers: PATCH, query: DRY });
  await answers(202, 'update-environment', { id, body, headers: PATCH });
  await becomes('READY', id);
  await answers(202, 'update-environment', { id, body: { tags: null }, headers: PATCH });
  await becomes('READY', id);
  await meddle(stage, id);
  await answers(202, 'reconcile-environment', { id });
  await becomes('READY', id);

  await fill(stage, id);
  await answers(200, 'delete-environment', { id, query: { ...DRY, force: 'true' } });
  await answers(202, 'delete-environment', { id, query: { force: 'true' } });
  await changed(id, 'SET duePartition = :due, dueAt = :past', {
    ':due': 'due',
    ':past': '2000-01-01T00:00:00Z',
  });
  // The worker is called without the messages, which are still there; the sweeper adds none to many.
  await new SQSClient().send(new PurgeQueueCommand({ QueueUrl: process.env.QUEUE_URL }));
  await stage.invoke('sweep', {});
  await becomes('DELETED', id);
}

const READS = ['get-environment', 'get-ready', 'get-outputs', 'get-events', 'get-drift', 'get-terraform'];

async function takenOverAndHandedOver(stage: Stage, answers: Answers, becomes: Becomes): Promise<void> {
  const body = { id: 'taken', resources: await makeRootModule(REGION, `m${stage.accountId}`) };
  await answers(200, 'create-import', { body, query: DRY });
  await uncounted();
  await answers(202, 'create-import', { body, headers: { 'idempotency-key': 'import' } });
  await becomes('READY', 'taken');
  await answers(202, 'delete-environment', { id: 'taken', query: { retain: 'true' } });
  await becomes('DELETED', 'taken');
}

async function restoredAndGivenUp(stage: Stage, answers: Answers, becomes: Becomes): Promise<void> {
  const id = 'again';
  await answers(202, 'create-environment', { body: { id } });
  await becomes('READY', id);
  await answers(202, 'delete-environment', { id });
  await becomes('DELETED', id);
  await uncounted();
  await answers(202, 'restore-environment', { id });
  await becomes('READY', id);
  await answers(202, 'delete-environment', { id });
  takenBackAtLast(stage, () => answers(202, 'restore-environment', { id }));
  await becomes('READY', id);
  await answers(202, 'reconcile-environment', { id });
  // The runs before all died.
  await changed(id, 'ADD leaseEpoch :many', { ':many': 20 });
  await becomes('FAILED', id);
}

/** The worker runs until nothing is left to do. */
async function atRest(stage: Stage, id: string) {
  const key = { tenant: tenant(), id };
  for (let run = 0; run < MOST_RUNS; run++) {
    await stage.invoke('reconcile', { Records: [{ messageId: 'm', body: JSON.stringify(key) }] });
    const record = await stage.store.get(key);
    if (record && !/ING$/.test(record.status) && Object.keys(record.outbox).length === 0) return record;
  }
  throw new Error(`${id} is not at rest after ${MOST_RUNS} runs`);
}

/** What an environment has at AWS is changed by hand. */
async function meddle(stage: Stage, id: string): Promise<void> {
  const { resources } = await atRest(stage, id);
  const physical = (logicalId: string) => resources[logicalId]?.physicalId ?? '';
  const [iam, kms, s3] = [new IAMClient(), new KMSClient(), new S3Client({ forcePathStyle: true })];
  const RoleName = physical('role');
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'more', Value: 'x' }] }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: String(process.env.BOUNDARY_ARN) }));
  await kms.send(new UpdateKeyDescriptionCommand({ KeyId: physical('key'), Description: 'mine' }));
  await kms.send(new DisableKeyCommand({ KeyId: physical('key') }));
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: physical('initialBucket') }));
}

/** Objects, older versions and an upload that was never completed. */
async function fill(stage: Stage, id: string): Promise<void> {
  const { resources } = await atRest(stage, id);
  const s3 = new S3Client({ forcePathStyle: true });
  const Bucket = resources.finalBucket?.physicalId;
  // The emulator refuses objects to everybody where a policy denies something, whatever the condition.
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  for (const Key of ['a', 'b', 'a']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'c' }));
}

/** A deletion is taken back between the two writes with which its last run ends, and the places are to be counted. */
function takenBackAtLast(stage: Stage, restore: () => Promise<void>): void {
  let gaveBack = false;
  stage.meanwhile = async (name, { input }) => {
    if (name !== 'reconcile') return;
    if (gaveBack) {
      stage.meanwhile = async () => undefined;
      await restore();
      await uncounted();
    }
    gaveBack = (input.Key as { id?: string } | undefined)?.id === PLACES;
  };
}

/** Who signs is of this account. */
const tenant = () => String(process.env.ACCOUNT_ID);

/** Where the store keeps a tenant's places in its quota. */
const PLACES = '#places';

/** The next request counts the places. */
const uncounted = (): Promise<unknown> =>
  documentClient().send(
    new DeleteCommand({ TableName: process.env.TABLE_NAME, Key: { tenant: tenant(), id: PLACES } }),
  );

/** The record is changed by hand. */
const changed = (id: string, UpdateExpression: string, values: Record<string, unknown>): Promise<unknown> =>
  documentClient().send(
    new UpdateCommand({
      TableName: process.env.TABLE_NAME,
      Key: { tenant: tenant(), id },
      UpdateExpression,
      ExpressionAttributeValues: values,
    }),
  );
