import { wasHandedOver } from '../environment/adoption.ts';
import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { isComplete, type Outputs, outputs } from '../environment/outputs.ts';
import { Refusal } from '../environment/refusal.ts';
import { isSettled } from '../environment/statuses.ts';
import type { ListQuery, Page } from '../store/list.ts';
import type { ReadServices } from './services.ts';

/** Milliseconds between two looks at a record that is waited for, at first; and then the share of the time waited. */
const SHORTEST_PAUSE = 20;
const PAUSE_SHARE = 0.05;

/** @throws Refusal not-found */
export async function describeEnvironment(
  { store }: ReadServices,
  key: EnvironmentKey,
): Promise<EnvironmentRecord> {
  const record = await store.get(key);
  if (!record) throw notFound(key.id);
  return record;
}

/**
 * The outputs of an environment that has become READY, while all of them are there; a change that is under way
 * leaves them as they are.
 *
 * @throws Refusal not-found, gone, not-ready
 */
export const describeOutputs = async (services: ReadServices, key: EnvironmentKey): Promise<Outputs> =>
  completeOutputs(await describeEnvironment(services, key));

/** @throws Refusal gone, not-ready */
export function completeOutputs(record: EnvironmentRecord): Outputs {
  refuseUnlessPresent(record);
  if (isWhole(record)) return outputs(record);
  throw notReady(record, 'its outputs are not complete');
}

/** @param what is missing for it */
export const notReady = ({ id, status }: EnvironmentRecord, what: string): Refusal =>
  new Refusal('not-ready', `Environment ${id} is ${status}: ${what}.`, {
    nextAction: isSettled(status)
      ? `GET /environments/${id} says why. When the reason is gone: POST /environments/${id}/reconcile.`
      : `Wait with GET /environments/${id}/ready.`,
    retryable: !isSettled(status),
  });

/** Whether it has been READY, and nothing has gone since. */
export const isWhole = (record: EnvironmentRecord): boolean =>
  record.readyAt !== undefined && isComplete(outputs(record), record.spec);

/** A page of a tenant's environments by id, or of all tenants'. */
export const listEnvironments = ({ store }: ReadServices, query: ListQuery): Promise<Page> =>
  store.list(query);

/**
 * The environment once nothing further happens to it by itself, or as it is when the time is over.
 *
 * @param record  as it was seen last
 * @param seconds how long to wait; 0: not at all
 * @throws Refusal not-found
 */
export async function settledEnvironment(
  services: ReadServices,
  record: EnvironmentRecord,
  seconds: number,
): Promise<EnvironmentRecord> {
  const begin = services.now().getTime();
  const end = begin + seconds * 1000;
  let seen = record;
  for (let now = begin; !isSettled(seen.status) && now < end; now = services.now().getTime()) {
    // The longer it lasts, the less a moment matters; and so a wait costs no more than a hundred reads.
    const pause = Math.max(SHORTEST_PAUSE, Math.round((now - begin) * PAUSE_SHARE));
    await services.sleep(Math.min(pause, end - now));
    const next = await describeEnvironment(services, record);
    // Another life of the id: only a DELETED one makes room for it.
    if (next.uid !== record.uid) return { ...seen, status: 'DELETED' };
    seen = next;
  }
  return seen;
}

/** What is on its way out, or gone, can't be changed. @throws Refusal gone */
export function refuseUnlessPresent({ id, desired, status, resources }: EnvironmentRecord): void {
  if (desired === 'present') return;
  if (status === 'DELETED' && wasHandedOver(resources)) throw handedOver(id);
  throw new Refusal('gone', `Environment ${id} is ${status}.`, {
    nextAction: `POST /environments/${id}/restore takes the deletion back while the key exists.`,
  });
}

/** What was handed over is nobody's to bring back. */
export const handedOver = (id: string): Refusal =>
  new Refusal('gone', `Environment ${id} was handed over: its resources are not groundwork's any more.`, {
    nextAction: 'Take them over again: POST /imports with their ids.',
  });

/** The same for an id that never was and for another tenant's. */
export const notFound = (id: string): Refusal =>
  new Refusal('not-found', `There is no environment ${id}.`, {
    nextAction: 'GET /environments lists those there are.',
  });
