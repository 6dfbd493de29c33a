import { beforeEach, describe, expect, it } from '@jest/globals';
import { Interrupted } from '../../../lib/provisioning/errors.ts';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { Handler } from '../../../lib/provisioning/resource.ts';
import { teardown } from '../../../lib/provisioning/teardown.ts';
import { type Cloud, fails, newCloud, type TestRun, testRun, thingNode } from './cloud.ts';

const NODES = [
  thingNode('key'),
  thingNode('alias', { dependsOn: ['key'] }),
  thingNode('bucket', { refersTo: ['key'] }),
  thingNode('alone'),
];
const IDS = NODES.map(({ logicalId }) => logicalId);
const ALL_DONE = IDS.map((logicalId) => ({ logicalId, result: 'done' }));
const NOT_EMPTY = { code: 'bucket-not-empty', message: '3 objects', retryable: false };

let cloud: Cloud;
let run: TestRun;
beforeEach(async () => {
  cloud = newCloud();
  run = testRun(cloud, NODES);
  await reconcile(run);
  cloud.log.length = 0;
  cloud.ended.length = 0;
});

const remove = (force = false) => teardown({ ...run, force });
const removed = () => cloud.log.filter((words) => words.startsWith('remove'));

it('removes everything and notes it as DELETED', async () => {
  expect(await remove()).toEqual(ALL_DONE);
  expect(cloud.things.size).toBe(0);
  expect(run.journal.state('bucket')).toMatchObject({
    status: 'DELETED',
    physicalId: 'bucket',
    deletedAt: run.now().toISOString(),
  });
});

it('removes what needs another before the other', async () => {
  cloud.takes = { 'remove alias': 20, 'remove bucket': 10 };
  await remove();
  expect(cloud.ended.filter((words) => words.startsWith('remove'))).toEqual([
    'remove alone',
    'remove bucket',
    'remove alias',
    'remove key',
  ]);
  expect(cloud.log.at(-1)).toBe('remove key');
});

it('is fine a second time, and looks at nothing then', async () => {
  await remove();
  cloud.log.length = 0;
  expect(await remove()).toEqual(ALL_DONE);
  expect(cloud.log).toEqual([]);
});

it('counts what is gone already as done', async () => {
  cloud.things.delete('bucket');
  cloud.things.delete('key');
  expect(await remove()).toEqual(ALL_DONE);
  // Without the key there is no alias to look for.
  expect(removed().sort()).toEqual(['remove alone']);
});

it('deletes nothing when a resource on record no longer carries our tags', async () => {
  cloud.things.set('bucket', { owner: 'foreign', aspects: {} });
  cloud.blockers.bucket = NOT_EMPTY;
  const before = [...cloud.things.keys()];
  expect(await remove(true)).toContainEqual(
    expect.objectContaining({
      logicalId: 'bucket',
      error: expect.objectContaining({ code: 'ownership-lost' }),
    }),
  );
  expect([...cloud.things.keys()]).toEqual(before);
  expect(cloud.log).not.toContain('blocker bucket');
});

it('looks again for a resource on record that shows an earlier life, before it deletes anything', async () => {
  cloud.things.set('bucket', { owner: 'predecessors', aspects: {} });
  expect(await remove(true)).toContainEqual(
    expect.objectContaining({ error: expect.objectContaining({ code: 'ownership-lost', retryable: true }) }),
  );
  expect(removed()).toEqual([]);
});

it("passes over another's resource that it never made", async () => {
  run.journal.states.set('bucket', { type: 'thing', status: 'PENDING' });
  cloud.things.set('bucket', { owner: 'foreign', aspects: {} });
  expect(await remove(true)).toEqual(ALL_DONE);
  expect([...cloud.things.keys()]).toEqual(['bucket']);
});

describe('a resource that was asked for a moment ago', () => {
  const look = (seconds: number) =>
    teardown({
      ...run,
      force: false,
      visibleAfterSeconds: 300,
      now: () => new Date(Date.parse('2030-01-01T00:00:00Z') + seconds * 1000),
    });

  it.each([
    ['is not to be seen', () => cloud.things.delete('alone')],
    ["shows an earlier life's", () => cloud.things.set('alone', { owner: 'predecessors', aspects: {} })],
  ])('is not taken for absent when it %s: nothing goes until its intent is old', async (_, change) => {
    run.journal.states.set('alone', {
      type: 'thing',
      status: 'FAILED',
      intendedAt: '2030-01-01T00:00:00.000Z',
    });
    change();
    expect(await look(299)).toContainEqual(
      expect.objectContaining({
        logicalId: 'alone',
        error: expect.objectContaining({ code: 'creation-unclear', retryable: true }),
      }),
    );
    expect(removed()).toEqual([]);
    expect(await look(300)).toEqual(ALL_DONE);
  });

  it("is left alone at once when the name turns out to be somebody else's", async () => {
    run.journal.states.set('alone', {
      type: 'thing',
      status: 'FAILED',
      intendedAt: '2030-01-01T00:00:00.000Z',
    });
    cloud.things.set('alone', { owner: 'foreign', aspects: {} });
    expect(await look(1)).toEqual(ALL_DONE);
    expect([...cloud.things.keys()]).toEqual(['alone']);
  });
});

describe('a resource that must not go without force', () => {
  beforeEach(() => {
    cloud.blockers.bucket = NOT_EMPTY;
    cloud.takes = { 'blocker bucket': 20 };
  });

  it('stops the deletion before anything is removed', async () => {
    const outcomes = await remove();
    expect(outcomes).toContainEqual({ logicalId: 'bucket', result: 'failed', error: NOT_EMPTY });
    expect(removed()).toEqual([]);
    expect([...cloud.things.keys()].sort()).toEqual([...IDS].sort());
    expect(run.journal.state('bucket')).toMatchObject({ status: 'FAILED', error: NOT_EMPTY });
  });

  it('goes with force, and nobody asks', async () => {
    expect(await remove(true)).toEqual(ALL_DONE);
    expect(cloud.log.filter((words) => words.startsWith('blocker'))).toEqual([]);
    expect(cloud.things.size).toBe(0);
  });

  it('goes once nothing speaks against it any more, and the old error with it', async () => {
    await remove();
    cloud.blockers = {};
    expect(await remove()).toEqual(ALL_DONE);
    expect(run.journal.state('bucket')).not.toHaveProperty('error');
  });
});

describe('a resource that takes more than one step to remove', () => {
  const emptied: Handler['remove'] = async (_node, _identity, { progress }) => {
    await progress({ objects: 3 });
    await progress({ objects: 2, uploads: 1 });
  };

  it('shows how far that has come, and keeps it when it is gone', async () => {
    cloud.handler.remove = emptied;
    await remove(true);
    const notes = run.journal.notes.filter(({ logicalId }) => logicalId === 'bucket').slice(-3);
    expect(notes.map(({ change }) => [change.status, change.progress])).toEqual([
      ['DELETING', { objects: 3 }],
      ['DELETING', { objects: 5, uploads: 1 }],
      ['DELETED', { objects: 5, uploads: 1 }],
    ]);
  });

  it('counts on from where the run before was', async () => {
    cloud.handler.remove = async (...args) => {
      await emptied(...args);
      throw new Interrupted('no time');
    };
    await remove(true);
    expect(run.journal.state('bucket')).toMatchObject({ status: 'DELETING', physicalId: 'bucket' });
    cloud.handler.remove = emptied;
    await remove(true);
    expect(run.journal.state('bucket')?.progress).toEqual({ objects: 10, uploads: 2 });
  });
});

it("removes nothing when one resource can't be looked at", async () => {
  cloud.instead['find alone'] = fails({ retryable: false });
  const outcomes = await remove(true);
  expect(outcomes).toContainEqual(expect.objectContaining({ logicalId: 'alone', result: 'failed' }));
  expect(removed()).toEqual([]);
  expect(cloud.things.size).toBe(4);
});

it('keeps what a resource needs when that resource does not go', async () => {
  cloud.instead['remove alias'] = fails();
  expect(await remove()).toMatchObject([
    { logicalId: 'key', result: 'blocked', on: 'alias' },
    { logicalId: 'alias', result: 'failed', error: { code: 'aws-error' } },
    { logicalId: 'bucket', result: 'done' },
    { logicalId: 'alone', result: 'done' },
  ]);
  expect([...cloud.things.keys()].sort()).toEqual(['alias', 'key']);
  cloud.instead = {};
  expect(await remove()).toEqual(ALL_DONE);
  expect(cloud.things.size).toBe(0);
});

it('stops between two steps when interrupted, and goes on in the next run', async () => {
  cloud.takes = { 'remove alone': 10, 'remove bucket': 10 };
  cloud.instead['remove alias'] = run.abort;
  const outcomes = await remove();
  expect(outcomes.find(({ logicalId }) => logicalId === 'key')?.result).toBe('interrupted');
  expect([...cloud.things.keys()]).toEqual(['key']);
  const next = testRun(cloud, NODES, Object.fromEntries(run.journal.states));
  expect(await teardown({ ...next, force: false })).toEqual(ALL_DONE);
  expect(cloud.things.size).toBe(0);
});

it('removes nothing further when its notes can no longer be kept', async () => {
  cloud.takes = { 'remove bucket': 30 };
  run.journal.tell = run.abort;
  expect(await remove()).toContainEqual({ logicalId: 'key', result: 'interrupted' });
  expect(cloud.ended).toContain('remove bucket');
  expect(removed()).not.toContain('remove key');
});

it('goes on after a deletion that a worker left half done', async () => {
  await remove();
  const { status: _, ...key } = run.journal.state('key') ?? { type: 'thing', status: 'READY' };
  cloud.things.set('key', { owner: 'ours', aspects: {} });
  run.journal.states.set('key', { ...key, status: 'DELETING' });
  expect(await remove()).toEqual(ALL_DONE);
  expect(cloud.things.size).toBe(0);
});
