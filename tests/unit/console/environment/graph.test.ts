import { describe, expect, it } from '@jest/globals';
import { graphOf } from '../../../../console/page/environment/graph/edges.ts';
import { NARROW, place, WIDE } from '../../../../console/page/environment/graph/layout.ts';

const ALL = ['key', 'alias', 'initialBucket', 'finalBucket', 'role', 'instanceProfile'];

const environment = (algorithm: 'aws:kms' | 'AES256', resources: object[] = []) =>
  ({
    id: 'pr-1',
    tenant: 'local',
    resources,
    spec: {
      region: 'eu-west-1',
      allowedCidrs: ['203.0.113.7/32'],
      allowedVpcEndpoints: [],
      encryption: { algorithm },
      storage: { acl: 'private', versioning: true },
      role: { trustedServices: ['ec2.amazonaws.com'] },
      deletionProtection: false,
      forceDestroy: false,
      tags: {},
    },
  }) as unknown as Parameters<typeof graphOf>[0];

const arrows = (algorithm: 'aws:kms' | 'AES256') =>
  graphOf(environment(algorithm)).edges.map(
    ({ from, to, isToMake }) => `${from} ${isToMake ? '->' : '..>'} ${to}`,
  );

describe('the graph of an environment', () => {
  it('has the edges of its blueprint', () => {
    expect(arrows('aws:kms')).toEqual([
      'key -> alias',
      'key ..> initialBucket',
      'key ..> finalBucket',
      'key ..> role',
      'role ..> instanceProfile',
    ]);
    expect(arrows('AES256')).toEqual(['role ..> instanceProfile']);
  });

  it('shows what is to come as PENDING, and what is there as it is', () => {
    const made = { logicalId: 'key', type: 'kms-key', status: 'CREATING' };
    const { nodes } = graphOf(environment('aws:kms', [made]));
    expect(nodes.map(({ logicalId, status }) => [logicalId, status])).toEqual(
      ALL.map((logicalId) => [logicalId, logicalId === 'key' ? 'CREATING' : 'PENDING']),
    );
  });
});

describe('its layout', () => {
  const { edges } = graphOf(environment('aws:kms'));

  it.each([
    ['a wide screen', WIDE, 800],
    ['a telephone', NARROW, 312],
  ])('fits on %s, without one node upon another', (_, sizes, most) => {
    const { width, height, places } = place(ALL, edges, sizes);
    expect(width).toBeLessThanOrEqual(most);
    const boxes = [...places.values()];
    for (const [index, a] of boxes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.y + sizes.height).toBeLessThanOrEqual(height);
      for (const b of boxes.slice(index + 1)) {
        const apart = Math.abs(a.x - b.x) >= sizes.width || Math.abs(a.y - b.y) >= sizes.height;
        expect(apart).toBe(true);
      }
    }
  });

  it.each(['aws:kms', 'AES256'] as const)(
    'has the resources of a column in their order, with %s',
    (algorithm) => {
      const { nodes, edges } = graphOf(environment(algorithm));
      const ids = nodes.map(({ logicalId }) => logicalId);
      const { places } = place(ids, edges, WIDE);
      const rows = ids.map((id) => places.get(id)).filter((spot) => spot?.x === places.get('finalBucket')?.x);
      expect(rows.map((spot) => spot?.y)).toEqual(rows.map((spot) => spot?.y ?? 0).sort((a, b) => a - b));
    },
  );

  it('has what another needs to the left of it', () => {
    const { places } = place(ALL, edges, WIDE);
    for (const { from, to } of edges) expect(places.get(from)?.x).toBeLessThan(places.get(to)?.x ?? 0);
  });
});
