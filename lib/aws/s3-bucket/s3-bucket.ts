import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketTaggingCommand,
  type ObjectOwnership,
} from '@aws-sdk/client-s3';
import { ProvisioningError, retryable } from '../../provisioning/errors.ts';
import { notOurs } from '../../provisioning/ownership.ts';
import type { Found, Handler, Node, Ownership, ResourceState, Tags } from '../../provisioning/resource.ts';
import type { AwsClients } from '../clients.ts';
import { absentOn, awsCode, goneOn } from '../errors.ts';
import { mayHaveLostTags, ownership as ownershipOf, tagList, tagMap } from '../tags.ts';
import type { BucketAspect, BucketTarget } from './aspect.ts';
import { countContents, emptyBucket } from './empty.ts';
import { encryption } from './encryption.ts';
import { refuseUnlessFit } from './fit.ts';
import { lifecycle } from './lifecycle.ts';
import { ownership } from './ownership.ts';
import { policy } from './policy.ts';
import { publicAccess } from './public-access.ts';
import { tags } from './tags.ts';
import { versioning } from './versioning.ts';

/** The desired value comes from the blueprint; which type belongs to which aspect is its agreement with it. */
type AnyAspect = Pick<BucketAspect<unknown>, 'actions' | 'read'> & Pick<BucketAspect<never>, 'write'>;

const ASPECTS: Readonly<Record<string, AnyAspect>> = {
  tags,
  publicAccess,
  ownership,
  encryption,
  versioning,
  lifecycle,
  policy,
};

const SETTINGS = Object.keys(ASPECTS).filter((name) => name !== 'tags');

/** What CreateBucket is told. */
interface Born {
  tags: Tags;
  ownership: ObjectOwnership;
}

export interface BucketOptions {
  /** The account whose buckets these are. */
  accountId: string;
  partition: string;
  /** The principal that every policy of ours exempts. */
  provisionerArn: string;
  /**
   * Whether CreateBucket sets tags, which AWS does since 2025, and closes the bucket to the public, which it does since
   * 2023. Emulators do neither.
   */
  tagsOnCreate: boolean;
}

/** A bucket: one create and seven aspects, each in a file of its own. */
export function s3Bucket(clients: AwsClients, options: BucketOptions): Handler {
  const { accountId, partition, provisionerArn, tagsOnCreate } = options;
  const target = (node: Node): BucketTarget => ({
    Bucket: node.name ?? '',
    ExpectedBucketOwner: accountId,
  });
  const identity = ({ name = '' }: Node) => ({ physicalId: name, arn: `arn:${partition}:s3:::${name}` });

  /** Only NoSuchBucket is absence: a 403 is a bucket of somebody else, or a permission that is missing. */
  const tagsOf = async (node: Node): Promise<Tags | undefined> => {
    const asked = clients.s3(node.region).send(new GetBucketTaggingCommand(target(node)));
    const seen = await absentOn(['NoSuchBucket'], absentTagSet(asked));
    return seen && tagMap(seen.TagSet);
  };

  /** Where buckets are born without tags, one that has none is ours if we asked for it, having seen none. */
  const whose = (node: Node, found: Tags, state: ResourceState | undefined, asked: boolean): Ownership =>
    asked && !tagsOnCreate && isEmpty(found) ? 'ours' : ownershipOf(node, found, state);

  /** A bucket's date says nothing, because a change of its policy changes it, too; the policy itself does. */
  const hasOurPolicy = async (node: Node): Promise<boolean> =>
    JSON.stringify(await policy.read(clients.s3(node.region), target(node)))?.includes(
      JSON.stringify(provisionerArn),
    ) ?? false;

  return {
    type: 's3-bucket',
    // All at once: where two of them collide (OperationAborted) the engine writes again what lost. Nothing of a bucket
    // that is taken over is changed unless its tags say so; a new one has them from its birth, but for emulators.
    order: tagsOnCreate ? [['tags'], SETTINGS] : [['tags', ...SETTINGS]],
    actions: [
      's3:AbortMultipartUpload',
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetBucketLocation',
      's3:ListBucketMultipartUploads',
      's3:ListBucketVersions',
      's3:TagResource',
      ...Object.values(ASPECTS).flatMap((aspect) => aspect.actions),
    ],

    async find(node, state) {
      const found = await tagsOf(node);
      if (!found) return undefined;
      const fit =
        state?.adopted === 'pending'
          ? await refuseUnlessFit(node.region, clients.s3(node.region), target(node))
          : {};
      let ownership = whose(node, found, state, state?.intendedAt !== undefined);
      if (ownership !== 'ours' && mayHaveLostTags(node, found, state) && (await hasOurPolicy(node))) {
        ownership = 'ours';
      }
      return { ...identity(node), ownership, facts: { tags: found, ...fit } };
    },

    async create(node, made) {
      const { tags: desired, ownership } = node.aspects(made) as unknown as Born;
      await clients.s3Once(node.region).send(
        new CreateBucketCommand({
          Bucket: node.name,
          // In us-east-1 it could change a bucket that the account has already.
          ...(node.region !== 'us-east-1' && { ObjectOwnership: ownership }),
          CreateBucketConfiguration: {
            Tags: tagList(desired),
            ...(node.region !== 'us-east-1' && {
              LocationConstraint: node.region as BucketLocationConstraint,
            }),
          },
        }),
      );
      if (node.region !== 'us-east-1') {
        const facts = { ownership, ...(tagsOnCreate && { tags: desired, publicAccess: 'blocked' }) };
        return { ...identity(node), ownership: 'ours', facts };
      }
      // There alone CreateBucket answers 200 for a bucket that the account has already: whose is it?
      const tags = await tagsOf(node).catch((error: unknown) => {
        throw afterCreate(error);
      });
      if (!tags || (tagsOnCreate && isEmpty(tags))) throw notVisibleYet(node);
      const seen: Found = {
        ...identity(node),
        ownership: whose(node, tags, undefined, true),
        facts: { tags },
      };
      if (seen.ownership !== 'ours') throw notOurs(node, seen);
      return seen;
    },

    async read(node) {
      const s3 = clients.s3(node.region);
      const values = await Promise.all(SETTINGS.map((name) => ASPECTS[name]?.read(s3, target(node))));
      return Object.fromEntries(SETTINGS.map((name, index) => [name, values[index]]));
    },

    async write(node, _identity, aspect, desired) {
      await ASPECTS[aspect]?.write(clients.s3(node.region), target(node), desired as never);
    },

    async blocker(node) {
      const { objects, uploads } = await countContents(clients.s3(node.region), target(node));
      if (objects + uploads === 0) return undefined;
      const contents = `${counted(objects, 'object version')} and ${counted(uploads, 'unfinished upload')}`;
      const message = `Bucket ${node.name} is not empty: ${contents}. Nothing was deleted. Empty it, or delete with force=true.`;
      return { code: 'bucket-not-empty', message, retryable: false };
    },

    async remove(node, _identity, { force, ...options }) {
      const s3 = clients.s3(node.region);
      const bucket = target(node);
      const removal = async (): Promise<void> => {
        if (force) await gone(emptyBucket(s3, bucket, options));
        await goneOn(ABSENT, options, s3.send(new DeleteBucketCommand(bucket)));
      };
      await removal()
        .catch(async (error: unknown) => {
          // The policy exempts the provisioner; one changed by hand may not. It goes only if it is in the way:
          // a bucket that stays, because something is in it, keeps it.
          if (awsCode(error) !== 'AccessDenied') throw error;
          await gone(s3.send(new DeleteBucketPolicyCommand(bucket)));
          await removal();
        })
        .catch((error: unknown) => {
          // Something was put after we looked. With force the next run empties it again.
          if (force && awsCode(error) === 'BucketNotEmpty') throw notEmptyYet(bucket.Bucket);
          throw error;
        });
    },
  };
}

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const isEmpty = (tags: Tags): boolean => Object.keys(tags).length === 0;

/** No tags is an answer; no bucket is not. */
const absentTagSet = async <T>(call: Promise<T>): Promise<T | { TagSet: [] }> =>
  (await absentOn(['NoSuchTagSet'], call)) ?? { TagSet: [] };

const ABSENT = ['NoSuchBucket'];

const gone = (call: Promise<unknown>): Promise<unknown> => absentOn(ABSENT, call);

/** However this call was answered, the bucket may have been made by the one before. */
const afterCreate = (error: unknown): unknown =>
  error instanceof ProvisioningError
    ? new ProvisioningError(error.message, { ...error, refused: false, cause: error })
    : error;

const notVisibleYet = ({ name }: Node) =>
  retryable('not-visible-yet', `Bucket ${name} was made, but its tags are not to be seen yet.`);

const notEmptyYet = (bucket: string) =>
  retryable('bucket-not-empty-yet', `Bucket ${bucket} was emptied, but something was put into it since.`);
