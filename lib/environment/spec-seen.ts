import type { Aspects } from '../provisioning/resource.ts';
import type { Adoptable, Candidates } from './adoption.ts';
import type { Fault } from './fault.ts';
import { networkSeen, trustSeen } from './policies-seen.ts';
import type { SpecRequest } from './spec.ts';

/** What AWS says of what is to be taken over. */
export type Observed = Partial<Record<Adoptable, Aspects>>;

/**
 * The spec under which what is there changes least: its names, its network, its versioning, its tags.
 *
 * @param serviceArns roles of groundwork, which bucket policies may except
 * @returns in `faults` what AWS does not tell clearly; the field that says it makes up for it
 */
export function specSeen(
  { resources, spec }: Candidates,
  observed: Observed,
  serviceArns: readonly string[] = [],
): { spec: SpecRequest; faults: Fault[] } {
  const { key, alias, initialBucket, finalBucket, role, instanceProfile } = resources;
  const buckets = [observed.initialBucket, observed.finalBucket];
  const network = networkSeen(
    buckets.map((bucket) => bucket?.policy),
    serviceArns,
  );
  const trust = trustSeen(observed.role?.trust);
  const expiry = buckets.map((bucket) => expiryOf(bucket?.lifecycle, bucket?.mayHaveVersions !== false));
  return {
    spec: {
      ...network.told,
      encryption: {
        algorithm: key ? 'aws:kms' : 'AES256',
        keyAlias: alias?.physicalId,
        ...(key && spec.encryption),
      },
      storage: {
        initialBucketName: initialBucket?.physicalId,
        finalBucketName: finalBucket?.physicalId,
        // Where one has it, it is not to lose it.
        versioning: buckets.some((bucket) => bucket?.versioning === true),
        expireAfterDays: expiry[0] === expiry[1] ? expiry[0] : undefined,
      },
      role: {
        name: role?.physicalId,
        instanceProfileName: instanceProfile?.physicalId,
        trustedServices: trust.told,
      },
      tags: commonTags(Object.values(observed)),
    },
    faults: [network.fault, trust.fault].filter((fault) => fault !== undefined),
  };
}

/**
 * Days after which everything in a bucket expires, be the rules ours or somebody else's. Where they let older versions
 * live for longer, or for ever, it is not told: those would be lost.
 */
function expiryOf(lifecycle: unknown, mayHaveVersions: boolean): number | undefined {
  if (!Array.isArray(lifecycle)) return (lifecycle as { expireAfterDays?: number } | null)?.expireAfterDays;
  const rules = lifecycle.filter(
    ({ Status, Filter, Prefix }) =>
      Status === 'Enabled' &&
      Object.values({ ...Filter, Prefix: Filter?.Prefix ?? Prefix ?? '' }).join('') === '',
  );
  const shortest = (days: number[]) => (days.length > 0 ? Math.min(...days) : undefined);
  const objects = shortest(rules.flatMap(({ Expiration }) => Expiration?.Days ?? []));
  if (!mayHaveVersions) return objects;
  const versions = shortest(
    rules.flatMap(({ NoncurrentVersionExpiration: { NoncurrentDays, NewerNoncurrentVersions } = {} }) =>
      NewerNoncurrentVersions ? [] : (NoncurrentDays ?? []),
    ),
  );
  return objects === versions ? objects : undefined;
}

/** Tags that everything carries with the same value: those of a spec are on everything. */
function commonTags(observed: readonly Aspects[]): Record<string, string> {
  const [first = {}, ...others] = observed
    .map(({ tags }) => tags as Record<string, string> | undefined)
    .filter((tags) => tags !== undefined);
  return Object.fromEntries(
    Object.entries(first).filter(
      ([key, value]) => !key.startsWith('groundwork:') && others.every((tags) => tags[key] === value),
    ),
  );
}
