import { describe, expect, it } from '@jest/globals';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { type Cloud, fails, newCloud, type TestRun, testRun, thingNode } from './cloud.ts';

const done = (...logicalIds: string[]) => logicalIds.map((logicalId) => ({ logicalId, result: 'done' }));

/** Nothing is done after the look until the note is durable. */
async function waitsForItsNote(cloud: Cloud, run: TestRun): Promise<void> {
  const durable = Promise.withResolvers<void>();
  run.journal.note = () => durable.promise;
  const over = reconcile(run);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(cloud.ended).toEqual(['find a']);
  durable.resolve();
  expect(await over).toEqual(done('a'));
}

describe('what is about to be made', () => {
  const finding = (cloud: Cloud, remembered: Record<string, ResourceState> = {}) => {
    const run = testRun(cloud, [thingNode('a')], remembered);
    let intended: ResourceState | undefined;
    cloud.instead['find a'] = () => {
      intended ??= run.journal.state('a');
    };
    return { run, intended: () => intended };
  };

  it('for the first time is noted while it is looked for', async () => {
    const { run, intended } = finding(newCloud());
    expect(await reconcile(run)).toEqual(done('a'));
    expect(intended()).toMatchObject({ status: 'CREATING', intendedAt: '2030-01-01T00:00:00.000Z' });
  });

  it('once more is noted when it is certainly not there: until then the first time counts', async () => {
    const before = { type: 'thing', status: 'FAILED', intendedAt: '2029-12-31T00:00:00Z' } as const;
    const { run, intended } = finding(newCloud(), { a: before });
    expect(await reconcile(run)).toEqual(done('a'));
    expect(intended()).toEqual(before);
    expect(run.journal.state('a')).toHaveProperty('intendedAt', '2030-01-01T00:00:00.000Z');
  });

  it('and then not asked for, because it could not be looked for, leaves no trace', async () => {
    const cloud = newCloud();
    cloud.instead['find a'] = fails();
    const run = testRun(cloud, [thingNode('a')]);
    expect(await reconcile(run)).toMatchObject([{ result: 'failed' }]);
    expect(run.journal.notes[0]?.change).toHaveProperty('intendedAt');
    expect(run.journal.state('a')).not.toHaveProperty('intendedAt');
  });

  it('waits until its note is durable', async () => {
    const cloud = newCloud();
    await waitsForItsNote(cloud, testRun(cloud, [thingNode('a')]));
  });
});

it.each(['DELETED', 'RETAINED'] as const)(
  'what is taken back stands no longer as %s before anything is done to it: a deletion would pass over it',
  async (status) => {
    const cloud = newCloud();
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    await waitsForItsNote(
      cloud,
      testRun(cloud, [thingNode('a')], { a: { type: 'thing', status, physicalId: 'a' } }),
    );
  },
);

describe('aspects that are written at once', () => {
  const NODES = [thingNode('a', { aspects: () => ({ one: 1, two: 2 }) })];

  it('are written once more, one after another, where they collided', async () => {
    const cloud = newCloud();
    for (const aspect of ['one', 'two']) {
      const write = `write a.${aspect}`;
      cloud.instead[write] = () => {
        delete cloud.instead[write];
        cloud.takes = { 'write a.one': 30 };
        fails({ collided: true, refused: true })();
      };
    }
    expect(await reconcile(testRun(cloud, NODES))).toEqual(done('a'));
    const writes = cloud.log.filter((words) => words.startsWith('write'));
    expect(writes).toEqual(['write a.one', 'write a.two', 'write a.one', 'write a.two']);
    // The second one did not overtake the first, which takes longer.
    expect(cloud.ended.filter((words) => words.startsWith('write'))).toEqual(['write a.one', 'write a.two']);
  });

  it('fail when they collide with what somebody else does', async () => {
    const cloud = newCloud();
    cloud.instead['write a.two'] = fails({ collided: true });
    expect(await reconcile(testRun(cloud, NODES))).toMatchObject([
      { result: 'failed', error: { retryable: true } },
    ]);
    expect(cloud.log.filter((words) => words === 'write a.two')).toHaveLength(2);
  });
});
