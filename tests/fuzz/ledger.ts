import type { Request } from './request.ts';
import type { Answer } from './wire.ts';
import type { Tables } from './world.ts';

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
  if (['GET', 'HEAD'].includes(method) || status >= 300) return [];
  const { id, createdAt, generation } = JSON.parse(body.toString()) as Partial<Grant>;
  return id && createdAt && generation ? [{ id, createdAt, generation }] : [];
}

/** Every change of desired state that is stored now and wasn't before. */
export function changesIn(before: Tables, after: Tables): string[] {
  const told = new Set(before.events.map(({ environment, id }) => environment + id));
  return after.events
    .filter(({ type, actor }) => type === 'request.accepted' && actor === 'local')
    .filter(({ environment, id }) => !told.has(environment + id))
    .map(({ environment, generation }) => change(environment, generation))
    .sort();
}

/** Every change that was granted, as often as there were lives that it was made in. */
export function changesGranted(before: Tables, grants: readonly Grant[]): string[] {
  const there = new Map(before.records.map(({ id, createdAt, generation }) => [id + createdAt, generation]));
  const fresh = grants.filter(
    ({ id, createdAt, generation }) => generation > (there.get(id + createdAt) ?? 0),
  );
  const distinct = new Map(fresh.map((grant) => [Object.values(grant).join(), grant]));
  return [...distinct.values()].map(({ id, generation }) => change(`local/${id}`, generation)).sort();
}

const change = (environment: string, generation: number): string => `${environment}: ${generation}`;

/** Ids of the environments that there must be. */
export const idsAfter = ({ records }: Tables, grants: readonly Grant[]): string[] =>
  [...new Set([...records, ...grants].map(({ id }) => id))].sort();
