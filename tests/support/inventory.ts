import {
  IAMClient,
  ListRolePoliciesCommand,
  paginateListInstanceProfiles,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  KMSClient,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

/** Everything in one account and region that groundwork can make; each list is sorted. */
export interface Inventory {
  /** `<key id> <state>`; a deleted key stays as PendingDeletion for its window. */
  keys: string[];
  /** `<alias> -> <key id>`, without those that AWS makes. */
  aliases: string[];
  buckets: string[];
  roles: string[];
  /** `<role>/<policy>` */
  inlinePolicies: string[];
  /** `<profile> (<roles>)` */
  instanceProfiles: string[];
}

interface Place {
  region: string;
  /** Left out: the environment's. */
  endpoint?: string;
}

/** Lists the account that the environment's credentials belong to; S3 and IAM as a whole, KMS in the region. */
export async function inventory({ region, endpoint }: Place): Promise<Inventory> {
  const config = { region, ...(endpoint && { endpoint }) };
  const kms = new KMSClient(config);
  const iam = new IAMClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  try {
    const [keys, aliases, buckets, roles, instanceProfiles] = await Promise.all([
      keysOf(kms),
      aliasesOf(kms),
      s3.send(new ListBucketsCommand({})).then(({ Buckets = [] }) => Buckets.map(({ Name = '' }) => Name)),
      rolesOf(iam),
      instanceProfilesOf(iam),
    ]);
    const inlinePolicies = await Promise.all(roles.map((role) => inlinePoliciesOf(iam, role)));
    return sorted({ keys, aliases, buckets, roles, inlinePolicies: inlinePolicies.flat(), instanceProfiles });
  } finally {
    for (const client of [kms, iam, s3]) client.destroy();
  }
}

async function keysOf(client: KMSClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
    ids.push(...Keys.map(({ KeyId = '' }) => KeyId));
  }
  const described = await Promise.all(ids.map((KeyId) => client.send(new DescribeKeyCommand({ KeyId }))));
  return described
    .filter(({ KeyMetadata }) => KeyMetadata?.KeyManager !== 'AWS')
    .map(({ KeyMetadata }) => `${KeyMetadata?.KeyId} ${KeyMetadata?.KeyState}`);
}

async function aliasesOf(client: KMSClient): Promise<string[]> {
  const found: string[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    const own = Aliases.filter(({ AliasName }) => !AliasName?.startsWith('alias/aws/'));
    found.push(...own.map(({ AliasName, TargetKeyId }) => `${AliasName} -> ${TargetKeyId}`));
  }
  return found;
}

async function rolesOf(client: IAMClient): Promise<string[]> {
  const found: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    found.push(...Roles.map(({ RoleName = '' }) => RoleName));
  }
  return found;
}

async function inlinePoliciesOf(client: IAMClient, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  return PolicyNames.map((name) => `${RoleName}/${name}`);
}

async function instanceProfilesOf(client: IAMClient): Promise<string[]> {
  const found: string[] = [];
  for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
    for (const { InstanceProfileName, Roles = [] } of InstanceProfiles) {
      found.push(`${InstanceProfileName} (${Roles.map(({ RoleName }) => RoleName).join(', ')})`);
    }
  }
  return found;
}

const sorted = (all: Inventory): Inventory => ({
  keys: all.keys.sort(),
  aliases: all.aliases.sort(),
  buckets: all.buckets.sort(),
  roles: all.roles.sort(),
  inlinePolicies: all.inlinePolicies.sort(),
  instanceProfiles: all.instanceProfiles.sort(),
});

/** The keys that were made for environments, and for which life each: an emulator makes some for itself. */
export async function ownedKeys({ keys }: Pick<Inventory, 'keys'>, { region, endpoint }: Place) {
  const kms = new KMSClient({ region, ...(endpoint && { endpoint }) });
  const tagged = await Promise.all(
    keys.map(async (key) => {
      const [id = '', state] = key.split(' ');
      const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
      const uid = Tags.find(({ TagKey }) => TagKey === 'groundwork:uid')?.TagValue;
      return { id, living: state !== 'PendingDeletion', uid };
    }),
  );
  kms.destroy();
  return tagged.filter(({ uid }) => uid !== undefined);
}

/** What of it is named after an environment: its id and a hyphen. Keys have no names. */
export async function namedAfter(
  id: string,
  place: Place,
): Promise<Omit<Inventory, 'keys' | 'inlinePolicies'>> {
  const { aliases, buckets, roles, instanceProfiles } = await inventory(place);
  const ofId = (names: string[]) => names.filter((name) => name.includes(`${id}-`));
  return {
    aliases: ofId(aliases),
    buckets: ofId(buckets),
    roles: ofId(roles),
    instanceProfiles: ofId(instanceProfiles),
  };
}
