import { beforeEach, describe, expect, it } from '@jest/globals';
import { compare, compareToNothing, held, sight } from '../../../lib/provisioning/compare.ts';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { Node, ResourceState, Tags } from '../../../lib/provisioning/resource.ts';
import { teardown } from '../../../lib/provisioning/teardown.ts';
import { type Cloud, fails, newCloud, testRun, thingNode } from './cloud.ts';

const OWNER = { uid: 'us' };
const node = (logicalId: string): Node => ({ ...thingNode(logicalId), owner: OWNER });
const pending = (physicalId: string): ResourceState => ({
  type: 'thing',
  status: 'PENDING',
  physicalId,
  arn: `arn:${physicalId}`,
  adopted: 'pending',
});

let cloud: Cloud;
beforeEach(() => {
  cloud = newCloud();
});
const steps = (verb: string) => cloud.log.filter((words) => words.startsWith(verb));

describe('what is to be taken over', () => {
  it('is brought to what is desired, and the environment’s from then on', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: { one: 'other' } });
    const run = testRun(cloud, [node('a')], { a: pending('a') });
    expect(await reconcile(run)).toEqual([{ logicalId: 'a', result: 'done' }]);
    expect([...steps('create'), ...steps('write')]).toEqual(['write a.one']);
    expect(run.journal.state('a')).toMatchObject({ status: 'READY', adopted: 'done' });
  });

  it('stays pending when it could not be brought to that', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    cloud.instead['write a.one'] = fails({ retryable: false });
    const run = testRun(cloud, [node('a')], { a: pending('a') });
    expect(await reconcile(run)).toMatchObject([{ result: 'failed', error: { retryable: false } }]);
    expect(run.journal.state('a')).toMatchObject({ status: 'FAILED', adopted: 'pending' });
  });

  it('may be denied for a while: the right hangs on tags that were written a moment ago', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    cloud.instead['write a.one'] = fails({ retryable: false, denied: true });
    const run = testRun(cloud, [node('a')], { a: pending('a') });
    expect(await reconcile(run)).toMatchObject([{ result: 'failed', error: { retryable: true } }]);
    const later = testRun(cloud, [node('a')], { a: { ...pending('a'), adopted: 'done' } });
    expect(await reconcile(later)).toMatchObject([{ result: 'failed', error: { retryable: false } }]);
  });

  it('lets what needs it be denied for a while, too', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    cloud.instead['create b'] = fails({ retryable: false, denied: true });
    const nodes = [node('a'), { ...node('b'), dependsOn: ['a'] }];
    const outcomes = await reconcile(testRun(cloud, nodes, { a: pending('a') }));
    expect(outcomes[1]).toMatchObject({ result: 'failed', error: { retryable: true } });
    const laterOn = async (intendedAt: string) => {
      const run = testRun(cloud, nodes, { a: { ...pending('a'), adopted: 'done', intendedAt } });
      return (await reconcile({ ...run, visibleAfterSeconds: 300 }))[1];
    };
    expect(await laterOn('2030-01-01T00:00:00Z')).toMatchObject({ error: { retryable: true } });
    expect(await laterOn('2029-12-31T00:00:00Z')).toMatchObject({ error: { retryable: false } });
  });

  it('stands as ours again when it was left and is wanted back', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    const run = testRun(cloud, [node('a')], { a: { ...pending('a'), adopted: 'done', status: 'RETAINED' } });
    cloud.instead['read a'] = () => run.abort();
    await reconcile(run);
    expect(run.journal.state('a')?.status).toBe('CONFIGURING');
  });

  it('is never made anew when it is gone', async () => {
    const run = testRun(cloud, [node('a')], { a: pending('a') });
    expect(await reconcile(run)).toMatchObject([
      { result: 'failed', error: { code: 'not-there', retryable: false } },
    ]);
    expect(steps('create')).toEqual([]);
  });

  it('is made anew like any other once it was wholly taken over', async () => {
    const run = testRun(cloud, [node('a')], { a: { ...pending('a'), adopted: 'done' } });
    await reconcile(run);
    expect(steps('create')).toEqual(['create a']);
  });

  it.each(['foreign', 'predecessors'] as const)('is left alone when it turns out to be %s', async (owner) => {
    cloud.things.set('a', { owner, aspects: { one: 'theirs' } });
    const run = testRun(cloud, [node('a')], { a: pending('a') });
    expect(await reconcile(run)).toMatchObject([
      { result: 'failed', error: { code: 'foreign-resource', retryable: false } },
    ]);
    expect(cloud.log).toEqual(['find a']);
  });
});

describe('what is kept by a deletion', () => {
  /** A deletion of one thing that has these tags. */
  async function leave(
    tags: Tags,
    state: ResourceState | undefined,
    owner: 'ours' | 'foreign' = 'ours',
    visibleAfterSeconds = 0,
  ) {
    const found = { physicalId: 'a', arn: 'arn:a', ownership: owner, facts: { tags } };
    const handler = { ...cloud.handler, find: async () => found };
    cloud.things.set('a', { owner, aspects: { tags } });
    const plain = testRun(cloud, [node('a')], state && { a: state });
    const run = { ...plain, handlers: { thing: handler }, visibleAfterSeconds };
    const outcomes = await teardown({ ...run, force: true, isKept: () => true });
    return { outcomes, state: run.journal.state('a'), tags: cloud.things.get('a')?.aspects.tags };
  }
  const done = [{ logicalId: 'a', result: 'done' }];
  const ready: ResourceState = { ...pending('a'), status: 'READY' };

  it('loses the tags that say whose it is, and nothing else', async () => {
    const left = await leave({ uid: 'us', team: 'files' }, ready);
    expect(left).toMatchObject({ outcomes: done, state: { status: 'RETAINED' }, tags: { team: 'files' } });
    expect([...steps('remove'), ...steps('blocker')]).toEqual([]);
  });

  it('is not written to when it has none of them', async () => {
    expect(await leave({ team: 'files' }, ready)).toMatchObject({
      outcomes: done,
      state: { status: 'RETAINED' },
    });
    expect(steps('write')).toEqual([]);
  });

  it('keeps the tags of somebody else', async () => {
    const left = await leave({ uid: 'they' }, ready, 'foreign');
    expect(left).toMatchObject({ outcomes: done, tags: { uid: 'they' } });
  });

  it('is somebody else’s when it only has the name that we would have given it', async () => {
    const left = await leave({ uid: 'they' }, undefined, 'foreign');
    expect(left).toMatchObject({ outcomes: done, tags: { uid: 'they' } });
    expect(left.state?.status).not.toBe('RETAINED');
  });

  it('is looked at again when tags of a moment ago may not be shown yet', async () => {
    const intendedAt = '2030-01-01T00:00:00Z';
    const left = await leave({ team: 'files' }, { ...ready, intendedAt }, 'ours', 300);
    expect(left.outcomes).toMatchObject([
      { result: 'failed', error: { code: 'tags-unclear', retryable: true } },
    ]);
  });

  it('may be denied for a while', async () => {
    cloud.instead['write a.tags'] = fails({ retryable: false, denied: true });
    const left = await leave({ uid: 'us' }, ready);
    expect(left.outcomes).toMatchObject([{ result: 'failed', error: { retryable: true } }]);
  });

  it('may keep others from being removed for a while, when it is young', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    cloud.instead['remove a'] = fails({ retryable: false, denied: true });
    const removal = (intendedAt: string) => {
      const plain = testRun(cloud, [node('a')], { a: { ...ready, intendedAt } });
      return teardown({ ...plain, force: true, visibleAfterSeconds: 300 });
    };
    expect(await removal('2030-01-01T00:00:00Z')).toMatchObject([{ error: { retryable: true } }]);
    expect(await removal('2029-12-31T00:00:00Z')).toMatchObject([{ error: { retryable: false } }]);
  });

  it('is left even if it has turned out to be unfit for taking over', async () => {
    const handler = { ...cloud.handler };
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    const seen: (ResourceState | undefined)[] = [];
    handler.find = (thing, state, made) => {
      seen.push(state);
      return cloud.handler.find(thing, state, made);
    };
    const run = { ...testRun(cloud, [node('a')], { a: pending('a') }), handlers: { thing: handler } };
    await teardown({ ...run, force: true, isKept: () => true });
    expect(seen).toEqual([expect.not.objectContaining({ adopted: 'pending' })]);
    expect(run.journal.state('a')).toMatchObject({ status: 'RETAINED' });
  });

  it('keeps what it needs with it: a bucket is nothing without its key', async () => {
    for (const name of ['key', 'bucket', 'alias', 'role'])
      cloud.things.set(name, { owner: 'ours', aspects: {} });
    const nodes = [
      node('key'),
      { ...node('alias'), dependsOn: ['key'] },
      { ...node('bucket'), refersTo: ['key'] },
      { ...node('role'), refersTo: ['key'] },
    ];
    const states = Object.fromEntries(
      nodes.map(({ logicalId }) => [logicalId, { ...ready, physicalId: logicalId }]),
    );
    const run = testRun(cloud, nodes, states);
    const kept = { force: true, isKept: (logicalId: string) => logicalId === 'bucket' };
    const plan = await compareToNothing({ ...run, ...kept, state: run.journal.state });
    expect(plan.map((look) => look.result === 'present' && look.isLeft)).toEqual([true, false, true, false]);
    // Nobody asks what speaks against deleting what is left.
    cloud.blockers.key = { code: 'key-in-use', message: 'in use', retryable: false };
    await teardown({ ...run, ...kept, force: false });
    expect([...cloud.things.keys()]).toEqual(['key', 'bucket']);
  });

  it('is not looked at again, whatever is asked for later', async () => {
    cloud.things.set('a', { owner: 'ours', aspects: {} });
    const run = testRun(cloud, [node('a')], { a: { ...ready, status: 'RETAINED' } });
    expect(await teardown({ ...run, force: true })).toEqual(done);
    expect(cloud.log).toEqual([]);
    expect(run.journal.state('a')).toMatchObject({ status: 'RETAINED' });
  });

  it('counts as deleted when it is not there', async () => {
    const run = testRun(cloud, [node('a')], { a: ready });
    expect(await teardown({ ...run, force: true, isKept: () => true })).toEqual(done);
    expect(run.journal.state('a')).toMatchObject({ status: 'DELETED' });
  });

  it('does not keep the rest from going', async () => {
    for (const name of ['a', 'b']) cloud.things.set(name, { owner: 'ours', aspects: {} });
    const run = testRun(cloud, [node('a'), node('b')], {});
    await teardown({ ...run, force: true, isKept: (logicalId) => logicalId === 'a' });
    expect([...cloud.things.keys()]).toEqual(['a']);
  });
});

it('what was seen once can be held against other wishes, with the same result as a look of its own', async () => {
  cloud.things.set('a', { owner: 'ours', aspects: { one: 1 } });
  cloud.things.set('c', { owner: 'foreign', aspects: {} });
  const wishes = (one: number) => [
    { ...node('a'), aspects: () => ({ one }) },
    { ...node('b'), refersTo: ['a'], aspects: (made: object) => ({ made }) },
    node('c'),
  ];
  const run = testRun(cloud, wishes(1));
  const viewing = (one: number) => ({ ...run, nodes: wishes(one), state: run.journal.state });
  const sightings = await sight(viewing(1));
  expect(held(wishes(2), sightings)).toEqual(await compare(viewing(2)));
  expect(held(wishes(2), sightings)[0]).toMatchObject({
    result: 'present',
    differences: [{ aspect: 'one', desired: 2, observed: 1 }],
  });
  expect(steps('write')).toEqual([]);
});
