import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfilesForRole,
  paginateListRolePolicies,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { terminal } from '../provisioning/errors.ts';
import { settleAll } from '../provisioning/graph.ts';
import type { Handler, Node, Tags } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { absentOn, awsCode, goneOn } from './errors.ts';
import { deletePolicy, usedByNobodyElse } from './iam-policy.ts';
import { isAsOldAsOurs, mayHaveLostTags, ownership, tagList, tagMap, writeTags } from './tags.ts';

const ABSENT = ['NoSuchEntityException'];

interface RoleAspects {
  trust: object;
  /** ARN of the permissions boundary. */
  boundary: string;
  /** How long somebody who assumes it may stay so. */
  maxSessionSeconds: number;
  /** Documents by policy name: all of them, so that one added by hand is seen and removed. */
  inlinePolicies: Record<string, object>;
  /** ARNs of managed policies; none is desired. */
  attachedPolicies: string[];
  /** ARNs of those that came with a role that was taken over, while they exist and nothing else uses them. */
  retiredPolicies: string[];
  tags: Tags;
}

/** The microservice's role with its inline policy. */
export function iamRole({ iam }: AwsClients): Handler {
  return {
    type: 'iam-role',
    // The tags first: what was taken over may be changed only because of them. Then the boundary: nothing is granted
    // to a role that is not capped. What is granted by other policies goes once ours grant it.
    order: [
      ['tags'],
      ['boundary'],
      ['trust', 'maxSessionSeconds', 'inlinePolicies'],
      ['attachedPolicies'],
      ['retiredPolicies'],
    ],
    actions: [
      'iam:CreateRole',
      'iam:DeletePolicy',
      'iam:DeletePolicyVersion',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:GetPolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListInstanceProfilesForRole',
      'iam:ListPolicyVersions',
      'iam:ListRolePolicies',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:RemoveRoleFromInstanceProfile',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
    ],

    async find(node, state) {
      const seen = await absentOn(ABSENT, iam.send(new GetRoleCommand({ RoleName: node.name })));
      if (!seen?.Role) return undefined;
      const { Role } = seen;
      if (state?.adopted === 'pending') await refuseUnlessAlone(iam, node);
      const tags = tagMap(Role.Tags);
      const isOurs = mayHaveLostTags(node, tags, state) && isAsOldAsOurs(Role.CreateDate, state);
      return {
        physicalId: Role.RoleName ?? '',
        arn: Role.Arn ?? '',
        ownership: isOurs ? 'ours' : ownership(node, tags, state),
        facts: {
          trust: parsePolicy(Role.AssumeRolePolicyDocument),
          boundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
          maxSessionSeconds: Role.MaxSessionDuration,
          tags,
        },
      };
    },

    async create(node, made) {
      const { trust, boundary, maxSessionSeconds, tags } = node.aspects(made) as unknown as RoleAspects;
      const { Role } = await iam.send(
        new CreateRoleCommand({
          RoleName: node.name,
          Path: String(node.settings.path),
          AssumeRolePolicyDocument: JSON.stringify(trust),
          PermissionsBoundary: boundary,
          MaxSessionDuration: maxSessionSeconds,
          Tags: tagList(tags),
        }),
      );
      return {
        physicalId: Role?.RoleName ?? '',
        arn: Role?.Arn ?? '',
        ownership: 'ours',
        facts: {
          trust,
          boundary,
          maxSessionSeconds,
          tags,
          attachedPolicies: [],
          inlinePolicies: {},
        },
      };
    },

    async read({ settings }, { physicalId }) {
      const [inlinePolicies, attachedPolicies] = await Promise.all([
        inlinePoliciesOf(iam, physicalId, String(settings.inlinePolicy)),
        attachedPoliciesOf(iam, physicalId),
      ]);
      const retired = settings.retiredPolicies as readonly string[] | undefined;
      return {
        inlinePolicies,
        attachedPolicies,
        ...(retired && { retiredPolicies: await usedByNobodyElse(iam, retired, attachedPolicies) }),
      };
    },

    async write(_node, { physicalId }, aspect, desired, observed) {
      await writers[aspect as keyof RoleAspects](iam, physicalId, desired as never, observed as never);
    },

    /** AWS refuses to delete a role that anything hangs on; what hangs on it now is asked, not remembered. */
    async detach(_node, { physicalId: RoleName }) {
      const [attached, inline] = await Promise.all([
        attachedPoliciesOf(iam, RoleName),
        policyNamesOf(iam, RoleName),
      ]);
      // None may still be under way when the run is over: it could follow what the next run grants.
      await settleAll([
        ...attached.map((PolicyArn) => gone(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))),
        ...inline.map((PolicyName) => gone(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })))),
      ]);
    },

    async remove(_node, { physicalId: RoleName }, options) {
      const removal = () => goneOn(ABSENT, options, iam.send(new DeleteRoleCommand({ RoleName })));
      await removal().catch(async (error: unknown) => {
        // Somebody put it into a profile that is not the environment's.
        if (awsCode(error) !== 'DeleteConflictException') throw error;
        const profiles = await profilesOf(iam, RoleName);
        await settleAll(
          profiles.map((InstanceProfileName) =>
            gone(iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }))),
          ),
        );
        await removal();
      });
    },
  };
}

type Writers = {
  [A in keyof RoleAspects]: (
    iam: IAMClient,
    RoleName: string,
    desired: RoleAspects[A],
    observed: RoleAspects[A] | undefined,
  ) => Promise<unknown>;
};

const writers: Writers = {
  boundary: (iam, RoleName, PermissionsBoundary) =>
    iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
  trust: (iam, RoleName, desired) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(desired) })),
  maxSessionSeconds: (iam, RoleName, MaxSessionDuration) =>
    iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration })),
  inlinePolicies: (iam, RoleName, desired, observed = {}) =>
    settleAll([
      ...Object.entries(desired).map(([PolicyName, policy]) =>
        iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) })),
      ),
      ...Object.keys(observed)
        .filter((name) => !(name in desired))
        .map((PolicyName) => gone(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })))),
    ]),
  attachedPolicies: (iam, RoleName, desired, observed = []) =>
    settleAll(
      observed
        .filter((arn) => !desired.includes(arn))
        .map((PolicyArn) => gone(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))),
    ),
  retiredPolicies: (iam, _RoleName, _desired, observed = []) =>
    settleAll(observed.map((PolicyArn) => deletePolicy(iam, PolicyArn))),
  tags: (iam, RoleName, desired, observed) =>
    writeTags(desired, observed, {
      tag: (tags) => iam.send(new TagRoleCommand({ RoleName, Tags: tagList(tags) })),
      untag: (TagKeys) => iam.send(new UntagRoleCommand({ RoleName, TagKeys })),
    }),
};

/** The documents by name. The one that is to be there is asked for while all names are. */
async function inlinePoliciesOf(
  iam: IAMClient,
  RoleName: string,
  expected: string,
): Promise<Record<string, unknown>> {
  const documentOf = async (PolicyName: string) => {
    const seen = await absentOn(ABSENT, iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return seen ? [[PolicyName, parsePolicy(seen.PolicyDocument)] as const] : [];
  };
  const [document, names] = await Promise.all([documentOf(expected), policyNamesOf(iam, RoleName)]);
  const others = await Promise.all(names.filter((name) => name !== expected).map(documentOf));
  return Object.fromEntries([...document, ...others.flat()]);
}

const policyNamesOf = (client: IAMClient, RoleName: string): Promise<string[]> =>
  collect(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames);

const attachedPoliciesOf = (client: IAMClient, RoleName: string): Promise<string[]> =>
  collect(paginateListAttachedRolePolicies({ client }, { RoleName }), (page) =>
    page.AttachedPolicies?.map(({ PolicyArn = '' }) => PolicyArn),
  );

/** @throws ProvisioningError unsuitable: what is in somebody else's profile can't be deleted without touching that */
async function refuseUnlessAlone(iam: IAMClient, { name = '', settings }: Node): Promise<void> {
  const others = (await profilesOf(iam, name)).filter((profile) => profile !== settings.instanceProfile);
  if (others.length === 0) return;
  throw terminal(
    'unsuitable',
    `iam-role ${name} can't be taken over: it is in the instance profile ${others.join(', ')}, which is not taken over with it.`,
  );
}

const profilesOf = (client: IAMClient, RoleName: string): Promise<string[]> =>
  collect(paginateListInstanceProfilesForRole({ client }, { RoleName }), (page) =>
    page.InstanceProfiles?.map(({ InstanceProfileName = '' }) => InstanceProfileName),
  );

async function collect<P>(
  pages: AsyncIterable<P>,
  items: (page: P) => string[] | undefined,
): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** IAM hands policy documents out URL-encoded. */
const parsePolicy = (encoded = 'null'): unknown => JSON.parse(decodeURIComponent(encoded));

const gone = (call: Promise<unknown>): Promise<unknown> => absentOn(ABSENT, call);
