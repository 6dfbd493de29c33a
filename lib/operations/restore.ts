import { wasHandedOver } from '../environment/adoption.ts';
import type { EnvironmentRecord } from '../environment/environment.ts';
import { accepted } from '../environment/events.ts';
import { Refusal } from '../environment/refusal.ts';
import { lifetimeOf } from '../environment/spec.ts';
import { statusInProgress } from '../environment/statuses.ts';
import { amend, type Change, foreseenChange } from './amend.ts';
import { handedOver } from './describe.ts';
import { takePlace } from './place.ts';
import type { Services } from './services.ts';
import { statusAgain } from './update.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Decides on another pass over an environment: it retries what failed and repairs drift. @throws Refusal gone */
export const repair =
  (caller: string): Change['decide'] =>
  (record, now) => {
    if (record.status === 'DELETED' && wasHandedOver(record.resources)) throw handedOver(record.id);
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
  const change = { ...request, decide: restore(caller) };
  if (services.quota) await takePlace(services, (await foreseenChange(services, change)).record);
  return (await amend(services, change)).record;
}

/**
 * Decides on taking back a deletion, be it done, under way or stuck: the deletion of the key is cancelled, and
 * what is gone is made again. One whose time was over gets all of it again.
 *
 * @throws Refusal environment-exists, gone
 */
export const restore =
  (caller: string): Change['decide'] =>
  (record, now) => {
    if (record.desired === 'present') throw notDeleted(record);
    if (record.status === 'DELETED' && wasHandedOver(record.resources)) throw handedOver(record.id);
    if (now.getTime() >= restorableUntil(record)) throw tooLate(record.id);
    const about = { generation: record.generation + 1, requestedBy: caller };
    const time = now.toISOString();
    const next = statusInProgress({ ...record, desired: 'present' });
    return {
      set: {
        ...endAgain(record, now),
        desired: 'present',
        force: false,
        retain: undefined,
        status: next,
        deletedAt: undefined,
        readyAt: undefined,
        drift: undefined,
        restoredAt: time,
      },
      event: accepted(about, now, 'restore', { status: next }),
    };
  };

/** Until when, in milliseconds since 1970. Without a key, or before it goes, there is no end. */
const restorableUntil = ({ spec, resources }: EnvironmentRecord): number => {
  const { deletionWindowDays } = spec.encryption;
  const goesSince = resources.key?.deletedAt;
  return deletionWindowDays === undefined || goesSince === undefined
    ? Number.POSITIVE_INFINITY
    : Date.parse(goesSince) + deletionWindowDays * DAY;
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
  new Refusal('environment-exists', `Environment ${id} is ${status}, not deleted.`, {
    nextAction: `Only a deletion can be taken back. To repair it: POST /environments/${id}/reconcile.`,
  });

const tooLate = (id: string) =>
  new Refusal('gone', `Environment ${id} was deleted too long ago: its key is gone for good.`, {
    nextAction: `Create it anew: POST /environments with the id ${id}.`,
  });
