import type { EnvironmentRecord } from '../../lib/environment/environment.ts';
import type { Inventory } from '../../tests/support/inventory.ts';

/** What there must be for each environment. */
const EACH = { keys: 1, aliases: 1, buckets: 2, roles: 1, instanceProfiles: 1 };
type Kind = keyof typeof EACH;

/** What there is at AWS: keys are those that carry the service's tags and live. */
export type Made = Pick<Inventory, Exclude<Kind, 'keys'>> & { keys: readonly string[] };

export interface Verdict {
  /** How many of each kind there are. */
  counts: Record<Kind, number>;
  /** What there is too much or too little of, and what two records have in common; nothing: all is as it should be. */
  wrong: string[];
}

/** Whether there is exactly what so many environments consist of, each thing in one record. */
export function judge(
  records: readonly Pick<EnvironmentRecord, 'id' | 'resources'>[],
  made: Made,
  environments: number,
): Verdict {
  const kinds = Object.entries(EACH) as [Kind, number][];
  const counts = Object.fromEntries(kinds.map(([kind]) => [kind, made[kind].length])) as Verdict['counts'];
  const miscounted = kinds.flatMap(([kind, each]) =>
    counts[kind] === each * environments ? [] : [`${counts[kind]} ${kind} instead of ${each * environments}`],
  );
  const recorded =
    records.length === environments ? [] : [`${records.length} records instead of ${environments}`];
  return { counts, wrong: [...recorded, ...miscounted, ...inCommon(records)] };
}

function inCommon(records: Parameters<typeof judge>[0]): string[] {
  const owners = new Map<string, string>();
  const shared: string[] = [];
  for (const { id, resources } of records) {
    for (const [logicalId, { physicalId = '' }] of Object.entries(resources)) {
      // A role and its instance profile may have one name.
      const name = `${logicalId.replace(/^(initial|final)/, '')} ${physicalId}`;
      const owner = owners.get(name);
      if (owner) shared.push(`${owner} and ${id} have one ${name}`);
      owners.set(name, id);
    }
  }
  return shared;
}
