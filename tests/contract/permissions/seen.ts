import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** What IAM knows of a request beside what is in it. */
export type Context = Record<string, string | string[]>;

/** What a call is about, as it is at AWS at that moment. */
export interface Seen {
  arn: string;
  context: Context;
}

const unless =
  (...names: string[]) =>
  (error: Error): undefined => {
    if (!names.includes(error.name)) throw error;
    return undefined;
  };

const resourceTags = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Context => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:ResourceTag/${Key}`, Value]));

/** Asks the emulator. @param accountId the one that was entered */
export const lookingIn = (accountId: string) => ({
  accountId,

  /** Of a role that is not there IAM doesn't know the path. */
  async role(RoleName: unknown): Promise<Seen> {
    const asked = new IAMClient().send(new GetRoleCommand({ RoleName: String(RoleName) }));
    const { Role } = (await asked.catch(unless('NoSuchEntityException'))) ?? {};
    const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      arn: Role?.Arn ?? `arn:aws:iam::${accountId}:role/${RoleName}`,
      context: { ...resourceTags(Role?.Tags), ...(boundary && { 'iam:PermissionsBoundary': boundary }) },
    };
  },

  async instanceProfile(InstanceProfileName: unknown): Promise<Seen> {
    const asked = new IAMClient().send(
      new GetInstanceProfileCommand({ InstanceProfileName: String(InstanceProfileName) }),
    );
    const { InstanceProfile } = (await asked.catch(unless('NoSuchEntityException'))) ?? {};
    return {
      arn: InstanceProfile?.Arn ?? `arn:aws:iam::${accountId}:instance-profile/${InstanceProfileName}`,
      context: resourceTags(InstanceProfile?.Tags),
    };
  },

  /** @param id of a key, its ARN, or an alias; undefined: there is no such key */
  async key(id: unknown, region: string): Promise<Seen | undefined> {
    const kms = new KMSClient({ region });
    const asked = kms.send(new DescribeKeyCommand({ KeyId: String(id) }));
    const { KeyMetadata } = (await asked.catch(unless('NotFoundException'))) ?? {};
    if (!KeyMetadata) return undefined;
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: KeyMetadata.KeyId }));
    return {
      arn: KeyMetadata.Arn ?? '',
      context: resourceTags(Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
    };
  },

  /** The key that an alias names now. */
  async keyBehind(alias: unknown, region: string): Promise<Seen | undefined> {
    const { Aliases = [] } = await new KMSClient({ region }).send(new ListAliasesCommand({ Limit: 100 }));
    const id = Aliases.find(({ AliasName }) => AliasName === alias)?.TargetKeyId;
    return id ? this.key(id, region) : undefined;
  },

  async hasBucket(Bucket: unknown, region: string): Promise<boolean> {
    const s3 = new S3Client({ region, forcePathStyle: true });
    const asked = s3.send(new HeadBucketCommand({ Bucket: String(Bucket) }));
    return (await asked.catch(unless('NotFound'))) !== undefined;
  },
});

export type Looking = ReturnType<typeof lookingIn>;
