import { describe, expect, it } from '@jest/globals';
import { Interrupted, LeaseLost } from '../../../lib/provisioning/errors.ts';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { fails, newCloud, sample, testRun, thingNode } from './cloud.ts';

describe('the intent', () => {
  it('is noted before the create', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, [thingNode('a')]);
    let noted: unknown;
    cloud.instead['create a'] = () => {
      noted = run.journal.state('a');
    };
    await reconcile(run);
    expect(noted).toEqual({ type: 'thing', status: 'CREATING', intendedAt: '2030-01-01T00:00:00.000Z' });
    expect(run.journal.notes.map(({ change }) => change.status)).toEqual([
      'CREATING',
      'CONFIGURING',
      'READY',
    ]);
  });

  it('stays when nobody knows whether the create took effect', async () => {
    const cloud = newCloud();
    cloud.instead['create a'] = fails();
    const run = testRun(cloud, [thingNode('a')]);
    await reconcile(run);
    expect(run.journal.state('a')).toMatchObject({
      status: 'FAILED',
      intendedAt: '2030-01-01T00:00:00.000Z',
    });
  });

  it('is dropped when AWS refused', async () => {
    const cloud = newCloud();
    cloud.instead['create a'] = fails({ refused: true });
    const run = testRun(cloud, [thingNode('a')]);
    await reconcile(run);
    expect(run.journal.state('a')).toMatchObject({ status: 'FAILED', error: { code: 'aws-error' } });
    expect(run.journal.state('a')).not.toHaveProperty('intendedAt');
  });

  it('gives way to what was known before when AWS refused', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, [thingNode('a')]);
    await reconcile(run);
    const known = run.journal.state('a');
    cloud.things.clear();
    cloud.instead['create a'] = fails({ refused: true });
    await reconcile(run);
    expect(run.journal.state('a')).toEqual({ ...known, status: 'FAILED', error: expect.anything() });
  });

  describe('of something that the cloud names, while nothing is to be seen of it', () => {
    const START = Date.parse('2030-01-01T00:00:00Z');
    const nameless = thingNode('a', { nameless: true });
    const states: [string, ResourceState][] = [
      ['its create was not answered', { type: 'thing', status: 'CREATING' }],
      ['it was made a moment ago', { type: 'thing', status: 'READY', physicalId: 'a', arn: 'arn:a' }],
    ];

    it.each(states)('lets no second one be made until it is old, when %s', async (_, state) => {
      const cloud = newCloud();
      const run = testRun(cloud, [nameless], { a: { ...state, intendedAt: new Date(START).toISOString() } });
      const runAfter = (seconds: number) =>
        reconcile({ ...run, visibleAfterSeconds: 300, now: () => new Date(START + seconds * 1000) });
      expect(await runAfter(299)).toMatchObject([{ error: { code: 'creation-unclear', retryable: true } }]);
      expect(cloud.log).toEqual(['find a']);
      expect(await runAfter(300)).toEqual([{ logicalId: 'a', result: 'done' }]);
      expect(cloud.log).toContain('create a');
    });

    it('is no hindrance to what has a name: it can not be made twice', async () => {
      const state = { type: 'thing', status: 'CREATING', intendedAt: new Date(START).toISOString() } as const;
      const run = testRun(newCloud(), [thingNode('a')], { a: state });
      expect(await reconcile({ ...run, visibleAfterSeconds: 300 })).toEqual([
        { logicalId: 'a', result: 'done' },
      ]);
    });
  });

  it('is durable before the create is sent', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, [thingNode('a')]);
    run.journal.note = () => Promise.reject(new LeaseLost('another worker has it'));
    await expect(reconcile(run)).rejects.toBeInstanceOf(LeaseLost);
    expect(cloud.log).toEqual(['find a']);
  });
});

describe('an interruption', () => {
  it('lets the step under way end and takes no further one', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, sample());
    cloud.instead['create key'] = run.abort;
    const outcomes = await reconcile(run);
    expect(outcomes.find(({ logicalId }) => logicalId === 'key')).toEqual({
      logicalId: 'key',
      result: 'interrupted',
    });
    expect(outcomes.some(({ result }) => result === 'failed')).toBe(false);
    expect(cloud.things.has('key')).toBe(true);
    expect(cloud.log.filter((words) => words.startsWith('write'))).toEqual([]);
    // What was made is noted, so the next run knows it.
    expect(run.journal.state('key')).toMatchObject({ status: 'CONFIGURING', physicalId: 'key' });
  });

  it('before the first step changes nothing', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, sample());
    run.abort();
    const outcomes = await reconcile(run);
    expect(outcomes.map(({ result }) => result)).toEqual([
      'interrupted',
      'interrupted',
      'interrupted',
      'interrupted',
    ]);
    expect(cloud.log).toEqual([]);
    expect(run.journal.notes).toEqual([]);
  });

  it('between two groups of aspects leaves the later one unwritten', async () => {
    const cloud = newCloud();
    const node = thingNode('a', { aspects: () => ({ one: 1, last: 3 }) });
    const run = testRun(cloud, [node]);
    cloud.instead['write a.one'] = run.abort;
    expect(await reconcile(run)).toEqual([{ logicalId: 'a', result: 'interrupted' }]);
    expect(cloud.things.get('a')?.aspects).toEqual({ one: 1 });
  });

  it('between intent and create makes nothing, and takes the intent back', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, [thingNode('a')]);
    const { note } = run.journal;
    run.journal.note = async (...change) => {
      run.abort();
      await note(...change);
    };
    expect(await reconcile(run)).toEqual([{ logicalId: 'a', result: 'interrupted' }]);
    expect(cloud.things.size).toBe(0);
    expect(run.journal.state('a')).not.toHaveProperty('intendedAt');
  });
});

it('an interruption in the middle of a create leaves the intent: it may have been sent', async () => {
  const cloud = newCloud();
  const run = testRun(cloud, [thingNode('a')]);
  cloud.instead['create a'] = () => {
    throw new Interrupted('the time for calls is over');
  };
  expect(await reconcile(run)).toEqual([{ logicalId: 'a', result: 'interrupted' }]);
  expect(run.journal.state('a')).toHaveProperty('intendedAt');
});

describe('a lease that is lost', () => {
  it('ends the run with LeaseLost, after everything under way has ended', async () => {
    const cloud = newCloud();
    cloud.takes = { 'find slow': 30 };
    const run = testRun(cloud, [thingNode('quick'), thingNode('slow')]);
    run.journal.note = () => Promise.reject(new LeaseLost('another worker has it'));
    await expect(reconcile(run)).rejects.toBeInstanceOf(LeaseLost);
    expect(cloud.ended.sort()).toEqual(['find quick', 'find slow']);
    expect(cloud.things.size).toBe(0);
  });

  it('and is only told of later keeps the run from every further step', async () => {
    const cloud = newCloud();
    const run = testRun(cloud, [thingNode('a')]);
    run.journal.tell = run.abort;
    expect(await reconcile(run)).toEqual([{ logicalId: 'a', result: 'interrupted' }]);
    expect(cloud.log).toEqual(['find a', 'create a']);
  });
});
