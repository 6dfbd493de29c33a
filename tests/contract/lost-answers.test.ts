import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { first } from '../support/watched-clients.ts';
import { keyDetails, snapshot } from './snapshot.ts';
import { allDone, newWorld, outcomeOf, told, VISIBLE_AFTER_SECONDS, type World } from './world.ts';

const sent = (world: World, name: string): number =>
  world.clients.calls.filter((call) => call.name === name).length;

const later = (world: World, seconds: number): void => {
  world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000);
};

describe('a CreateKey whose answer got lost', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    world.clients.loses = first('KMS.CreateKey');
    expect(outcomeOf(await world.converge(), 'key')).toMatchObject({
      result: 'failed',
      error: { code: 'aws-error', retryable: true },
    });
  });

  it('was sent once and left an intent', async () => {
    expect(sent(world, 'KMS.CreateKey')).toBe(1);
    expect(world.state('key')).toMatchObject({ status: 'FAILED', intendedAt: '2030-01-01T00:00:00.000Z' });
    expect(world.state('key')).not.toHaveProperty('physicalId');
    expect((await world.inventory()).keys).toHaveLength(1);
  });

  it('leads to that key, among others, and to no second one', async () => {
    const { keys } = await world.inventory();
    for (let count = 0; count < 3; count++) await world.hand.kms.send(new CreateKeyCommand({}));
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(sent(world, 'KMS.CreateKey')).toBe(1);
    expect(keys).toEqual([`${world.state('key')?.physicalId} Enabled`]);
    expect((await world.inventory()).keys).toHaveLength(4);
    expect(await snapshot(world, 'key')).toMatchObject({ rotation: true });
  });

  it('leads to that key behind the first page of keys', async () => {
    for (let count = 0; count < 60; count++) await world.hand.kms.send(new CreateKeyCommand({}));
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(sent(world, 'KMS.CreateKey')).toBe(1);
  });

  it("leads past a key of somebody else whose tags can't be read", async () => {
    const theirs = await world.hand.kms.send(new CreateKeyCommand({}));
    world.clients.denies = ({ name, input }) =>
      name === 'KMS.ListResourceTags' && input.KeyId === theirs.KeyMetadata?.KeyId;
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(sent(world, 'KMS.CreateKey')).toBe(1);
  });

  it('leads to an error, not to a second key, when no tags may be read at all', async () => {
    later(world, VISIBLE_AFTER_SECONDS + 1);
    world.clients.denies = ({ name }) => name === 'KMS.ListResourceTags';
    expect(outcomeOf(await world.converge(), 'key')).toMatchObject({
      result: 'failed',
      error: { code: 'aws-error', retryable: false, aws: { operation: 'ListResourceTags' } },
    });
    expect(sent(world, 'KMS.CreateKey')).toBe(1);
  });

  it('leaves nothing but a key on its way out when the environment is deleted instead', async () => {
    const { keys } = await world.inventory();
    expect(told(await world.dismantle())).toEqual(allDone(world));
    const after = await world.inventory();
    expect(after.keys).toEqual(keys.map((key) => key.replace('Enabled', 'PendingDeletion')));
    expect(after).toMatchObject({ aliases: [], buckets: [], roles: [], instanceProfiles: [] });
  });
});

describe('an intent to create a key, and no key to be seen', () => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    const intendedAt = world.clock.now.toISOString();
    world.journal.states.set('key', { type: 'kms-key', status: 'CREATING', intendedAt });
  });

  it('stays unclear for a while: another run is asked for and no key made', async () => {
    later(world, VISIBLE_AFTER_SECONDS - 1);
    const outcomes = await world.converge();
    expect(outcomeOf(outcomes, 'key')).toMatchObject({
      result: 'failed',
      error: { code: 'creation-unclear', retryable: true },
    });
    expect(outcomeOf(outcomes, 'alias')).toMatchObject({ result: 'blocked', on: 'key' });
    expect(await world.inventory()).toMatchObject({ keys: [], aliases: [] });
    expect(world.state('key')).toHaveProperty('intendedAt');
  });

  it('leads to a key after that', async () => {
    later(world, VISIBLE_AFTER_SECONDS);
    expect(told(await world.converge())).toEqual(allDone(world));
    expect((await world.inventory()).keys).toEqual([`${world.state('key')?.physicalId} Enabled`]);
  });

  it('holds up a deletion for a while, so that no key is left behind', async () => {
    later(world, VISIBLE_AFTER_SECONDS - 1);
    expect(outcomeOf(await world.dismantle(), 'key')).toMatchObject({
      error: { code: 'creation-unclear', retryable: true },
    });
    later(world, 1);
    expect(told(await world.dismantle())).toEqual(allDone(world));
  });
});

it('a CreateKey that AWS refuses leaves no intent, and the next run sends it again', async () => {
  const world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
  world.clients.denies = ({ name }) => name === 'KMS.CreateKey';
  expect(outcomeOf(await world.converge(), 'key')).toMatchObject({
    error: { aws: { operation: 'CreateKey', code: 'AccessDeniedException' }, retryable: false },
  });
  expect(world.state('key')).not.toHaveProperty('intendedAt');
  world.clients.denies = () => false;
  expect(told(await world.converge())).toEqual(allDone(world));
  expect((await world.inventory()).keys).toHaveLength(1);
});

describe.each(['eu-west-1', 'us-east-1'])('a CreateBucket in %s whose answer got lost', (region) => {
  let world: World;
  beforeEach(async () => {
    world = await newWorld({ algorithm: 'AES256', region });
    world.clients.loses = first('S3.CreateBucket', { Bucket: world.names.initialBucket });
  });

  it('leaves a bucket that the next run takes over', async () => {
    expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({
      result: 'failed',
      error: { retryable: true },
    });
    expect((await world.inventory()).buckets).toContain(world.names.initialBucket);
    expect(told(await world.converge())).toEqual(allDone(world));
    const [initial, final] = [await snapshot(world, 'initialBucket'), await snapshot(world, 'finalBucket')];
    expect({ ...initial, policy: undefined }).toEqual({ ...final, policy: undefined });
  });

  it('leaves a bucket that a deletion removes', async () => {
    await world.converge();
    expect(told(await world.dismantle())).toEqual(allDone(world));
    expect((await world.inventory()).buckets).toEqual([]);
  });
});

it('a bucket that somebody made between look and create is refused on the next run', async () => {
  const world = await newWorld({ algorithm: 'AES256', region: 'eu-west-1' });
  const make = new CreateBucketCommand({
    Bucket: world.names.initialBucket,
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  });
  const meanwhile = first('S3.CreateBucket', { Bucket: world.names.initialBucket });
  world.clients.before = async (call) => meanwhile(call) && world.hand.s3.send(make);
  expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({ error: { retryable: true } });
  expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({
    error: { code: 'foreign-resource', retryable: false },
  });
  expect(await snapshot(world, 'initialBucket')).toMatchObject({ tags: {}, policy: null });
});

it("a CreateBucket in us-east-1 that is answered with somebody's bucket doesn't touch it", async () => {
  const world = await newWorld({ algorithm: 'AES256', region: 'us-east-1' });
  const Bucket = world.names.initialBucket;
  const tagging = { Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'theirs' }] } };
  const meanwhile = first('S3.CreateBucket', { Bucket });
  world.clients.before = async (call) => {
    if (!meanwhile(call)) return;
    await world.hand.s3.send(new CreateBucketCommand({ Bucket }));
    await world.hand.s3.send(new PutBucketTaggingCommand(tagging));
  };
  expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({
    error: { code: 'foreign-resource', retryable: false },
  });
  expect(await snapshot(world, 'initialBucket')).toMatchObject({ tags: { team: 'theirs' }, policy: null });
  expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
  expect((await world.inventory()).buckets).toEqual([Bucket]);
});

describe('where buckets are born with their tags', () => {
  it('one without any is not ours, although we asked for it', async () => {
    const setting = { algorithm: 'AES256', region: 'us-east-1' } as const;
    const world = await newWorld(setting, { tagsOnCreate: true });
    expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({
      error: { code: 'not-visible-yet', retryable: true },
    });
    expect(outcomeOf(await world.converge(), 'initialBucket')).toMatchObject({
      error: { code: 'foreign-resource', retryable: false },
    });
    expect(await snapshot(world, 'initialBucket')).toMatchObject({ tags: {}, policy: null });
  });
});

describe.each([
  ['IAM.CreateRole', 'role'],
  ['IAM.CreateInstanceProfile', 'instanceProfile'],
  ['KMS.CreateAlias', 'alias'],
])('%s whose answer got lost', (name, logicalId) => {
  it('leaves what the next run takes over', async () => {
    const world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    world.clients.loses = first(name);
    expect(outcomeOf(await world.converge(), logicalId)).toMatchObject({
      result: 'failed',
      error: { retryable: true },
    });
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(await snapshot(world, logicalId)).toBeDefined();
    const id = world.state('key')?.physicalId ?? '';
    expect(await keyDetails(world, id)).toMatchObject({ state: 'Enabled' });
  });

  it('leaves what a deletion removes', async () => {
    const world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    world.clients.loses = first(name);
    await world.converge();
    expect(world.state(logicalId)).not.toHaveProperty('physicalId');
    expect(told(await world.dismantle())).toEqual(allDone(world));
    expect(await world.inventory()).toMatchObject({ aliases: [], roles: [], instanceProfiles: [] });
  });
});

describe.each([
  ['KMS.ScheduleKeyDeletion', 'key'],
  ['KMS.DeleteAlias', 'alias'],
  ['IAM.DeleteRole', 'role'],
  ['IAM.DeleteInstanceProfile', 'instanceProfile'],
  ['S3.DeleteBucket', 'initialBucket'],
])('%s that does not find what is there', (name, logicalId) => {
  it('proves nothing as long as that is young: the next run removes it', async () => {
    const world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    await world.converge();
    world.clients.hides = first(name);
    expect(outcomeOf(await world.dismantle(), logicalId)).toMatchObject({
      result: 'failed',
      error: { code: 'aws-error', retryable: true },
    });
    expect(told(await world.dismantle())).toEqual(allDone(world));
    const { keys, ...others } = await world.inventory();
    expect(keys).toEqual([`${world.state('key')?.physicalId} PendingDeletion`]);
    expect(Object.values(others).flat()).toEqual([]);
  });

  it('counts as done when that is old', async () => {
    const world = await newWorld({ algorithm: 'aws:kms', region: 'eu-west-1' });
    await world.converge();
    later(world, VISIBLE_AFTER_SECONDS);
    world.clients.hides = first(name);
    expect(outcomeOf(await world.dismantle(), logicalId)).toEqual({ logicalId, result: 'done' });
  });
});
