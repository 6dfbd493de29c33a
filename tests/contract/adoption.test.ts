import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, type CreateKeyCommandInput } from '@aws-sdk/client-kms';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { deletePolicy } from '../../lib/aws/iam-policy.ts';
import { snapshot } from './snapshot.ts';
import { newWorld, outcomeOf, type World } from './world.ts';

const REGION = 'eu-west-1';
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});

let world: World;
beforeEach(async () => {
  world = await newWorld({ algorithm: 'aws:kms', region: REGION });
});

/** From now on it is to be taken over. */
function adopt(logicalId: string, physicalId: string): void {
  const type = world.nodes.find((node) => node.logicalId === logicalId)?.type ?? '';
  const intendedAt = world.clock.now.toISOString();
  world.journal.states.set(logicalId, {
    type,
    status: 'PENDING',
    physicalId,
    intendedAt,
    adopted: 'pending',
  });
}

async function newKey(more: Partial<CreateKeyCommandInput>): Promise<void> {
  const { KeyMetadata } = await world.hand.kms.send(new CreateKeyCommand(more));
  adopt('key', KeyMetadata?.KeyId ?? '');
}

async function newRole(Tags: { Key: string; Value: string }[] = []): Promise<void> {
  const RoleName = world.names.role;
  await world.hand.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, Tags }));
  adopt('role', RoleName);
}

async function newProfile(InstanceProfileName: string, more: object = {}): Promise<void> {
  await world.hand.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, ...more }));
}

async function newBucket(): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await world.hand.s3.send(
    new CreateBucketCommand({ Bucket: world.names.initialBucket, CreateBucketConfiguration }),
  );
  adopt('initialBucket', world.names.initialBucket);
}

describe('what can not be what an environment has is not taken over, and not touched', () => {
  const misfits: [what: string, logicalId: string, reason: RegExp, make: () => Promise<void>][] = [
    [
      'a key of another kind',
      'key',
      /kind RSA_2048/,
      () => newKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
    ],
    [
      'the replica of a key of another region',
      'key',
      /replica/,
      async () => {
        await newKey({});
        // The emulator's replicas say that they are primary keys.
        world.clients.amends = ({ name }, answer) => {
          const { KeyMetadata } = answer as { KeyMetadata?: Record<string, unknown> };
          if (name === 'KMS.DescribeKey' && KeyMetadata) {
            KeyMetadata.MultiRegionConfiguration = { MultiRegionKeyType: 'REPLICA' };
          }
        };
      },
    ],
    ['a key with material from elsewhere', 'key', /EXTERNAL/, () => newKey({ Origin: 'EXTERNAL' })],
    [
      'a role that is in a profile of others',
      'role',
      /instance profile theirs/,
      async () => {
        await newRole();
        await newProfile('theirs');
        const held = { InstanceProfileName: 'theirs', RoleName: world.names.role };
        await world.hand.iam.send(new AddRoleToInstanceProfileCommand(held));
      },
    ],
    [
      'a bucket whose deletions want a second factor',
      'initialBucket',
      /MFA delete/,
      async () => {
        await newBucket();
        // The emulator takes no such setting.
        world.clients.amends = ({ name }, answer) => {
          if (name === 'S3.GetBucketVersioning') answer.MFADelete = 'Enabled';
        };
      },
    ],
  ];

  it.each(misfits)('%s', async (_, logicalId, reason, make) => {
    await make();
    const before = await snapshot(world, logicalId);
    const error = { code: 'unsuitable', message: expect.stringMatching(reason), retryable: false };
    expect(await world.look(logicalId)).toMatchObject({ result: 'unclear', error });
    expect(outcomeOf(await world.converge(logicalId), logicalId)).toMatchObject({ result: 'failed', error });
    expect(await snapshot(world, logicalId)).toEqual(before);
  });
});

describe('tags that only it has go after ours have come', () => {
  const named = { Key: 'Name', Value: 'mine' };
  it.each<[string, string, string, () => Promise<void>]>([
    [
      'key',
      'KMS.TagResource',
      'KMS.UntagResource',
      () => newKey({ Tags: [{ TagKey: 'Name', TagValue: 'mine' }] }),
    ],
    ['role', 'IAM.TagRole', 'IAM.UntagRole', () => newRole([named])],
    [
      'instanceProfile',
      'IAM.TagInstanceProfile',
      'IAM.UntagInstanceProfile',
      async () => {
        await newProfile(world.names.instanceProfile, { Tags: [named] });
        adopt('instanceProfile', world.names.instanceProfile);
      },
    ],
  ])('%s', async (logicalId, tag, untag, make) => {
    await make();
    expect(outcomeOf(await world.converge(logicalId), logicalId)).toMatchObject({ result: 'done' });
    const names = world.clients.calls.map(({ name }) => name).filter((name) => [tag, untag].includes(name));
    expect(names).toEqual([tag, untag]);
  });
});

it('a managed policy that somebody uses by now keeps its versions', async () => {
  const { iam } = world.hand;
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'shared', PolicyDocument: POLICY }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: POLICY, SetAsDefault: true }));
  await iam.send(new CreateRoleCommand({ RoleName: 'neighbour', AssumeRolePolicyDocument: TRUST }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'neighbour', PolicyArn }));
  const failure = { code: 'policy-in-use', retryable: true };
  await expect(deletePolicy(world.clients.iam, PolicyArn)).rejects.toMatchObject(failure);
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions).toHaveLength(2);
});
