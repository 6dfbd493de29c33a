import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { amend } from '../../lib/operations/amend.ts';
import { repair } from '../../lib/operations/restore.ts';
import { newWorkplace, type Workplace } from '../faults/workplace.ts';
import { inRounds } from '../support/rounds.ts';
import { spec } from '../unit/environment/sample.ts';

/** An update of the record: the claim, a note, the end. */
const RECORD = 'DynamoDB.UpdateItem';
const EVENTS = 'DynamoDB.BatchWriteItem';

const ofBoth = (...names: string[]) => names.flatMap((name) => [`${name} initial`, `${name} final`]);
const round = (...names: string[]) => names.sort();

const FINDS = [
  'KMS.DescribeKey',
  'IAM.GetRole',
  'IAM.GetInstanceProfile',
  ...ofBoth('S3.GetBucketTagging'),
] as const;
/** Once it is known to exist. */
const FIND_KEY = ['KMS.DescribeKey', 'KMS.ListResourceTags'] as const;
const BUCKET_SETTINGS = ofBoth(
  'S3.GetPublicAccessBlock',
  'S3.GetBucketOwnershipControls',
  'S3.GetBucketEncryption',
  'S3.GetBucketVersioning',
  'S3.GetBucketLifecycleConfiguration',
  'S3.GetBucketPolicy',
);
const READS = [
  'KMS.GetKeyPolicy',
  'KMS.GetKeyRotationStatus',
  'KMS.ListGrants',
  'IAM.GetRolePolicy',
  'IAM.ListRolePolicies',
  'IAM.ListAttachedRolePolicies',
  ...BUCKET_SETTINGS,
] as const;

beforeAll(() => {
  logger.setLogLevel('SILENT');
  // What is written only because a second has passed is no part of a run.
  const real = ['Date', 'setImmediate', 'nextTick', 'performance', 'queueMicrotask'] as const;
  jest.useFakeTimers({ doNotFake: [...real] });
});
afterAll(() => {
  jest.useRealTimers();
});

let place: Workplace;
beforeEach(async () => {
  place = await newWorkplace(0, process.env.CONTRACT_EMULATOR_ENDPOINT);
  await place.create(spec({ region: 'eu-west-1', allowedCidrs: ['203.0.113.7/32'] }));
});

/** One run of a worker. @returns its requests, those together that wait for the same ones */
async function run(): Promise<string[][]> {
  const { wire, rounds } = inRounds();
  await place.deliver(place.life(wire));
  return rounds;
}

describe('a run makes exactly these requests, in as few rounds as their dependence allows,', () => {
  it('to create: READY is saved in the sixth, and told afterwards', async () => {
    expect(await run()).toEqual([
      [RECORD],
      round(RECORD, EVENTS, ...FINDS),
      round('KMS.CreateKey', 'IAM.CreateRole', 'IAM.CreateInstanceProfile', ...ofBoth('S3.CreateBucket')),
      round(
        RECORD,
        'KMS.CreateAlias',
        'KMS.EnableKeyRotation',
        'IAM.PutRolePolicy',
        'IAM.AddRoleToInstanceProfile',
        ...ofBoth(
          'S3.PutBucketTagging',
          'S3.PutPublicAccessBlock',
          'S3.PutBucketEncryption',
          'S3.PutBucketVersioning',
          'S3.PutBucketLifecycleConfiguration',
          'S3.PutBucketPolicy',
        ),
      ),
      round(...FINDS, ...FIND_KEY, ...READS),
      [RECORD],
      round(EVENTS, EVENTS, EVENTS, EVENTS, 'EventBridge.PutEvents'),
      [RECORD],
    ]);
    expect((await place.record()).status).toBe('READY');
  });

  it('where everything is as desired: at AWS it only reads', async () => {
    await run();
    await amend(place.services, { ...place.key, decide: repair('me') });
    expect(await run()).toEqual([
      [RECORD],
      round(EVENTS, ...FINDS, ...FIND_KEY),
      round(...READS),
      [RECORD],
      round(EVENTS, EVENTS, 'EventBridge.PutEvents'),
      [RECORD],
    ]);
  });

  it('to change the network: what differs is written, and what was written to is read again', async () => {
    await run();
    await place.change(spec({ region: 'eu-west-1', allowedCidrs: ['203.0.113.8/32'] }));
    expect(await run()).toEqual([
      [RECORD],
      round(EVENTS, ...FINDS, ...FIND_KEY),
      round(...READS),
      round(...ofBoth('S3.PutBucketPolicy')),
      round(...ofBoth('S3.GetBucketTagging'), ...BUCKET_SETTINGS),
      [RECORD],
      round(EVENTS, EVENTS, EVENTS, 'EventBridge.PutEvents'),
      [RECORD],
    ]);
  });

  it('to delete: all is looked at before anything goes, and the key when nothing refers to it', async () => {
    await run();
    await place.remove();
    const placeInQuota = RECORD;
    expect(await run()).toEqual([
      [RECORD],
      round(EVENTS, ...FINDS.slice(1), ...FIND_KEY),
      round('KMS.DescribeKey', ...ofBoth('S3.ListObjectVersions', 'S3.ListMultipartUploads')),
      round(
        'KMS.DeleteAlias',
        'IAM.RemoveRoleFromInstanceProfile',
        'IAM.ListAttachedRolePolicies',
        'IAM.ListRolePolicies',
        ...ofBoth('S3.DeleteBucket'),
      ),
      round(RECORD, 'IAM.DeleteInstanceProfile', 'IAM.DeleteRolePolicy'),
      round(RECORD, 'IAM.DeleteRole', 'KMS.ScheduleKeyDeletion'),
      [RECORD],
      [placeInQuota],
      [RECORD],
      round(EVENTS, EVENTS, 'EventBridge.PutEvents'),
      [RECORD],
    ]);
  });
});
