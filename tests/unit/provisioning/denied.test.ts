import { describe, expect, it } from '@jest/globals';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { fails, newCloud, testRun, thingNode } from './cloud.ts';

describe('a step that is denied', () => {
  const MADE_AT = '2030-01-01T00:00:00Z';
  const laterBy = (seconds: number) => () => new Date(Date.parse(MADE_AT) + seconds * 1000);
  const there = (cloud: ReturnType<typeof newCloud>, id: string): ResourceState => {
    cloud.things.set(id, { owner: 'ours', aspects: {} });
    return { type: 'thing', status: 'READY', physicalId: id, arn: `arn:${id}`, intendedAt: MADE_AT };
  };
  const denied = fails({ retryable: false, denied: true });

  it.each([
    [true, 'of itself', 'write a.one', 299],
    [false, 'of itself', 'write a.one', 300],
    [true, 'of what it needs', 'create b', 299],
    [false, 'of what it needs', 'create b', 300],
    [true, 'of what it refers to', 'write c.one', 299],
    [false, 'of what it refers to', 'write c.one', 300],
    [true, 'of what it needs, for a write', 'write d.one', 299],
    [false, 'of what it needs, for a write', 'write d.one', 300],
    [true, 'of itself, for a read', 'read a', 299],
    [false, 'of itself, for a read', 'read a', 300],
  ])(
    'is tried again (%p) for as long as rights by the tags %s may take: %s, %i seconds old',
    async (again, _, step, age) => {
      const cloud = newCloud();
      cloud.instead[step] = denied;
      const old = (id: string) => ({ ...there(cloud, id), intendedAt: '2029-12-31T00:00:00Z' });
      const nodes = [
        thingNode('a'),
        thingNode('b', { dependsOn: ['a'] }),
        thingNode('c', { refersTo: ['a'] }),
        thingNode('d', { dependsOn: ['a'] }),
      ];
      const run = testRun(cloud, nodes, { a: there(cloud, 'a'), c: old('c'), d: old('d') });
      const outcomes = await reconcile({ ...run, now: laterBy(age), visibleAfterSeconds: 300 });
      const failed = outcomes.filter(({ result }) => result === 'failed');
      expect(failed[0]).toMatchObject({ error: { retryable: again } });
    },
  );
});
