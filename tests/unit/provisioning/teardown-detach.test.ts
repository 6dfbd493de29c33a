import { beforeEach, expect, it } from '@jest/globals';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import { type TeardownRun, teardown } from '../../../lib/provisioning/teardown.ts';
import { before, type Cloud, fails, newCloud, type TestRun, testRun, thingNode } from './cloud.ts';

/** profile ··> role ··> key, alias ──> key */
const NODES = [
  thingNode('key'),
  thingNode('alias', { dependsOn: ['key'] }),
  thingNode('role', { refersTo: ['key'] }),
  thingNode('profile', { refersTo: ['role'] }),
];

let cloud: Cloud;
let run: TestRun;
beforeEach(async () => {
  cloud = newCloud({ detaches: true });
  run = testRun(cloud, NODES);
  await reconcile(run);
  cloud.log.length = 0;
  cloud.ended.length = 0;
});

const remove = (options: Partial<TeardownRun> = {}) => teardown({ ...run, force: false, ...options });
const ended = (words: string) => cloud.ended.indexOf(words);

it('what a node refers to goes when the node is detached, be it there still', async () => {
  cloud.takes = { 'remove role': 60, 'remove profile': 60 };
  expect((await remove()).every(({ result }) => result === 'done')).toBe(true);
  expect(before(cloud, 'detach profile', 'remove role')).toBe(true);
  expect(ended('remove key')).toBeLessThan(ended('remove role'));
  expect(cloud.things.size).toBe(0);
});

it('a node is removed after it was detached, however long that takes', async () => {
  cloud.takes = { 'detach role': 30 };
  await remove();
  expect(ended('detach role')).toBeLessThan(cloud.log.indexOf('remove role'));
  expect(ended('detach role')).toBeLessThan(cloud.log.indexOf('remove key'));
});

it('what a node depends on stays until the node is gone', async () => {
  cloud.takes = { 'remove alias': 30 };
  await remove();
  expect(ended('remove alias')).toBeLessThan(cloud.log.indexOf('remove key'));
});

it('what can not be detached keeps what it refers to', async () => {
  cloud.instead['detach role'] = fails();
  expect(await remove()).toMatchObject([
    { logicalId: 'key', result: 'blocked', on: 'role' },
    { logicalId: 'alias', result: 'done' },
    { logicalId: 'role', result: 'failed' },
    { logicalId: 'profile', result: 'done' },
  ]);
  expect([...cloud.things.keys()]).toEqual(['key', 'role']);
});

it('what is left is not detached either', async () => {
  await remove({ isKept: (logicalId) => logicalId === 'profile' });
  expect(cloud.log.filter((words) => words.startsWith('detach'))).toEqual(['detach alias']);
  expect([...cloud.things.keys()].sort()).toEqual(['key', 'profile', 'role']);
});
