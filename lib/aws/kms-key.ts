import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  type KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  paginateListGrants,
  paginateListKeys,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { terminal } from '../provisioning/errors.ts';
import { settleAll } from '../provisioning/graph.ts';
import type { Found, Handler, Node, ResourceState, Tags } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { absentOn, awsCode, goneOn } from './errors.ts';
import { ownership, tagMap, UID_TAG, writeTags } from './tags.ts';

/** Keys whose tags are asked for side by side in a search; KMS allows thousands of these calls a second. */
const KEYS_AT_ONCE = 50;

/** Where KMS made the key itself. */
const OWN_MATERIAL = 'AWS_KMS';

/** KMS's own period, which it doesn't always tell. */
const ROTATION_DAYS = 365;

interface KeyAspects {
  state: string;
  description: string;
  /** Days between two rotations; 0: it is off. */
  rotationDays: number;
  policy: object;
  /** Whoever may use the key besides what its policy says; nobody is desired. */
  grants: Grant[];
  tags: Tags;
}

interface Grant {
  id: string;
  grantee: string;
  operations: string[];
}

/**
 * A customer managed key. CreateKey has neither a name nor an idempotency token, so a lost answer could make
 * a second key: the environment's tags go into the call, and a run that finds the intent on record without
 * an id searches for the tags instead of creating again.
 */
export function kmsKey(clients: AwsClients): Handler {
  return {
    type: 'kms-key',
    // The tags first: what was taken over may be changed only because of them.
    order: [['tags'], ['state'], ['description', 'policy', 'rotationDays', 'grants']],
    actions: [
      'kms:CancelKeyDeletion',
      'kms:CreateKey',
      'kms:DescribeKey',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListGrants',
      'kms:ListKeys',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:RevokeGrant',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateKeyDescription',
    ],

    async find(node, state) {
      const kms = clients.kms(node.region);
      if (state?.physicalId) return absentOn(['NotFoundException'], describe(kms, node, state));
      return state?.intendedAt ? discover(kms, node) : undefined;
    },

    async create(node, made) {
      const { description, policy, tags } = node.aspects(made) as unknown as KeyAspects;
      const { KeyMetadata } = await clients.kmsOnce(node.region).send(
        new CreateKeyCommand({
          Description: description,
          // The default. Emulators tell only what was said, and without it Terraform would make another key.
          KeyUsage: 'ENCRYPT_DECRYPT',
          Policy: JSON.stringify(policy),
          Tags: kmsTags(tags),
        }),
      );
      return {
        physicalId: KeyMetadata?.KeyId ?? '',
        arn: KeyMetadata?.Arn ?? '',
        ownership: 'ours',
        facts: { state: 'Enabled', description, policy, grants: [], tags },
      };
    },

    async read(node, { physicalId: KeyId }) {
      const kms = clients.kms(node.region);
      const [policy, rotation, grants] = await Promise.all([
        kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
        kms.send(new GetKeyRotationStatusCommand({ KeyId })),
        grantsOf(kms, KeyId),
      ]);
      const { KeyRotationEnabled, RotationPeriodInDays = ROTATION_DAYS } = rotation;
      return {
        policy: JSON.parse(policy.Policy ?? 'null'),
        rotationDays: KeyRotationEnabled ? RotationPeriodInDays : 0,
        grants,
      };
    },

    async write(node, { physicalId: KeyId }, aspect, desired, observed) {
      const kms = clients.kms(node.region);
      await writers[aspect as keyof KeyAspects](kms, KeyId, desired as never, observed as never);
    },

    async remove(node, { physicalId: KeyId }, options) {
      const { deletionWindowDays } = node.settings;
      const PendingWindowInDays = Number(deletionWindowDays);
      const kms = clients.kms(node.region);
      const scheduled = kms
        .send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }))
        .catch(unlessGoing);
      await goneOn(['NotFoundException'], options, scheduled);
    },
  };
}

type Writers = {
  [A in keyof KeyAspects]: (
    kms: KMSClient,
    KeyId: string,
    desired: KeyAspects[A],
    observed: KeyAspects[A] | undefined,
  ) => Promise<unknown>;
};

const writers: Writers = {
  state: async (kms, KeyId, _desired, observed) => {
    // CancelKeyDeletion leaves the key disabled.
    if (observed === 'PendingDeletion') {
      // Repeated after a lost answer it finds that it is done.
      await kms.send(new CancelKeyDeletionCommand({ KeyId })).catch(unlessTakenBack);
    }
    await kms.send(new EnableKeyCommand({ KeyId }));
  },
  policy: (kms, KeyId, desired) =>
    kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify(desired) })),
  description: (kms, KeyId, Description) => kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description })),
  rotationDays: (kms, KeyId, RotationPeriodInDays) =>
    kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays })),
  grants: (kms, KeyId, _desired, observed = []) =>
    settleAll(
      observed.map(({ id: GrantId }) =>
        absentOn(['NotFoundException'], kms.send(new RevokeGrantCommand({ KeyId, GrantId }))),
      ),
    ),
  tags: (kms, KeyId, desired, observed) =>
    writeTags(desired, observed, {
      tag: (tags) => kms.send(new TagResourceCommand({ KeyId, Tags: kmsTags(tags) })),
      untag: (TagKeys) => kms.send(new UntagResourceCommand({ KeyId, TagKeys })),
    }),
};

type Known = Pick<ResourceState, 'physicalId' | 'adopted'>;

async function describe(
  kms: KMSClient,
  node: Node,
  { physicalId: KeyId = '', adopted }: Known,
): Promise<Found> {
  const [{ KeyMetadata }, tags] = await Promise.all([
    kms.send(new DescribeKeyCommand({ KeyId })),
    listTags(kms, KeyId),
  ]);
  if (adopted === 'pending') refuseUnlessSuitable(KeyMetadata);
  return {
    physicalId: KeyMetadata?.KeyId ?? KeyId,
    arn: KeyMetadata?.Arn ?? '',
    // Nobody else's key can have the id on record; it is another's only when its tags say so.
    ownership: UID_TAG in tags ? ownership(node, tags, undefined) : 'ours',
    facts: { state: KeyMetadata?.KeyState, description: KeyMetadata?.Description ?? '', tags },
  };
}

/** @throws ProvisioningError unsuitable: it can't be what encrypts an environment's buckets */
function refuseUnlessSuitable(metadata: Partial<KeyMetadata> = {}): void {
  const { KeyId, KeyManager, KeySpec, KeyState, MultiRegionConfiguration, Origin = OWN_MATERIAL } = metadata;
  const reasons = [
    KeyManager === 'AWS' && 'it is managed by AWS',
    KeySpec !== undefined && KeySpec !== 'SYMMETRIC_DEFAULT' && `it is of the kind ${KeySpec}`,
    // KMS rotates neither.
    Origin !== OWN_MATERIAL && `its material comes from ${Origin}, so it can't be rotated`,
    MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA' &&
      'it is the replica of a key of another region',
    KeyState !== 'Enabled' && KeyState !== 'Disabled' && `its state is ${KeyState}`,
  ].filter((reason) => reason !== false);
  if (reasons.length > 0) {
    throw terminal('unsuitable', `kms-key ${KeyId} can't be taken over: ${reasons.join(', ')}.`);
  }
}

/**
 * Looks for the key that an unanswered CreateKey may have made: the one with this environment's tags.
 *
 * @throws ProvisioningError when no key at all let itself be asked: then finding none proves nothing
 */
async function discover(kms: KMSClient, node: Node): Promise<Found | undefined> {
  let answered = false;
  let denied: unknown;
  const tagsOf = async (KeyId: string): Promise<Tags | undefined> => {
    try {
      // One that is gone by now is an answer, too.
      const tags = await absentOn(['NotFoundException'], listTags(kms, KeyId));
      answered = true;
      return tags;
    } catch (error) {
      // Keys whose policy does not trust IAM refuse to be asked; ours never does.
      if (awsCode(error) !== 'AccessDeniedException') throw error;
      denied = error;
      return undefined;
    }
  };
  for await (const page of paginateListKeys({ client: kms, pageSize: KEYS_AT_ONCE }, {})) {
    const tagged = await Promise.all(
      (page.Keys ?? []).map(async ({ KeyId = '' }) => ({ KeyId, tags: await tagsOf(KeyId) })),
    );
    const ours = tagged.find(({ tags }) => tags && ownership(node, tags, undefined) === 'ours');
    if (ours) return describe(kms, node, { physicalId: ours.KeyId });
  }
  if (denied && !answered) throw denied;
  return undefined;
}

async function listTags(kms: KMSClient, KeyId: string): Promise<Tags> {
  const { Tags: list = [] } = await kms.send(new ListResourceTagsCommand({ KeyId, Limit: 50 }));
  return tagMap(list.map(({ TagKey: Key, TagValue: Value }) => ({ Key, Value })));
}

async function grantsOf(client: KMSClient, KeyId: string): Promise<Grant[]> {
  const grants: Grant[] = [];
  for await (const page of paginateListGrants({ client }, { KeyId })) {
    for (const { GrantId = '', GranteePrincipal = '', Operations = [] } of page.Grants ?? []) {
      grants.push({ id: GrantId, grantee: GranteePrincipal, operations: Operations });
    }
  }
  return grants;
}

const kmsTags = (tags: Tags) => Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

function unlessTakenBack(error: unknown): void {
  const done = awsCode(error) === 'KMSInvalidStateException' && /not pending deletion/i.test(String(error));
  if (!done) throw error;
}

function unlessGoing(error: unknown): void {
  const pending = awsCode(error) === 'KMSInvalidStateException' && /pending deletion/i.test(String(error));
  if (!pending) throw error;
}
