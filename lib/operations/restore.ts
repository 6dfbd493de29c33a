import type { EnvironmentRecord } from '../environment/environment.ts';
import { accepted } from '../environment/events.ts';
import { Refusal } from '../environment/refusal.ts';
import { lifetimeOf } from '../environment/spec.ts';
import { statusInProgress } from '../environment/statuses.ts';
import type { ResourceState } from '../provisioning/resource.ts';
import { quotaExceeded } from './accept.ts';
import { amend, type Change, foreseenChange } from './amend.ts';
import type { Services } from './services.ts';
import { statusAgain } from './update.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Decides on another pass over an environment: it retries what failed and repairs drift. @throws Refusal gone */
export const repair =
  (caller: string): Change['decide'] =>
  (record, now) => {
    if (record.status === 'DELETED') {
      throw new Refusal('gone', `Environment ${record.id} is DELETED.`, {
        nextAction: `POST /environments/${record.id}/restore takes it back while its key exists.`,
      });
    }
    // Counted as a change of what is desired: whoever is at it now has to begin again.
    const about = { generation: record.generation + 1, requestedBy: caller };
    const status = statusAgain(record);
    return { set: { status }, event: accepted(about, now, 'reconcile', { status }) };
  };

/**
 * Takes back a deleted environment, which needs a place in the quota like a new one.
 *
 * @throws Refusal not-found, environment-exists, gone, quota-exceeded, precondition-failed
 */
export async function restoreEnvironment(
  services: Services,
  { caller, ...request }: Omit<Change, 'decide'> & { caller: string },
): Promise<EnvironmentRecord> {
  const { quota, now } = services;
  const change = { ...request, decide: restore(caller) };
  if (quota) {
    const { record } = await foreseenChange(services, change);
    if (!(await quota.take(request.tenant, record.uid, now()))) throw quotaExceeded(quota.limit);
  }
  return (await amend(services, change)).record;
}

/**
 * Decides on taking back a deleted environment: the deletion of its key is cancelled, and the rest made
 * again. One whose time was over gets all of it again.
 *
 * @throws Refusal environment-exists, gone
 */
export const restore =
  (caller: string): Change['decide'] =>
  (record, now) => {
    const { id, status } = record;
    if (status !== 'DELETED') throw notDeleted(record);
    if (now.getTime() >= restorableUntil(record)) throw tooLate(id);
    const about = { generation: record.generation + 1, requestedBy: caller };
    const time = now.toISOString();
    const next = statusInProgress({ ...record, desired: 'present' });
    return {
      set: {
        ...endAgain(record, now),
        desired: 'present',
        force: false,
        status: next,
        deletedAt: undefined,
        readyAt: undefined,
        drift: undefined,
        restoredAt: time,
        resources: resourcesAgain(record),
      },
      event: accepted(about, now, 'restore', { status: next }),
    };
  };

/**
 * Only the key is still there. Marked as deleted it would be passed over by the next deletion. Its window goes
 * on from when it was deleted first, until it is taken back.
 */
function resourcesAgain({ resources, deletedAt = '' }: EnvironmentRecord): EnvironmentRecord['resources'] {
  const again = Object.entries(resources).map(([logicalId, state]): [string, ResourceState] => {
    const { type, physicalId, arn, intendedAt } = state;
    const deleted = { type, status: 'PENDING', deletedAt: state.deletedAt ?? deletedAt } as const;
    if (logicalId !== 'key' || !physicalId || !arn) return [logicalId, deleted];
    return [logicalId, { ...deleted, physicalId, arn, ...(intendedAt && { intendedAt }) }];
  });
  return Object.fromEntries(again);
}

/** Until when, in milliseconds since 1970. Without a key there is nothing that goes. */
const restorableUntil = ({ spec, resources, ...record }: EnvironmentRecord): number => {
  const { deletionWindowDays } = spec.encryption;
  const deletedAt = resources.key?.deletedAt ?? record.deletedAt ?? '';
  return deletionWindowDays === undefined
    ? Number.POSITIVE_INFINITY
    : Date.parse(deletedAt) + deletionWindowDays * DAY;
};

/** A time to live counts anew; an end that is past moves as far as it was from the beginning. */
function endAgain(
  record: EnvironmentRecord,
  now: Date,
): Partial<Pick<EnvironmentRecord, 'expiresAt' | 'spec'>> {
  const { spec, restoredAt, createdAt } = record;
  const lifetime = lifetimeOf(spec, restoredAt ?? createdAt);
  if (lifetime === undefined) return {};
  if (spec.expiresAt && Date.parse(spec.expiresAt) > now.getTime()) return {};
  const expiresAt = new Date(now.getTime() + lifetime).toISOString();
  return { expiresAt, spec: spec.ttl ? spec : { ...spec, expiresAt } };
}

const notDeleted = ({ id, status }: EnvironmentRecord) =>
  new Refusal('environment-exists', `Environment ${id} is ${status}, not DELETED.`, {
    nextAction: `Only what is deleted can be restored. To repair it: POST /environments/${id}/reconcile.`,
  });

const tooLate = (id: string) =>
  new Refusal('gone', `Environment ${id} was deleted too long ago: its key is gone for good.`, {
    nextAction: `Create it anew: POST /environments with the id ${id}.`,
  });
