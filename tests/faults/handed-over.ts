import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, ListResourceTagsCommand } from '@aws-sdk/client-kms';
import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';
import { inventory } from '../support/inventory.ts';
import {
  CONTENTS,
  makeRootModule,
  managedPolicies,
  type RootModule,
  treasures,
} from '../support/terraform/root-module.ts';
import type { Journey } from './crash-matrix.ts';
import { REGION, type Workplace } from './workplace.ts';

const modules = new WeakMap<Workplace, RootModule>();

function moduleIn(place: Workplace): RootModule {
  const module = modules.get(place);
  if (!module) throw new Error('there is no root module in this account');
  return module;
}

/** Makes what a root module leaves behind. */
export async function withRootModule(place: Workplace): Promise<void> {
  // Names of buckets are everybody's.
  modules.set(place, await makeRootModule(REGION, `m${place.config.deployment.accountId}`));
}

/** What the root module made is there, once, with its objects. */
async function isAllThere(place: Workplace, policies: { inline: string[]; managed: string[] }) {
  const module = moduleIn(place);
  const { key, alias, initialBucket, finalBucket, role, instanceProfile } = module;
  expect(await inventory({ region: REGION })).toEqual({
    keys: [`${key} Enabled`],
    aliases: [`${alias} -> ${key}`],
    buckets: [finalBucket, initialBucket],
    roles: [role],
    inlinePolicies: policies.inline.map((name) => `${role}/${name}`),
    instanceProfiles: [`${instanceProfile} (${role})`],
  });
  expect((await managedPolicies(REGION)).sort()).toEqual(
    [place.config.deployment.boundaryArn, ...policies.managed].sort(),
  );
  const object = { contents: CONTENTS, key: expect.stringContaining(key) };
  expect(await treasures(REGION, module)).toEqual({ state: 'Enabled', objects: [object, object] });
}

/** It is an environment that stands as desired. */
async function isTakenOver(place: Workplace): Promise<void> {
  const { status, uid, id } = await place.record();
  expect(status).toBe('READY');
  await isAllThere(place, { inline: [`groundwork-${id}-${uid.slice(0, 12)}`], managed: [] });
  expect(await place.drift()).toEqual([]);
}

/** It is nobody's environment any more, and lacks nothing. */
async function isHandedOver(place: Workplace): Promise<void> {
  const { status, statusReason, uid, id } = await place.record();
  expect({ status, statusReason }).toEqual({ status: 'DELETED', statusReason: 'retained' });
  await isAllThere(place, { inline: [`groundwork-${id}-${uid.slice(0, 12)}`], managed: [] });
  expect(await tagKeys(moduleIn(place))).toEqual([...BUCKET_TAGS]);
}

/** Whatever of the import was done: nothing is lost, and no tag but these says whose it is. */
export async function isLeftAlone(place: Workplace, tags: string[] = []): Promise<void> {
  const module = moduleIn(place);
  const { status, statusReason } = await place.record();
  expect({ status, statusReason }).toEqual({ status: 'DELETED', statusReason: 'retained' });
  const object = { contents: CONTENTS, key: expect.stringContaining(module.key) };
  expect(await treasures(REGION, module)).toEqual({ state: 'Enabled', objects: [object, object] });
  const { roles, aliases, instanceProfiles } = await inventory({ region: REGION });
  expect({ roles, aliases, instanceProfiles }).toEqual({
    roles: [module.role],
    aliases: [`${module.alias} -> ${module.key}`],
    instanceProfiles: [`${module.instanceProfile} (${module.role})`],
  });
  // Where the run got as far as the role, its boundary may be there and needs them.
  expect((await tagKeys(module)).filter((key) => !BUCKET_TAGS.includes(key))).toEqual(tags);
}

/** Keys of the role's tags by which the boundary knows its buckets: they say nothing of an owner. */
const BUCKET_TAGS = ['groundwork:initial-bucket', 'groundwork:final-bucket'];

/** Keys of all the tags that anything has. */
async function tagKeys({
  key,
  initialBucket,
  finalBucket,
  role,
  instanceProfile,
}: RootModule): Promise<string[]> {
  const iam = new IAMClient();
  const s3 = new S3Client({ region: REGION, forcePathStyle: true });
  const onBucket = async (Bucket: string) => {
    const seen = await s3.send(new GetBucketTaggingCommand({ Bucket })).catch((error: Error) => {
      if (error.name !== 'NoSuchTagSet') throw error;
      return { TagSet: [] };
    });
    return seen.TagSet ?? [];
  };
  const [keyTags, roleTags, profileTags, ...bucketTags] = await Promise.all([
    new KMSClient({ region: REGION }).send(new ListResourceTagsCommand({ KeyId: key })),
    iam.send(new GetRoleCommand({ RoleName: role })),
    iam.send(new GetInstanceProfileCommand({ InstanceProfileName: instanceProfile })),
    onBucket(initialBucket),
    onBucket(finalBucket),
  ]);
  return [
    ...(keyTags.Tags ?? []).map(({ TagKey = '' }) => TagKey),
    ...[roleTags.Role?.Tags ?? [], profileTags.InstanceProfile?.Tags ?? [], ...bucketTags].flatMap((tags) =>
      tags.map(({ Key = '' }) => Key),
    ),
  ];
}

/** What a root module made, taken over and handed back. */
export const IN_AND_OUT: Journey = {
  before: withRootModule,
  stages: [
    { name: 'import', ask: (place) => place.adopt(moduleIn(place)), check: isTakenOver },
    { name: 'retain', ask: (place) => place.remove({ retain: true }), check: isHandedOver },
  ],
  // What a run that ends between two writes leaves is the same, whatever it read in between.
  counts: ({ name }) => !/\.(Get|List|Describe|Head)/.test(name),
};

export const adoptAgain = (place: Workplace): Promise<unknown> => place.adopt(moduleIn(place));

/** Without the role and its profile, which are made anew beside the root module's. */
export function adoptData(place: Workplace): Promise<unknown> {
  const { key, alias, initialBucket, finalBucket } = moduleIn(place);
  return place.adopt({ key, alias, initialBucket, finalBucket });
}
