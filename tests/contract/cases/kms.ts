import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import type { World } from '../world.ts';
import { desired, type HandlerCase, sampleTags, withStatement } from './handler-case.ts';

const keyId = (world: World): string => world.state('key')?.physicalId ?? '';

const tag = (world: World, TagKey: string, TagValue: string) =>
  world.hand.kms.send(new TagResourceCommand({ KeyId: keyId(world), Tags: [{ TagKey, TagValue }] }));

const untag = (world: World, ...TagKeys: string[]) =>
  world.hand.kms.send(new UntagResourceCommand({ KeyId: keyId(world), TagKeys }));

const putPolicy = (world: World, Policy: string) =>
  world.hand.kms.send(new PutKeyPolicyCommand({ KeyId: keyId(world), PolicyName: 'default', Policy }));

export async function otherKey({ hand }: World, tags: Record<string, string> = {}): Promise<string> {
  const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { KeyMetadata } = await hand.kms.send(new CreateKeyCommand({ Tags }));
  return KeyMetadata?.KeyId ?? '';
}

export const kmsKeyCase: HandlerCase = {
  type: 'kms-key',
  logicalId: 'key',
  keyed: true,
  made: (world) => ({
    id: keyId(world),
    state: 'Enabled',
    description: desired(world, 'key').description,
    rotation: true,
    grants: [],
    policy: desired(world, 'key').policy,
    tags: sampleTags(world),
  }),
  changes: {
    'the key is disabled': (world) => world.hand.kms.send(new DisableKeyCommand({ KeyId: keyId(world) })),
    'the key is scheduled for deletion': (world) =>
      world.hand.kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId(world), PendingWindowInDays: 7 })),
    'rotation is off': (world) => world.hand.kms.send(new DisableKeyRotationCommand({ KeyId: keyId(world) })),
    'it has another description': (world) =>
      world.hand.kms.send(new UpdateKeyDescriptionCommand({ KeyId: keyId(world), Description: 'mine' })),
    'somebody else has a grant on it': (world) =>
      world.hand.kms.send(
        new CreateGrantCommand({
          KeyId: keyId(world),
          GranteePrincipal: `arn:aws:iam::${world.accountId}:role/by-hand`,
          Operations: ['Decrypt'],
        }),
      ),
    'the policy has one more statement': (world) => {
      const { policy } = desired(world, 'key');
      const statement = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
      return putPolicy(world, withStatement(policy, statement));
    },
    'its statement allows less': (world) => {
      const { Statement, ...rest } = desired(world, 'key').policy as { Statement: object[] };
      const less = Statement.map((statement) => ({ ...statement, Action: 'kms:Describe*' }));
      return putPolicy(world, JSON.stringify({ ...rest, Statement: less }));
    },
    'there is one more tag': (world) => tag(world, 'added', 'by hand'),
    'a tag has another value': (world) => tag(world, 'team', 'other'),
    "the caller's tags are gone": (world) => untag(world, 'team', 'cost-center'),
    'all tags are gone': (world) => untag(world, ...Object.keys(sampleTags(world))),
    'the key is disabled and changed in every other way': async (world) => {
      await world.hand.kms.send(new DisableKeyRotationCommand({ KeyId: keyId(world) }));
      await tag(world, 'team', 'other');
      await world.hand.kms.send(new DisableKeyCommand({ KeyId: keyId(world) }));
    },
  },
  // It has no name that somebody else could have taken.
  foreign: {},
  beforeLooking: ({ journal, clock }) => {
    const intendedAt = new Date(clock.now.getTime() - 3_600_000).toISOString();
    journal.states.set('key', { type: 'kms-key', status: 'CREATING', intendedAt });
  },
  looks: ({ name }) => name === 'KMS.ListKeys',
  creates: 'KMS.CreateKey',
};

export const kmsAliasCase: HandlerCase = {
  type: 'kms-alias',
  logicalId: 'alias',
  keyed: true,
  made: (world) => ({ target: keyId(world) }),
  changes: {
    'the alias points at another key': async (world) => {
      const TargetKeyId = await otherKey(world);
      await world.hand.kms.send(new UpdateAliasCommand({ AliasName: world.names.keyAlias, TargetKeyId }));
    },
    'the alias is gone': (world) =>
      world.hand.kms.send(new DeleteAliasCommand({ AliasName: world.names.keyAlias })),
  },
  foreign: {
    'the alias points at another key': async (world) => {
      const TargetKeyId = await otherKey(world);
      await world.hand.kms.send(new CreateAliasCommand({ AliasName: world.names.keyAlias, TargetKeyId }));
    },
  },
  looks: ({ name, input }) => name === 'KMS.DescribeKey' && String(input.KeyId).startsWith('alias/'),
  creates: 'KMS.CreateAlias',
};
