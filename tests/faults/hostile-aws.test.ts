import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newUid } from '../../lib/environment/random.ts';
import { enterFreshAccount } from '../support/account.ts';
import type { FaultKind } from '../support/hostile/faults.ts';
import { type HostileAws, hostileAws } from '../support/hostile/hostile-aws.ts';

const LAG = 60_000;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const clientsAt = (endpoint: string) => {
  const config = { endpoint, region: 'us-east-1', maxAttempts: 1 };
  return {
    kms: new KMSClient(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    records: new DynamoDBClient(config),
  };
};
type Clients = ReturnType<typeof clientsAt>;

let hostile: HostileAws;
/** Through the hostile AWS, and behind its back. */
let aws: Clients;
let truth: Clients;

/** Every request suffers one of these. */
async function onlyWith(...kinds: FaultKind[]): Promise<void> {
  await hostile?.stop();
  hostile = await hostileAws(emulator(), { seed: 1, faults: 1, lagMilliseconds: LAG, kinds });
  aws = clientsAt(hostile.endpoint);
}

const emulator = () => process.env.FAULTS_EMULATOR_ENDPOINT ?? '';
beforeEach(async () => {
  await enterFreshAccount(emulator());
  truth = clientsAt(emulator());
});
afterEach(() => hostile.stop());

/** How a call ended: the error's name and the status of the answer, if there was one. */
async function ended(
  call: Promise<{ $metadata: { httpStatusCode?: number } }>,
): Promise<[name: string, status: number | undefined]> {
  try {
    return ['ok', (await call).$metadata.httpStatusCode];
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return [message.endsWith('socket hang up') ? 'cut' : name, $metadata?.httpStatusCode];
  }
}

const bucket = () => `bucket-${newUid()}`;
const createRole = (clients: Clients) =>
  clients.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }));
const getRole = (clients: Clients) => clients.iam.send(new GetRoleCommand({ RoleName: 'r' }));
const createBucket = (clients: Clients, Bucket: string) =>
  clients.s3.send(new CreateBucketCommand({ Bucket }));

describe('each service complains in its own way', () => {
  it('of too many requests', async () => {
    await onlyWith('throttle');
    hostile.rage();
    expect(await ended(aws.kms.send(new CreateKeyCommand({})))).toEqual(['ThrottlingException', 400]);
    expect(await ended(createRole(aws))).toEqual(['Throttling', 400]);
    expect(await ended(createBucket(aws, bucket()))).toEqual(['SlowDown', 503]);
    expect(await ended(aws.records.send(new ListTablesCommand({})))).toEqual([
      'ProvisionedThroughputExceededException',
      400,
    ]);
    expect(await ended(aws.sqs.send(new CreateQueueCommand({ QueueName: 'q' })))).toEqual([
      'RequestThrottled',
      400,
    ]);
    expect(hostile.injected).toEqual(new Map([['throttle', 5]]));
    expect(await ended(getRole(truth))).toEqual(['NoSuchEntityException', 404]);
  });

  it('of an error of its own, before or after the call took effect', async () => {
    await onlyWith('server-error');
    hostile.rage();
    expect(await ended(aws.kms.send(new CreateKeyCommand({})))).toEqual(['KMSInternalException', 500]);
    expect(await ended(createRole(aws))).toEqual(['ServiceFailureException', 500]);
    expect(await ended(createBucket(aws, bucket()))).toEqual(['ServiceUnavailable', 503]);
    const made: string[] = [];
    for (let count = 0; count < 12; count++) {
      const Bucket = bucket();
      await ended(createBucket(aws, Bucket));
      const [seen] = await ended(truth.s3.send(new HeadBucketCommand({ Bucket })));
      made.push(seen);
    }
    expect(new Set(made)).toEqual(new Set(['ok', 'NotFound']));
  });

  it.each([
    ['KMS', () => aws.kms.send(new CreateKeyCommand({})), ['MalformedPolicyDocumentException', 400]],
    ['IAM', () => createRole(aws), ['MalformedPolicyDocumentException', 400]],
    [
      'S3',
      () => aws.s3.send(new PutBucketPolicyCommand({ Bucket: 'b', Policy: '{}' })),
      ['MalformedPolicy', 400],
    ],
  ])('of a principal that is not known everywhere yet: %s', async (_service, call, expected) => {
    await onlyWith('invalid-principal');
    hostile.rage();
    expect(await ended(call())).toEqual(expected);
    // A call without a policy has nothing to complain of.
    expect(await ended(aws.kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' })))).toEqual([
      'NotFoundException',
      400,
    ]);
    expect(hostile.injected).toEqual(new Map([['invalid-principal', 1]]));
  });
});

describe('a connection that is cut', () => {
  it('before the request arrived leaves nothing', async () => {
    await onlyWith('cut-before');
    hostile.rage();
    expect(await ended(createRole(aws))).toEqual(['cut', undefined]);
    expect(await ended(getRole(truth))).toEqual(['NoSuchEntityException', 404]);
  });

  it('before the answer arrived leaves what was asked for', async () => {
    await onlyWith('cut-after');
    hostile.rage();
    expect(await ended(createRole(aws))).toEqual(['cut', undefined]);
    expect(await ended(getRole(truth))).toEqual(['ok', 200]);
  });
});

describe('what is new', () => {
  it('may not be visible yet, and is when the lag is over', async () => {
    await onlyWith('not-visible-yet');
    const Bucket = bucket();
    await createBucket(aws, Bucket);
    await createRole(aws);
    const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
    const { KeyId } = KeyMetadata ?? {};
    hostile.rage();
    expect(await ended(aws.s3.send(new GetBucketVersioningCommand({ Bucket })))).toEqual([
      'NoSuchBucket',
      404,
    ]);
    expect(await ended(getRole(aws))).toEqual(['NoSuchEntityException', 404]);
    const policy = { RoleName: 'r', PolicyName: 'p', PolicyDocument: TRUST };
    expect(await ended(aws.iam.send(new PutRolePolicyCommand(policy)))).toEqual([
      'NoSuchEntityException',
      404,
    ]);
    expect(await ended(aws.kms.send(new DescribeKeyCommand({ KeyId })))).toEqual(['NotFoundException', 400]);
    expect(await ended(createBucket(aws, Bucket))).toEqual(['ok', 200]);
    expect(hostile.injected).toEqual(new Map([['not-visible-yet', 4]]));
  });

  it('is no news to a hostile AWS that does not lag', async () => {
    hostile = await hostileAws(emulator(), {
      seed: 1,
      faults: 1,
      lagMilliseconds: 0,
      kinds: ['not-visible-yet', 'stale-read'],
    });
    aws = clientsAt(hostile.endpoint);
    hostile.rage();
    await createRole(aws);
    expect(await ended(getRole(aws))).toEqual(['ok', 200]);
    expect(await ended(getRole(aws))).toEqual(['ok', 200]);
    expect(hostile.injected.size).toBe(0);
  });
});

it('a stale read shows what the same read showed a moment ago', async () => {
  await onlyWith('stale-read');
  await createRole(truth);
  hostile.rage();
  const before = await getRole(aws);
  await truth.iam.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'a', Value: 'b' }] }));
  expect((await getRole(aws)).Role).toEqual(before.Role);
  expect((await getRole(truth)).Role?.Tags).toHaveLength(1);
  hostile.calm();
  expect((await getRole(aws)).Role?.Tags).toHaveLength(1);
});

it('a message is doubled', async () => {
  await onlyWith('doubled-message');
  const { QueueUrl } = await truth.sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  hostile.rage();
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await truth.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '2' });
});

it('two changes of the settings of one bucket at once: one is refused; of two buckets: none', async () => {
  // So that they take long enough to meet.
  await onlyWith('delay');
  const [one, two] = [bucket(), bucket()];
  await createBucket(truth, one);
  await createBucket(truth, two);
  hostile.rage();
  const enable = (Bucket: string) =>
    ended(
      aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    );
  const [first, second, other] = await Promise.all([enable(one), enable(one), enable(two)]);
  expect([first, second].sort()).toEqual([
    ['OperationAborted', 409],
    ['ok', 200],
  ]);
  expect(other).toEqual(['ok', 200]);
  expect(hostile.overlaps).toEqual([`S3.PUT versioning bucket:${one}`]);
});

describe('the plan', () => {
  const KINDS: FaultKind[] = ['throttle', 'cut-before'];
  /** What becomes of forty reads of the first owner's key, while others read theirs. */
  async function fates(seed: number, owners = ['one-1']): Promise<string[]> {
    const plan = { seed, faults: 0.5, lagMilliseconds: 0, kinds: KINDS, owner: /one-\d/ };
    hostile = await hostileAws(emulator(), plan);
    aws = clientsAt(hostile.endpoint);
    const keys = new Map<string, string | undefined>();
    for (const owner of owners) {
      const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({ Description: owner }));
      keys.set(owner, KeyMetadata?.KeyId);
    }
    const read = async (owner: string) =>
      (await ended(aws.kms.send(new DescribeKeyCommand({ KeyId: keys.get(owner) }))))[0];
    hostile.rage();
    const names: string[] = [];
    for (let count = 0; count < 40; count++) {
      names.push(await read('one-1'));
      for (const other of owners.slice(1)) await read(other);
    }
    hostile.calm();
    names.push(await read('one-1'));
    await hostile.stop();
    return names;
  }

  it('is the same for the same seed, another for another one, and none in the calm', async () => {
    const once = await fates(7);
    expect(await fates(7)).toEqual(once);
    expect(await fates(8)).not.toEqual(once);
    expect(new Set(once)).toEqual(new Set(['ThrottlingException', 'cut', 'ok']));
    expect(once.at(-1)).toBe('ok');
  });

  it('is the same for an owner, whoever else asks in between', async () => {
    expect(await fates(7, ['one-1', 'one-2', 'one-3'])).toEqual(await fates(7));
  });
});
