import { describe, expect, it } from '@jest/globals';
import { blueprint } from '../../../lib/environment/blueprint.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { exportEnvironment } from '../../../lib/operations/export.ts';
import type { ResourceStatus } from '../../../lib/provisioning/resource.ts';
import { deployment, newborn } from '../environment/sample.ts';
import { servicesWith } from './services.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const KEY = { tenant: 't', id: 'pr-123' };

/** A record with everything made, but for what is otherwise. */
function record(changes: Partial<EnvironmentRecord>, status: ResourceStatus = 'READY'): EnvironmentRecord {
  const whole = newborn(NOW, { status: 'READY', readyAt: NOW.toISOString() });
  const resources = Object.fromEntries(
    blueprint(whole, deployment).map(({ logicalId, type, name = 'k' }) => [
      logicalId,
      { type, status, physicalId: name, arn: `arn:aws:x:::${type}/${name}` },
    ]),
  );
  return { ...whole, resources, ...changes };
}

const exported = (of: EnvironmentRecord) =>
  exportEnvironment(servicesWith({ store: { get: async () => of }, now: () => NOW }), deployment, KEY);

const { readyAt: _, ...never } = record({ status: 'DELETED', desired: 'absent' }, 'RETAINED');
const handedOver = { status: 'DELETED', desired: 'absent' } as const;

describe('as Terraform an environment is told', () => {
  it.each([
    ['while it is READY', record({})],
    ['after it was handed over', record(handedOver, 'RETAINED')],
  ])('%s', async (_, of) => {
    expect((await exported(of)).import).toHaveLength(19);
  });

  it.each<[string, EnvironmentRecord, string, RegExp]>([
    ['while a change is under way', record({ status: 'UPDATING' }), 'not-ready', /ready/],
    ['after a change failed', record({ status: 'FAILED' }), 'not-ready', /reconcile/],
    ['while it is being deleted', record({ status: 'DELETING', desired: 'absent' }), 'gone', /restore/],
    ['after it was deleted', record(handedOver, 'DELETED'), 'gone', /restore/],
    ['when it was handed over without ever having been READY', never, 'gone', /POST \/imports/],
    [
      'when something was missing when it was handed over',
      record({
        ...handedOver,
        resources: { ...record({}, 'RETAINED').resources, role: { type: 't', status: 'DELETED' } },
      }),
      'gone',
      /POST \/imports/,
    ],
  ])('but not %s', async (_, of, code, nextAction) => {
    await expect(exported(of)).rejects.toMatchObject({ code, nextAction: expect.stringMatching(nextAction) });
  });
});
