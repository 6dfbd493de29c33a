import { beforeEach, describe, expect, it } from '@jest/globals';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { before, type Cloud, fails, newCloud, sample, testRun, thingNode } from './cloud.ts';

const done = (...logicalIds: string[]) => logicalIds.map((logicalId) => ({ logicalId, result: 'done' }));

describe('order', () => {
  it('makes what a node depends on before the node, and looks for both at once', async () => {
    const cloud = newCloud();
    cloud.takes = { 'create key': 20 };
    await reconcile(testRun(cloud, sample()));
    expect(cloud.ended.indexOf('create key')).toBeLessThan(cloud.log.indexOf('create alias'));
    expect(before(cloud, 'find alias', 'create key')).toBe(true);
  });

  it('makes what a node refers to before the node is configured, not before it is made', async () => {
    const cloud = newCloud();
    cloud.takes = { 'create key': 20 };
    await reconcile(testRun(cloud, sample()));
    expect(cloud.ended.indexOf('create bucket')).toBeLessThan(cloud.ended.indexOf('create key'));
    expect(cloud.ended.indexOf('create key')).toBeLessThan(cloud.ended.indexOf('write bucket.one'));
    expect(cloud.things.get('bucket')?.aspects).toEqual({ one: 'arn:key', last: 'policy' });
  });

  it('lets a dependent begin when the other exists, before it is configured', async () => {
    const cloud = newCloud();
    cloud.takes = { 'write key.one': 20 };
    await reconcile(testRun(cloud, sample()));
    expect(cloud.ended.indexOf('create alias')).toBeLessThan(cloud.ended.indexOf('write key.one'));
  });

  it('begins all independent nodes at once', async () => {
    const cloud = newCloud();
    const ids = ['a', 'b', 'c', 'd'];
    await reconcile(
      testRun(
        cloud,
        ids.map((id) => thingNode(id)),
      ),
    );
    expect(cloud.log.slice(0, 4)).toEqual(ids.map((id) => `find ${id}`));
    expect(cloud.log.slice(4, 8)).toEqual(ids.map((id) => `create ${id}`));
  });

  it('writes the aspects of one group at once and the groups one after another', async () => {
    const cloud = newCloud();
    cloud.takes = { 'write a.one': 10, 'write a.two': 10 };
    await reconcile(testRun(cloud, [thingNode('a', { aspects: () => ({ last: 1, two: 2, one: 3 }) })]));
    const began = cloud.log.filter((words) => words.startsWith('write'));
    expect(began).toEqual(['write a.one', 'write a.two', 'write a.last']);
    const twoWordsIn = cloud.ended.indexOf('write a.two');
    expect(twoWordsIn).toBeLessThan(cloud.ended.indexOf('write a.last'));
  });
});

describe('a pass', () => {
  it('makes everything from nothing and notes it as READY', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, sample());
    expect(await reconcile(run)).toEqual(done('alias', 'bucket', 'key', 'alone'));
    expect([...cloud.things.keys()].sort()).toEqual(['alias', 'alone', 'bucket', 'key']);
    expect(run.journal.state('key')).toEqual({
      type: 'thing',
      status: 'READY',
      physicalId: 'key',
      arn: 'arn:key',
      intendedAt: '2030-01-01T00:00:00.000Z',
    });
  });

  it('only reads where everything is as desired', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, sample());
    await reconcile(run);
    cloud.log.length = 0;
    expect(await reconcile(run)).toEqual(done('alias', 'bucket', 'key', 'alone'));
    expect(cloud.log.filter((words) => !/^(find|read) /.test(words))).toEqual([]);
    expect(cloud.log).toHaveLength(8);
  });

  it('writes the aspect that differs, and no other', async () => {
    const cloud = newCloud();
    const nodes = [thingNode('a', { aspects: () => ({ one: 1, two: 2, last: 3 }) })];
    const run = testRun(cloud, nodes);
    await reconcile(run);
    cloud.things.set('a', { owner: 'ours', aspects: { one: 1, two: 'other', last: 3 } });
    cloud.log.length = 0;
    expect(await reconcile(run)).toEqual(done('a'));
    expect(cloud.log.filter((words) => words.startsWith('write'))).toEqual(['write a.two']);
    expect(cloud.things.get('a')?.aspects).toEqual({ one: 1, two: 2, last: 3 });
  });

  it('takes an existing resource of ours that was never noted for made', async () => {
    const cloud = newCloud();
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    const run = testRun(cloud, [thingNode('a')]);
    expect(await reconcile(run)).toEqual(done('a'));
    expect(cloud.log).not.toContain('create a');
    expect(run.journal.state('a')).toMatchObject({ status: 'READY', physicalId: 'a' });
  });

  it('refuses a foreign resource and leaves it alone', async () => {
    const cloud = newCloud();
    cloud.things.set('a', { owner: 'foreign', aspects: { one: 'theirs' } });
    const run = testRun(cloud, [thingNode('a')]);
    expect(await reconcile(run)).toMatchObject([
      { result: 'failed', error: { code: 'foreign-resource', retryable: false } },
    ]);
    expect(cloud.things.get('a')).toEqual({ owner: 'foreign', aspects: { one: 'theirs' } });
    expect(cloud.log).toEqual(['find a']);
    expect(run.journal.state('a')).toMatchObject({ status: 'FAILED' });
    expect(run.journal.state('a')).not.toHaveProperty('intendedAt');
  });

  it("looks again for what an earlier life's deletion may have removed already", async () => {
    const cloud = newCloud();
    cloud.things.set('a', { owner: 'predecessors', aspects: {} });
    const run = testRun(cloud, [thingNode('a')]);
    expect(await reconcile(run)).toMatchObject([{ error: { code: 'foreign-resource', retryable: true } }]);
    expect(cloud.log).toEqual(['find a']);
    cloud.things.delete('a');
    expect(await reconcile(run)).toEqual(done('a'));
  });

  describe('over what was deleted a while ago', () => {
    const deletedAt = '2029-12-31T23:58:20Z'; // 100 seconds before
    let cloud: Cloud;
    beforeEach(() => {
      cloud = newCloud();
    });
    const gone = { type: 'thing', status: 'DELETED', deletedAt } as const;
    const pass = (visibleAfterSeconds: number, state: ResourceState = gone) =>
      reconcile({ ...testRun(cloud, [thingNode('alone')], { alone: state }), visibleAfterSeconds });
    const shown = () => cloud.things.set('alone', { owner: 'ours', aspects: { one: 1 } });

    it('does not take it for there while reads may lag behind', async () => {
      shown();
      expect(await pass(101)).toMatchObject([
        { result: 'failed', error: { code: 'deletion-unclear', retryable: true } },
      ]);
      expect(cloud.log).toEqual(['find alone']);
    });

    it('takes it for there when they no longer can', async () => {
      shown();
      expect(await pass(100)).toMatchObject([{ result: 'done' }]);
    });

    it('makes it anew as soon as it is not to be seen', async () => {
      expect(await pass(300)).toMatchObject([{ result: 'done' }]);
      expect(cloud.log).toContain('create alone');
    });

    it('takes back at once what has only its id, noted before anything is done to it', async () => {
      cloud.things.set('alone', { owner: 'ours', aspects: { one: 'going' } });
      const known = { ...gone, physicalId: 'alone', arn: 'arn:alone' };
      const run = testRun(cloud, [thingNode('alone', { nameless: true })], { alone: known });
      let noted: string | undefined;
      cloud.instead['write alone.one'] = () => {
        noted = run.journal.state('alone')?.status;
        cloud.things.set('alone', { owner: 'ours', aspects: { one: 1 } });
      };
      expect(await reconcile({ ...run, visibleAfterSeconds: 300 })).toEqual(done('alone'));
      expect(noted).toBe('CONFIGURING');
      expect(run.journal.state('alone')).not.toHaveProperty('deletedAt');
    });
  });

  it('reports what reads back differently as retryable', async () => {
    const cloud = newCloud();
    cloud.deaf.add('a.one');
    const run = testRun(cloud, [thingNode('a')]);
    const [outcome] = await reconcile(run);
    expect(outcome).toMatchObject({ error: { code: 'not-as-desired-yet', retryable: true } });
    expect(outcome).toHaveProperty('error.message', expect.stringContaining('differently: one'));
    expect(run.journal.state('a')).toMatchObject({ status: 'FAILED', physicalId: 'a' });
  });

  it('reports what vanished right after it was made as retryable', async () => {
    const cloud = newCloud();
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    cloud.instead['read a'] = () =>
      cloud.things.delete('a') && cloud.things.set('a', { owner: 'foreign', aspects: {} });
    const [outcome] = await reconcile(testRun(cloud, [thingNode('a')]));
    expect(outcome).toMatchObject({ error: { code: 'not-as-desired-yet' } });
    expect(outcome).toHaveProperty('error.message', expect.stringContaining('existence'));
  });
});

describe('a node that fails', () => {
  it("doesn't stop the nodes that don't need it, and blocks those that do", async () => {
    const cloud = newCloud();
    cloud.instead['create key'] = fails();
    const run = testRun(cloud, [...sample(), thingNode('beyond', { dependsOn: ['alias'] })]);
    const outcomes = await reconcile(run);
    expect(outcomes).toMatchObject([
      { logicalId: 'alias', result: 'blocked', on: 'key' },
      { logicalId: 'bucket', result: 'blocked', on: 'key' },
      { logicalId: 'key', result: 'failed', error: { code: 'aws-error', retryable: true } },
      { logicalId: 'alone', result: 'done' },
      { logicalId: 'beyond', result: 'blocked', on: 'alias' },
    ]);
    // The bucket was made: only its configuration needs the key.
    expect([...cloud.things.keys()].sort()).toEqual(['alone', 'bucket']);
    expect(run.journal.state('key')).toMatchObject({ status: 'FAILED', error: { code: 'aws-error' } });
    expect(run.journal.state('bucket')).toMatchObject({ status: 'CONFIGURING', physicalId: 'bucket' });
  });

  it('does not block a dependent once it exists', async () => {
    const cloud = newCloud();
    cloud.instead['write key.one'] = fails();
    const outcomes = await reconcile(testRun(cloud, sample()));
    expect(outcomes.filter(({ result }) => result === 'done')).toHaveLength(3);
    expect(outcomes).toContainEqual(expect.objectContaining({ logicalId: 'key', result: 'failed' }));
  });

  it('is finished by the next run, without making anything twice', async () => {
    const cloud = newCloud();
    cloud.instead['write key.one'] = fails();
    const run = testRun(cloud, sample());
    await reconcile(run);
    cloud.instead = {};
    expect(await reconcile(run)).toEqual(done('alias', 'bucket', 'key', 'alone'));
    expect(cloud.log.filter((words) => words.startsWith('create'))).toHaveLength(4);
    expect(run.journal.state('key')).not.toHaveProperty('error');
  });

  it('fails only after the writes beside it have ended', async () => {
    const cloud = newCloud();
    cloud.instead['write a.one'] = fails();
    cloud.takes['write a.two'] = 20;
    const node = thingNode('a', { aspects: () => ({ one: 1, two: 2, last: 3 }) });
    const [outcome] = await reconcile(testRun(cloud, [node]));
    expect(outcome).toMatchObject({ result: 'failed' });
    expect(cloud.ended).toContain('write a.two');
    expect(cloud.log).not.toContain('write a.last');
  });

  it('shows what AWS said', async () => {
    const cloud = newCloud();
    cloud.instead['create a'] = fails({ retryable: false });
    const [outcome] = await reconcile(testRun(cloud, [thingNode('a')]));
    expect(outcome).toEqual({
      logicalId: 'a',
      result: 'failed',
      error: { code: 'aws-error', message: 'Cloud Step: it failed', retryable: false },
    });
  });
});

it('a bug in a handler ends the run with that error', async () => {
  const cloud = newCloud();
  cloud.instead['create a'] = () => {
    throw new TypeError('undefined is not a function');
  };
  const run = testRun(cloud, [thingNode('a'), thingNode('b')]);
  await expect(reconcile(run)).rejects.toThrow('undefined is not a function');
  expect(cloud.things.has('b')).toBe(true);
});

it('a node of an unknown type ends the run with an error', async () => {
  const run = testRun(newCloud(), [{ ...thingNode('a'), type: 'unheard-of' }]);
  await expect(reconcile(run)).rejects.toThrow('no handler for resource type unheard-of');
});

it('a node that needs one outside the graph ends the run with an error', async () => {
  const run = testRun(newCloud(), [thingNode('a', { dependsOn: ['nowhere'] })]);
  await expect(reconcile(run)).rejects.toThrow('no node nowhere');
});
