import {
  CancelKeyDeletionCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { awsClients } from '../../lib/aws/clients.ts';
import { handlers } from '../../lib/aws/registry.ts';
import { writesAmong } from '../support/watched-clients.ts';
import { CASES } from './cases/all.ts';
import { otherLifesTags } from './cases/handler-case.ts';
import { otherKey } from './cases/kms.ts';
import { snapshot } from './snapshot.ts';
import {
  allDone,
  newWorld,
  outcomeOf,
  type Setting,
  told,
  VISIBLE_AFTER_SECONDS,
  type World,
} from './world.ts';

const KEYED: Setting = { algorithm: 'aws:kms', region: 'eu-west-1' };
/** In the region whose CreateBucket takes no location. */
const KEYLESS: Setting = { algorithm: 'AES256', region: 'us-east-1' };

it('covers every handler in the registry', () => {
  const options = { accountId: '1', partition: 'aws', provisionerArn: 'arn:p', tagsOnCreate: false };
  const registered = Object.keys(handlers(awsClients(), options));
  expect(CASES.map(({ type }) => type).sort()).toEqual(registered.sort());
});

describe.each([KEYED, KEYLESS])('every resource with $algorithm in $region', (each) => {
  const cases = CASES.filter(({ keyed }) => each === KEYED || !keyed);
  const snapshots = () => Promise.all(cases.map(({ logicalId }) => snapshot(world, logicalId)));
  let world: World;
  beforeAll(async () => {
    world = await newWorld(each);
  });

  it('is made from nothing', async () => {
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(await snapshots()).toEqual(cases.map((handler) => handler.made(world)));
    const arn = expect.stringMatching(/^arn:/);
    for (const { logicalId } of cases) expect(world.state(logicalId)).toMatchObject({ status: 'READY', arn });
  });

  it('is only read by a second run', async () => {
    const before = await snapshots();
    world.clients.calls.length = 0;
    expect(told(await world.converge())).toEqual(allDone(world));
    expect(world.clients.calls.length).toBeGreaterThan(0);
    expect(writesAmong(world.clients.calls)).toEqual([]);
    expect(await snapshots()).toEqual(before);
  });

  it('is deleted, and deleting again is fine', async () => {
    const empty = { aliases: [], buckets: [], roles: [], inlinePolicies: [], instanceProfiles: [] };
    expect(told(await world.dismantle())).toEqual(allDone(world));
    expect(await world.inventory()).toMatchObject(empty);
    expect(told(await world.dismantle())).toEqual(allDone(world));
    // A record that never heard of the first deletion finds nothing, or what is on its way out.
    world.clock.now = new Date(world.clock.now.getTime() + VISIBLE_AFTER_SECONDS * 1000);
    for (const [id, { status: _, ...state }] of world.journal.states) {
      world.journal.states.set(id, { ...state, status: 'DELETING' });
    }
    expect(told(await world.dismantle())).toEqual(allDone(world));
    expect(await world.inventory()).toMatchObject(empty);
  });
});

describe.each(CASES)('$type', (handler) => {
  const { logicalId } = handler;

  describe.each(handler.variesWithKey ? [KEYED, KEYLESS] : [KEYED])(
    'with $algorithm, changed by hand',
    (each) => {
      let world: World;
      beforeAll(async () => {
        world = await newWorld(each);
        await world.converge(logicalId);
      });

      it.each(Object.entries(handler.changes))('is found out and repaired when %s', async (_, change) => {
        const before = await snapshot(world, logicalId);
        expect(await world.look(logicalId)).toMatchObject({ result: 'present', differences: [] });
        await change(world);
        const changed = await snapshot(world, logicalId);
        expect(changed).not.toEqual(before);
        world.clients.calls.length = 0;
        const look = await world.look(logicalId);
        expect(look?.result === 'present' ? look.differences : [look?.result]).not.toEqual([]);
        expect(look?.result).toMatch(/^(present|absent|taken)$/);
        expect(writesAmong(world.clients.calls)).toEqual([]);
        expect(await snapshot(world, logicalId)).toEqual(changed);
        expect(outcomeOf(await world.converge(logicalId), logicalId)).toEqual({ logicalId, result: 'done' });
        expect(await snapshot(world, logicalId)).toEqual(handler.made(world));
        world.clients.calls.length = 0;
        await world.converge(logicalId);
        expect(writesAmong(world.clients.calls)).toEqual([]);
      });
    },
  );

  describe('when access is denied', () => {
    let world: World;
    beforeEach(async () => {
      world = await newWorld(KEYED);
    });

    it('is not taken for absent', async () => {
      handler.beforeLooking?.(world);
      world.clients.denies = (call) => handler.looks(call, world);
      expect(outcomeOf(await world.converge(), logicalId)).toMatchObject({
        result: 'failed',
        error: { code: 'aws-error', retryable: false, aws: { code: expect.stringMatching(/^AccessDenied/) } },
      });
      expect(world.clients.calls.map(({ name }) => name)).not.toContain(handler.creates);
      expect(await snapshot(world, logicalId)).toBeUndefined();
    });

    it('is neither changed nor deleted', async () => {
      await world.converge();
      const before = await snapshot(world, logicalId);
      world.clients.denies = (call) => handler.looks(call, world) || call.name === 'KMS.DescribeKey';
      expect((await world.converge()).map(({ result }) => result)).toContain('failed');
      expect((await world.dismantle({ force: true })).map(({ result }) => result)).toContain('failed');
      expect(await snapshot(world, logicalId)).toEqual(before);
    });
  });
});

const FOREIGN = CASES.flatMap(({ type, logicalId, foreign, predecessors }) => [
  ...Object.entries(foreign).map(([what, make]) => ({ type, logicalId, what, make, retryable: false })),
  // A read may lag behind and show what is gone already: another look may help.
  ...(predecessors
    ? [
        {
          type,
          logicalId,
          what: 'an earlier life of the id has the name',
          make: predecessors,
          retryable: true,
        },
      ]
    : []),
]);

it.each(FOREIGN)('$type is refused and left alone when $what', async ({ logicalId, make, retryable }) => {
  const world = await newWorld(KEYED);
  await make(world);
  const theirs = await snapshot(world, logicalId);
  expect(theirs).toBeDefined();
  const { keys, ...others } = await world.inventory();

  expect(outcomeOf(await world.converge(), logicalId)).toMatchObject({
    result: 'failed',
    error: { code: 'foreign-resource', retryable },
  });
  expect(await snapshot(world, logicalId)).toEqual(theirs);

  expect(told(await world.dismantle({ force: true }))).toEqual(allDone(world));
  expect(await snapshot(world, logicalId)).toEqual(theirs);
  expect(await world.inventory()).toEqual({ ...others, keys: expect.arrayContaining(keys) });
});

it("a key on record that carries another life's tags is neither changed nor deleted, nor is anything else", async () => {
  const world = await newWorld(KEYED);
  const physicalId = await otherKey(world, otherLifesTags(world));
  const arn = `arn:aws:kms:${world.setting.region}:${world.accountId}:key/${physicalId}`;
  world.journal.states.set('key', { type: 'kms-key', status: 'CONFIGURING', physicalId, arn });
  const theirs = await snapshot(world, 'key');

  expect(outcomeOf(await world.converge(), 'key')).toMatchObject({ error: { code: 'ownership-lost' } });
  const before = await world.inventory();
  expect(outcomeOf(await world.dismantle({ force: true }), 'key')).toMatchObject({
    error: { code: 'ownership-lost' },
  });
  expect(await snapshot(world, 'key')).toEqual(theirs);
  expect(await world.inventory()).toEqual(before);
});

describe('an alias on record that points at another key', () => {
  let world: World;
  let theirs: unknown;
  const toldToBeMade = (seconds: number) => {
    world.clients.amends = ({ name }, { Aliases }) => {
      if (name !== 'KMS.ListAliases') return;
      const [entry] = Aliases as { CreationDate?: Date }[];
      if (entry) entry.CreationDate = new Date(world.clock.now.getTime() + seconds * 1000);
    };
  };
  beforeEach(async () => {
    world = await newWorld(KEYED);
    await world.converge();
    const TargetKeyId = await otherKey(world);
    await world.hand.kms.send(new UpdateAliasCommand({ AliasName: world.names.keyAlias, TargetKeyId }));
    theirs = await snapshot(world, 'alias');
  });

  it('is pointed back when it is as old as ours', async () => {
    toldToBeMade(1);
    expect(outcomeOf(await world.converge(), 'alias')).toEqual({ logicalId: 'alias', result: 'done' });
    expect(await snapshot(world, 'alias')).not.toEqual(theirs);
  });

  it("is somebody's who made it anew when it is younger: neither changed nor deleted", async () => {
    toldToBeMade(86_400);
    expect(outcomeOf(await world.converge(), 'alias')).toMatchObject({ error: { code: 'ownership-lost' } });
    expect(outcomeOf(await world.dismantle({ force: true }), 'alias')).toMatchObject({
      error: { code: 'ownership-lost' },
    });
    expect(await snapshot(world, 'alias')).toEqual(theirs);
  });
});

describe('every read that a run makes', () => {
  it('fails the run when it is denied, and nothing is written', async () => {
    const world = await newWorld(KEYED);
    await world.converge();
    // What is young may be denied for a while.
    world.clock.now = new Date(world.clock.now.getTime() + VISIBLE_AFTER_SECONDS * 1000);
    world.clients.calls.length = 0;
    await world.converge();
    const reads = [...new Set(world.clients.calls.map(({ name }) => name))];
    expect(reads.length).toBeGreaterThan(12);
    for (const read of reads) {
      world.clients.calls.length = 0;
      world.clients.denies = ({ name }) => name === read;
      const errors = (await world.converge()).flatMap((outcome) =>
        outcome.result === 'failed' ? [outcome.error] : [],
      );
      expect({ read, errors }).toMatchObject({
        errors: expect.arrayContaining([expect.objectContaining({ code: 'aws-error', retryable: false })]),
      });
      expect(writesAmong(world.clients.calls)).toEqual([]);
    }
  });
});

it('a key on its way out is taken back before it is enabled: AWS enables none that is pending deletion', async () => {
  const world = await newWorld(KEYED);
  await world.converge('key');
  const KeyId = world.state('key')?.physicalId;
  await world.hand.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  world.clients.calls.length = 0;
  await world.converge('key');
  expect(writesAmong(world.clients.calls)).toEqual(['KMS.CancelKeyDeletion', 'KMS.EnableKey']);
});

it('a key whose taking back is repeated after a lost answer is enabled all the same', async () => {
  const world = await newWorld(KEYED);
  await world.converge('key');
  const KeyId = world.state('key')?.physicalId;
  await world.hand.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  // What the SDK's repeat is told, and the emulator does not tell.
  world.clients.before = async ({ name }) => {
    if (name !== 'KMS.CancelKeyDeletion') return;
    await world.hand.kms.send(new CancelKeyDeletionCommand({ KeyId }));
    throw Object.assign(new Error(`${KeyId} is not pending deletion.`), {
      name: 'KMSInvalidStateException',
      $metadata: { httpStatusCode: 400 },
    });
  };
  expect(outcomeOf(await world.converge('key'), 'key')).toMatchObject({ result: 'done' });
});
