import { expect } from '@jest/globals';
import { inventory } from '../support/inventory.ts';
import { spec } from '../unit/environment/sample.ts';
import type { Journey } from './crash-matrix.ts';
import { REGION, type Workplace } from './workplace.ts';

const AT_FIRST = spec({ region: REGION, tags: { team: 'files' } });
const LATER = spec({ region: REGION, allowedCidrs: ['198.51.100.0/24'], tags: { team: 'sheets' } });

/** The account holds one of each, as asked for, and the record says so. */
function stands({ allowedCidrs, tags }: typeof AT_FIRST) {
  return async (place: Workplace): Promise<void> => {
    const { status, observedGeneration, generation, resources, spec } = await place.record();
    expect({ status, observedGeneration }).toEqual({ status: 'READY', observedGeneration: generation });
    const [key, alias, initial, final, role, profile] = [
      resources.key,
      resources.alias,
      resources.initialBucket,
      resources.finalBucket,
      resources.role,
      resources.instanceProfile,
    ].map((state) => state?.physicalId);
    expect(await inventory({ region: REGION })).toEqual({
      keys: [`${key} Enabled`],
      aliases: [`${alias} -> ${key}`],
      buckets: [final, initial],
      roles: [role],
      inlinePolicies: [`${role}/${role}`],
      instanceProfiles: [`${profile} (${role})`],
    });
    expect(await place.drift()).toEqual([]);
    expect([spec.allowedCidrs, spec.tags]).toEqual([allowedCidrs, tags]);
    expect(await place.services.quota?.hasRoom(place.key.tenant)).toBe(false);
  };
}

/** The account holds nothing but the key on its way out, and there is room for another environment. */
async function isGone(place: Workplace): Promise<void> {
  const { status, resources } = await place.record();
  expect(status).toBe('DELETED');
  expect(await inventory({ region: REGION })).toEqual({
    keys: [`${resources.key?.physicalId} PendingDeletion`],
    aliases: [],
    buckets: [],
    roles: [],
    inlinePolicies: [],
    instanceProfiles: [],
  });
  expect(await place.services.quota?.hasRoom(place.key.tenant)).toBe(true);
}

/** An environment from its creation to its end. */
export const WHOLE_LIFE: Journey = {
  stages: [
    { name: 'create', ask: (place) => place.create(AT_FIRST), check: stands(AT_FIRST) },
    { name: 'update', ask: (place) => place.change(LATER), check: stands(LATER) },
    { name: 'delete', ask: (place) => place.remove(), check: isGone },
  ],
};
