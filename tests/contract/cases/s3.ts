import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';
import { enterAccount } from '../../support/account.ts';
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

const bucket = ({ names }: World) => ({ Bucket: names.initialBucket });

const creation = (world: World) => ({
  ...bucket(world),
  ...(world.setting.region !== 'us-east-1' && {
    CreateBucketConfiguration: { LocationConstraint: world.setting.region as BucketLocationConstraint },
  }),
});

const putTags = (world: World, tags: Record<string, string>) =>
  world.hand.s3.send(new PutBucketTaggingCommand({ ...bucket(world), Tagging: { TagSet: tagList(tags) } }));

const putEncryption = (world: World, rule: ServerSideEncryptionByDefault, BucketKeyEnabled: boolean) =>
  world.hand.s3.send(
    new PutBucketEncryptionCommand({
      ...bucket(world),
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled }],
      },
    }),
  );

const putLifecycle = (world: World, ...Rules: LifecycleRule[]) =>
  world.hand.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      ...bucket(world),
      LifecycleConfiguration: { Rules },
    }),
  );

const everything = { Status: 'Enabled', Filter: { Prefix: '' } } as const;
const abortUploads: LifecycleRule = {
  ID: 'abort-incomplete-uploads',
  ...everything,
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};
const expire = (days: number): LifecycleRule => ({
  ID: 'expire-objects',
  ...everything,
  Expiration: { Days: days },
  NoncurrentVersionExpiration: { NoncurrentDays: days },
});

const putPolicy = (world: World, Policy: string) =>
  world.hand.s3.send(new PutBucketPolicyCommand({ ...bucket(world), Policy }));

const keyArn = (world: World) => world.state('key')?.arn;

const encryptionOf = (world: World) =>
  world.setting.algorithm === 'aws:kms'
    ? {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn(world) },
        BucketKeyEnabled: true,
      }
    : { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false };

export const s3BucketCase: HandlerCase = {
  type: 's3-bucket',
  logicalId: 'initialBucket',
  keyed: false,
  variesWithKey: true,
  made: (world) => ({
    region: world.setting.region,
    tags: sampleTags(world),
    publicAccess: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
    encryption: [encryptionOf(world)],
    versioning: 'Enabled',
    lifecycle: [
      expect.objectContaining(withoutFilter(abortUploads)),
      expect.objectContaining(withoutFilter(expire(30))),
    ],
    policy: desired(world, 'initialBucket').policy,
  }),
  changes: {
    'there is one more tag': (world) => putTags(world, { ...sampleTags(world), added: 'by hand' }),
    'a tag has another value': (world) => putTags(world, { ...sampleTags(world), team: 'other' }),
    "the caller's tags are gone": (world) => {
      const { team: _, 'cost-center': __, ...rest } = sampleTags(world);
      return putTags(world, rest);
    },
    'all tags are replaced': (world) => putTags(world, { a: 'b' }),
    'public access is not blocked': (world) =>
      world.hand.s3.send(new DeletePublicAccessBlockCommand(bucket(world))),
    'one switch against public access is off': (world) =>
      world.hand.s3.send(
        new PutPublicAccessBlockCommand({
          ...bucket(world),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: false,
          },
        }),
      ),
    'ACLs are possible again': (world) =>
      world.hand.s3.send(
        new PutBucketOwnershipControlsCommand({
          ...bucket(world),
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
    'ownership controls are gone': (world) =>
      world.hand.s3.send(new DeleteBucketOwnershipControlsCommand(bucket(world))),
    'objects are encrypted with another key': (world) => {
      const KMSMasterKeyID = `arn:aws:kms:${world.setting.region}:${world.accountId}:key/by-hand`;
      return putEncryption(world, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID }, true);
    },
    'objects are encrypted with the other algorithm': (world) =>
      putEncryption(
        world,
        { SSEAlgorithm: world.setting.algorithm === 'aws:kms' ? 'AES256' : 'aws:kms' },
        false,
      ),
    'the bucket key is switched over': (world) => {
      const { ApplyServerSideEncryptionByDefault, BucketKeyEnabled } = encryptionOf(world);
      const rule = ApplyServerSideEncryptionByDefault as ServerSideEncryptionByDefault;
      return putEncryption(world, rule, !BucketKeyEnabled);
    },
    'default encryption is gone': (world) =>
      world.hand.s3.send(new DeleteBucketEncryptionCommand(bucket(world))),
    'versioning is suspended': (world) =>
      world.hand.s3.send(
        new PutBucketVersioningCommand({
          ...bucket(world),
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    'there is one more lifecycle rule': (world) =>
      putLifecycle(world, abortUploads, expire(30), { ...expire(1), ID: 'by-hand' }),
    'objects expire sooner': (world) => putLifecycle(world, abortUploads, expire(1)),
    'a lifecycle rule is disabled': (world) =>
      putLifecycle(world, { ...abortUploads, Status: 'Disabled' }, expire(30)),
    'a lifecycle rule holds for some objects only': (world) =>
      putLifecycle(world, abortUploads, { ...expire(30), Filter: { Prefix: 'tmp/' } }),
    'the lifecycle rules are gone': (world) =>
      world.hand.s3.send(new DeleteBucketLifecycleCommand(bucket(world))),
    'the policy has one more statement': (world) => {
      const statement = {
        ...allowEverything({ AWS: '*' }),
        Resource: `arn:aws:s3:::${bucket(world).Bucket}`,
      };
      return putPolicy(world, withStatement(desired(world, 'initialBucket').policy, statement));
    },
    'the policy lacks a statement': (world) => {
      const { Statement, ...rest } = desired(world, 'initialBucket').policy as { Statement: object[] };
      return putPolicy(world, JSON.stringify({ ...rest, Statement: Statement.slice(1) }));
    },
    'the policy is gone': (world) => world.hand.s3.send(new DeleteBucketPolicyCommand(bucket(world))),
    'the bucket is gone': (world) => world.hand.s3.send(new DeleteBucketCommand(bucket(world))),
  },
  foreign: {
    'a bucket without tags has the name': (world) =>
      world.hand.s3.send(new CreateBucketCommand(creation(world))),
    'a bucket of another account has the name': async (world) => {
      const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
      await enterAccount(endpoint, '999999999999');
      const stranger = new S3Client({ region: world.setting.region, forcePathStyle: true });
      await stranger.send(new CreateBucketCommand(creation(world)));
      await enterAccount(endpoint, world.accountId);
    },
  },
  predecessors: async (world) => {
    await world.hand.s3.send(new CreateBucketCommand(creation(world)));
    await putTags(world, otherLifesTags(world));
  },
  looks: ({ name }) => name === 'S3.GetBucketTagging',
  creates: 'S3.CreateBucket',
};

const withoutFilter = ({ Filter: _, ...rule }: LifecycleRule) => rule;
