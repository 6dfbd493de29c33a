import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  ListInstanceProfilesForRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { World } from '../world.ts';
import {
  allowEverything,
  desired,
  type HandlerCase,
  otherLifesTags,
  sampleTags,
  tagList,
  withStatement,
} from './handler-case.ts';

const TRUST_EC2 = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const ALLOW_EVERYTHING = JSON.stringify({ Version: '2012-10-17', Statement: [allowEverything()] });

const role = ({ names }: World) => ({ RoleName: names.role });
const profile = ({ names }: World) => ({ InstanceProfileName: names.instanceProfile });

const putPolicy = (world: World, PolicyName: string, PolicyDocument: string) =>
  world.hand.iam.send(new PutRolePolicyCommand({ ...role(world), PolicyName, PolicyDocument }));

const trust = (world: World, PolicyDocument: string) =>
  world.hand.iam.send(new UpdateAssumeRolePolicyCommand({ ...role(world), PolicyDocument }));

const tagRole = (world: World, tags: Record<string, string>) =>
  world.hand.iam.send(new TagRoleCommand({ ...role(world), Tags: tagList(tags) }));

const makeRole = ({ hand, names }: World, tags: Record<string, string> = {}, RoleName = names.role) =>
  hand.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_EC2, Tags: tagList(tags) }),
  );

/** A managed policy of the account's. @returns its ARN */
async function managedPolicy({ hand }: World, PolicyName: string): Promise<string> {
  const created = await hand.iam.send(
    new CreatePolicyCommand({ PolicyName, PolicyDocument: ALLOW_EVERYTHING }),
  );
  return created.Policy?.Arn ?? '';
}

const policyOf = (world: World) => {
  const { inlinePolicies } = desired(world, 'role') as { inlinePolicies: Record<string, unknown> };
  return inlinePolicies[world.names.policy];
};

/** By which the boundary knows the role's buckets. */
const bucketTags = ({ names }: World): Record<string, string> => ({
  'groundwork:initial-bucket': names.initialBucket,
  'groundwork:final-bucket': names.finalBucket,
});

export const iamRoleCase: HandlerCase = {
  type: 'iam-role',
  logicalId: 'role',
  keyed: false,
  made: (world) => ({
    ...desired(world, 'role'),
    path: '/groundwork/test/',
    boundary: `arn:aws:iam::${world.accountId}:policy/groundwork-boundary`,
    attachedPolicies: [],
    tags: { ...sampleTags(world), ...bucketTags(world) },
  }),
  changes: {
    'there is another inline policy': (world) => putPolicy(world, 'added-by-hand', ALLOW_EVERYTHING),
    'the inline policy has one more statement': (world) =>
      putPolicy(world, world.names.policy, withStatement(policyOf(world), allowEverything())),
    'the inline policy is replaced': (world) => putPolicy(world, world.names.policy, ALLOW_EVERYTHING),
    'the inline policy is gone': (world) =>
      world.hand.iam.send(new DeleteRolePolicyCommand({ ...role(world), PolicyName: world.names.policy })),
    'a managed policy is attached': async (world) => {
      const PolicyArn = await managedPolicy(world, 'attached-by-hand');
      await world.hand.iam.send(new AttachRolePolicyCommand({ ...role(world), PolicyArn }));
    },
    'the permissions boundary is gone': (world) =>
      world.hand.iam.send(new DeleteRolePermissionsBoundaryCommand(role(world))),
    'the permissions boundary is another': async (world) => {
      const PermissionsBoundary = await managedPolicy(world, 'boundary-by-hand');
      await world.hand.iam.send(
        new PutRolePermissionsBoundaryCommand({ ...role(world), PermissionsBoundary }),
      );
    },
    'sessions may last longer': (world) =>
      world.hand.iam.send(new UpdateRoleCommand({ ...role(world), MaxSessionDuration: 43_200 })),
    'another principal is trusted': (world) => {
      const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
      return trust(world, withStatement(desired(world, 'role').trust, statement));
    },
    'a service is trusted no more': (world) => trust(world, TRUST_EC2),
    'there is one more tag': (world) => tagRole(world, { added: 'by hand' }),
    'a tag has another value': (world) => tagRole(world, { team: 'other' }),
    'its tags name a bucket of others': (world) =>
      tagRole(world, { 'groundwork:final-bucket': 'final-of-others' }),
    "the caller's tags are gone": (world) =>
      world.hand.iam.send(new UntagRoleCommand({ ...role(world), TagKeys: ['team', 'cost-center'] })),
    'all tags are gone': (world) =>
      world.hand.iam.send(
        new UntagRoleCommand({
          ...role(world),
          TagKeys: Object.keys({ ...sampleTags(world), ...bucketTags(world) }),
        }),
      ),
    'the role is gone': async (world) => {
      const { iam } = world.hand;
      const { InstanceProfiles = [] } = await iam.send(new ListInstanceProfilesForRoleCommand(role(world)));
      if (InstanceProfiles.length > 0) await takeRoleOut(world);
      await iam.send(new DeleteRolePolicyCommand({ ...role(world), PolicyName: world.names.policy }));
      await iam.send(new DeleteRoleCommand(role(world)));
    },
  },
  foreign: {
    'a role without tags has the name': (world) => makeRole(world),
  },
  predecessors: (world) => makeRole(world, otherLifesTags(world)),
  looks: ({ name }) => name === 'IAM.GetRole',
  creates: 'IAM.CreateRole',
};

const makeProfile = (world: World, tags: Record<string, string> = {}) =>
  world.hand.iam.send(new CreateInstanceProfileCommand({ ...profile(world), Tags: tagList(tags) }));

const tagProfile = (world: World, tags: Record<string, string>) =>
  world.hand.iam.send(new TagInstanceProfileCommand({ ...profile(world), Tags: tagList(tags) }));

const takeRoleOut = (world: World) =>
  world.hand.iam.send(new RemoveRoleFromInstanceProfileCommand({ ...profile(world), ...role(world) }));

export const iamInstanceProfileCase: HandlerCase = {
  type: 'iam-instance-profile',
  logicalId: 'instanceProfile',
  keyed: false,
  made: (world) => ({ path: '/groundwork/test/', roles: [world.names.role], tags: sampleTags(world) }),
  changes: {
    'the role is taken out': takeRoleOut,
    'another role is in it': async (world) => {
      await takeRoleOut(world);
      await makeRole(world, {}, 'by-hand');
      const RoleName = 'by-hand';
      await world.hand.iam.send(new AddRoleToInstanceProfileCommand({ ...profile(world), RoleName }));
    },
    'there is one more tag': (world) => tagProfile(world, { added: 'by hand' }),
    'a tag has another value': (world) => tagProfile(world, { team: 'other' }),
    "the caller's tags are gone": (world) =>
      world.hand.iam.send(
        new UntagInstanceProfileCommand({ ...profile(world), TagKeys: ['team', 'cost-center'] }),
      ),
    'all tags are gone': (world) =>
      world.hand.iam.send(
        new UntagInstanceProfileCommand({ ...profile(world), TagKeys: Object.keys(sampleTags(world)) }),
      ),
    'the profile is gone': async (world) => {
      await takeRoleOut(world);
      await world.hand.iam.send(new DeleteInstanceProfileCommand(profile(world)));
    },
  },
  foreign: {
    'a profile without tags has the name': (world) => makeProfile(world),
    'a profile with a role has the name': async (world) => {
      await makeProfile(world);
      await makeRole(world, {}, 'somebodys');
      const RoleName = 'somebodys';
      await world.hand.iam.send(new AddRoleToInstanceProfileCommand({ ...profile(world), RoleName }));
    },
  },
  predecessors: (world) => makeProfile(world, otherLifesTags(world)),
  looks: ({ name }) => name === 'IAM.GetInstanceProfile',
  creates: 'IAM.CreateInstanceProfile',
};
