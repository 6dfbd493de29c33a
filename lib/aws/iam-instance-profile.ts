import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  type IAMClient,
  type InstanceProfile,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import type { Handler, Tags } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { absentOn, goneOn } from './errors.ts';
import { isAsOldAsOurs, mayHaveLostTags, ownership, tagList, tagMap, writeTags } from './tags.ts';

const ABSENT = ['NoSuchEntityException'];

interface ProfileAspects {
  /** Names of the roles in it; AWS allows one. */
  roles: string[];
  tags: Tags;
}

/** What EC2 hands the role through. EC2 accepts a new one only some seconds after IAM shows it. */
export function iamInstanceProfile({ iam }: AwsClients): Handler {
  const profileOf = async (InstanceProfileName: string): Promise<InstanceProfile | undefined> =>
    (await absentOn(ABSENT, iam.send(new GetInstanceProfileCommand({ InstanceProfileName }))))
      ?.InstanceProfile;

  return {
    type: 'iam-instance-profile',
    // The tags first: what was taken over may be changed only because of them.
    order: [['tags'], ['roles']],
    actions: [
      'iam:AddRoleToInstanceProfile',
      'iam:CreateInstanceProfile',
      'iam:DeleteInstanceProfile',
      'iam:GetInstanceProfile',
      'iam:PassRole',
      'iam:RemoveRoleFromInstanceProfile',
      'iam:TagInstanceProfile',
      'iam:UntagInstanceProfile',
    ],

    async find(node, state) {
      const profile = await profileOf(node.name ?? '');
      if (!profile) return undefined;
      const tags = tagMap(profile.Tags);
      const isOurs = mayHaveLostTags(node, tags, state) && isAsOldAsOurs(profile.CreateDate, state);
      return {
        physicalId: profile.InstanceProfileName ?? '',
        arn: profile.Arn ?? '',
        ownership: isOurs ? 'ours' : ownership(node, tags, state),
        facts: { roles: roleNames(profile), tags },
      };
    },

    async create(node, made) {
      const { tags } = node.aspects(made) as unknown as ProfileAspects;
      const { InstanceProfile: profile } = await iam.send(
        new CreateInstanceProfileCommand({
          InstanceProfileName: node.name,
          Path: String(node.settings.path),
          Tags: tagList(tags),
        }),
      );
      return {
        physicalId: profile?.InstanceProfileName ?? '',
        arn: profile?.Arn ?? '',
        ownership: 'ours',
        facts: { roles: [], tags },
      };
    },

    async read() {
      return {};
    },

    async write(_node, { physicalId }, aspect, desired, observed) {
      await writers[aspect as keyof ProfileAspects](iam, physicalId, desired as never, observed as never);
    },

    detach: (_node, { physicalId, facts }) => removeRoles(iam, physicalId, facts.roles as string[]),

    async remove(_node, { physicalId: InstanceProfileName }, options) {
      const deleted = iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
      await goneOn(ABSENT, options, deleted);
    },
  };
}

type Writers = {
  [A in keyof ProfileAspects]: (
    iam: IAMClient,
    InstanceProfileName: string,
    desired: ProfileAspects[A],
    observed: ProfileAspects[A] | undefined,
  ) => Promise<unknown>;
};

const writers: Writers = {
  roles: async (iam, InstanceProfileName, desired, observed = []) => {
    const surplus = observed.filter((name) => !desired.includes(name));
    await removeRoles(iam, InstanceProfileName, surplus);
    for (const RoleName of desired) {
      // The limit is one role: ours, when an answer was lost, or another's. Verifying tells which.
      const added = iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
      await absentOn(['LimitExceededException'], added);
    }
  },
  tags: (iam, InstanceProfileName, desired, observed) =>
    writeTags(desired, observed, {
      tag: (tags) => iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags: tagList(tags) })),
      untag: (TagKeys) => iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys })),
    }),
};

async function removeRoles(iam: IAMClient, InstanceProfileName: string, names: readonly string[]) {
  for (const RoleName of names) {
    await gone(iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName })));
  }
}

const roleNames = (profile: InstanceProfile): string[] =>
  (profile.Roles ?? []).map(({ RoleName = '' }) => RoleName);

const gone = (call: Promise<unknown>): Promise<unknown> => absentOn(ABSENT, call);
