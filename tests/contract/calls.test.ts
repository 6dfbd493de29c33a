import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { watchedBy } from '../../lib/aws/calls.ts';
import { awsClients } from '../../lib/aws/clients.ts';
import { handlers } from '../../lib/aws/registry.ts';
import { Interrupted } from '../../lib/provisioning/errors.ts';
import type { AwsCall, Handler, Node } from '../../lib/provisioning/resource.ts';
import { standAround } from '../support/stand-around.ts';
import { newWorld, type World } from './world.ts';

let world: World;
let calls: AwsCall[];
let before: () => void;
let registry: Readonly<Record<string, Handler>>;
beforeAll(async () => {
  world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
});
beforeEach(() => {
  calls = [];
  before = () => undefined;
  const options = { ...world.deployment, tagsOnCreate: false };
  registry = watchedBy(handlers(awsClients(), options), {
    before: () => before(),
    after: (call) => calls.push(call),
  });
});

const node = (logicalId: string): Node => {
  const found = world.nodes.find((candidate) => candidate.logicalId === logicalId);
  if (!found) throw new Error(`no ${logicalId}`);
  return found;
};
/** What a node depends on, when it depends on nothing. */
const NOTHING = async () => ({});
const handlerOf = (logicalId: string): Handler => registry[node(logicalId).type] as Handler;
const told = () =>
  calls.map(({ service, operation, logicalId, result }) => [service, operation, logicalId, result]);

describe('each call to AWS is reported', () => {
  it('once, with the node it was made for, its time and the id that AWS gave it', async () => {
    const before = Date.now();
    await handlerOf('role').create(node('role'), {});
    expect(told()).toEqual([['IAM', 'CreateRole', 'role', 'ok']]);
    const [{ startedAt, milliseconds, requestId }] = calls as [AwsCall];
    expect(startedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(startedAt.getTime() + milliseconds).toBeLessThanOrEqual(Date.now());
    expect(requestId).toMatch(/./);
  });

  it('with the code by which it failed, be it only that there is none', async () => {
    expect(await handlerOf('alias').find(node('alias'), undefined, NOTHING)).toBeUndefined();
    await expect(handlerOf('role').create(node('role'), {})).rejects.toThrow();
    expect(told()).toEqual([
      ['KMS', 'DescribeKey', 'alias', 'NotFoundException'],
      ['IAM', 'CreateRole', 'role', 'EntityAlreadyExistsException'],
    ]);
  });

  it('with its own node, also when several are at work, over pages and side by side', async () => {
    const names = ['role', 'instanceProfile', 'initialBucket', 'finalBucket'];
    await Promise.all(names.map((name) => handlerOf(name).find(node(name), undefined, NOTHING)));
    await handlerOf('role').read(node('role'), { physicalId: world.names.role, arn: '' });
    expect(
      told()
        .map(([, operation, logicalId]) => `${operation} ${logicalId}`)
        .sort(),
    ).toEqual([
      'GetBucketTagging finalBucket',
      'GetBucketTagging initialBucket',
      'GetInstanceProfile instanceProfile',
      'GetRole role',
      'GetRolePolicy role',
      'ListAttachedRolePolicies role',
      'ListRolePolicies role',
    ]);
  });

  it('unless it is no step of a handler', async () => {
    const plain = handlers(awsClients(), { ...world.deployment, tagsOnCreate: false });
    await plain['iam-role']?.find(node('role'), undefined, NOTHING);
    expect(calls).toEqual([]);
  });
});

describe('before each request somebody may say no', () => {
  it('and then it is not sent, and nothing is told of it', async () => {
    before = () => {
      throw new Interrupted('not now');
    };
    await expect(handlerOf('role').find(node('role'), undefined, NOTHING)).rejects.toThrow(Interrupted);
    expect(told()).toEqual([]);
  });

  it('also before the second one of a step, and before what the SDK repeats', async () => {
    let requests = 0;
    const clients = awsClients();
    standAround(clients.iam, 'deserialize', async () => {
      requests += 1;
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    });
    let asked = 0;
    const guarded = watchedBy(handlers(clients, { ...world.deployment, tagsOnCreate: false }), {
      before: () => {
        asked += 1;
        if (asked > 2) throw new Interrupted('the time is over');
      },
      after: () => undefined,
    });
    await expect(guarded['iam-role']?.find(node('role'), undefined, NOTHING)).rejects.toThrow(Interrupted);
    expect([requests, asked]).toEqual([2, 3]);
  });
});

it('a handler that has nothing to say against a deletion still has not', () => {
  expect(Object.entries(registry).map(([type, { blocker }]) => [type, blocker !== undefined])).toEqual([
    ['kms-key', false],
    ['kms-alias', false],
    ['s3-bucket', true],
    ['iam-role', false],
    ['iam-instance-profile', false],
  ]);
});
