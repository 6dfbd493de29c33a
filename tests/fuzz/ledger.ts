import { CALLER, TENANT } from './caller.ts';
import type { Request } from './request.ts';
import type { Answer } from './wire.ts';
import { desireOf, type StoredEvent, type Tables } from './world.ts';

/** Holds what is stored against what was granted. */

/** A change that an answer says was granted. */
export interface Grant {
  id: string;
  /** Tells an environment's lives apart. */
  createdAt: string;
  generation: number;
}

/** What the answer grants; a plan, or what only reads, grants nothing. */
export function grantOf({ method }: Request, { status, body }: Answer): Grant[] {
  if (method === 'GET' || status >= 300 || body.length === 0) return [];
  const { id, createdAt, generation } = JSON.parse(body.toString()) as Partial<Grant>;
  return id && createdAt && generation ? [{ id, createdAt, generation }] : [];
}

/** Every change of desired state that is stored now and wasn't before. */
export const changesIn = (before: Tables, after: Tables): string[] =>
  newRequests(before, after).map(changeOf).sort();

/** What must have been stored: the changes that were granted, and those that came of themselves by the clock. */
export function changesGranted(before: Tables, after: Tables, grants: readonly Grant[]): string[] {
  const byClock = newRequests(before, after)
    .filter(({ actor }) => actor !== CALLER)
    .map(changeOf);
  const there = new Map(before.records.map(({ id, createdAt, generation }) => [id + createdAt, generation]));
  const fresh = grants.filter(
    ({ id, createdAt, generation }) => generation > (there.get(id + createdAt) ?? 0),
  );
  // The same change is told again by whatever finds nothing more to do.
  const distinct = new Map(fresh.map((grant) => [desireOf(grant), grant]));
  const granted = [...distinct.values()].map(({ id, generation }) =>
    changeOf({ environment: `${TENANT}/${id}`, generation }),
  );
  return [...granted.filter((change) => !byClock.includes(change)), ...byClock].sort();
}

function newRequests(before: Tables, after: Tables): StoredEvent[] {
  const told = new Set(before.events.map(({ environment, id }) => environment + id));
  return after.events.filter(
    ({ type, environment, id }) => type === 'request.accepted' && !told.has(environment + id),
  );
}

const changeOf = ({ environment, generation }: Pick<StoredEvent, 'environment' | 'generation'>): string =>
  `${environment}: ${generation}`;

/** Ids of the environments that there must be. */
export const idsAfter = ({ records }: Tables, grants: readonly Grant[]): string[] =>
  [...new Set([...records, ...grants].map(({ id }) => id))].sort();
