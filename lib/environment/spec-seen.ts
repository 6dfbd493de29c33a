import { sameValue } from '../provisioning/canonical.ts';
import type { Aspects } from '../provisioning/resource.ts';
import type { Adoptable, Candidates } from './adoption.ts';
import { TRUSTABLE_SERVICES } from './environment.ts';
import type { Fault } from './fault.ts';
import type { SpecRequest } from './spec.ts';

/** What AWS says of what is to be taken over. */
export type Observed = Partial<Record<Adoptable, Aspects>>;

/** The condition keys that bucket policies use are compared without regard to case. */
const SOURCE_IP = 'aws:sourceip';
const SOURCE_ENDPOINT = 'aws:sourcevpce';

/**
 * The spec under which what is there changes least: its names, its network, its versioning, its tags.
 *
 * @returns in `faults` what AWS does not tell clearly; the field that says it makes up for it
 */
export function specSeen(
  { resources, spec }: Candidates,
  observed: Observed,
): { spec: SpecRequest; faults: Fault[] } {
  const { key, alias, initialBucket, finalBucket, role, instanceProfile } = resources;
  const buckets = [observed.initialBucket, observed.finalBucket];
  const [network, ...otherNetworks] = buckets.map((bucket) => networkOf(bucket?.policy));
  const sameNetwork = otherNetworks.every((other) => sameValue(other, network));
  const expiry = buckets.map((bucket) => expiryOf(bucket?.lifecycle));
  const region = [key, initialBucket, finalBucket].find((candidate) => candidate?.region)?.region;
  return {
    spec: {
      region,
      ...(sameNetwork && network),
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
        trustedServices: trustedServices(observed.role?.trust),
      },
      tags: commonTags(Object.values(observed)),
    },
    faults: sameNetwork
      ? []
      : [
          {
            pointer: '/allowedCidrs',
            detail: 'is needed: the policies of the two buckets allow different networks',
          },
        ],
  };
}

interface Statement {
  Effect?: string;
  Principal?: { Service?: unknown } | string;
  Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = (policy: unknown): Statement[] =>
  listOf((policy as { Statement?: Statement | Statement[] } | null | undefined)?.Statement) as Statement[];

/** From where a bucket policy lets requests in; undefined: from anywhere. */
function networkOf(policy: unknown): Pick<SpecRequest, 'allowedCidrs' | 'allowedVpcEndpoints'> | undefined {
  const rules = statementsOf(policy)
    .filter(({ Effect }) => Effect === 'Deny')
    .map(({ Condition = {} }) => ({
      cidrs: valuesOf(Condition, 'NotIpAddress', SOURCE_IP),
      endpoints: valuesOf(Condition, 'StringNotEquals', SOURCE_ENDPOINT),
    }))
    .filter(({ cidrs }) => cidrs.length > 0);
  const [rule] = rules;
  return rule && { allowedCidrs: rule.cidrs, allowedVpcEndpoints: rule.endpoints };
}

/** With or without `IfExists`. */
const valuesOf = (condition: Record<string, Record<string, unknown>>, operator: string, key: string) =>
  Object.entries(condition)
    .filter(([name]) => name.replace(/IfExists$/, '') === operator)
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([name]) => name.toLowerCase() === key)
    .flatMap(([, values]) => listOf(values) as string[]);

/** Days after which everything in a bucket expires, be the rules ours or somebody else's. */
function expiryOf(lifecycle: unknown): number | undefined {
  if (!Array.isArray(lifecycle)) return (lifecycle as { expireAfterDays?: number } | null)?.expireAfterDays;
  const days = lifecycle
    .filter(
      ({ Status, Filter, Prefix }) =>
        Status === 'Enabled' &&
        Object.values({ ...Filter, Prefix: Filter?.Prefix ?? Prefix ?? '' }).join('') === '',
    )
    .flatMap(({ Expiration }) => Expiration?.Days ?? []);
  return days.length > 0 ? Math.min(...days) : undefined;
}

function trustedServices(trust: unknown): string[] | undefined {
  const services = statementsOf(trust).flatMap(({ Effect, Principal }) =>
    Effect === 'Allow' && typeof Principal === 'object' ? listOf(Principal.Service) : [],
  );
  const known = TRUSTABLE_SERVICES.filter((service) => services.includes(service));
  return known.length > 0 ? [...known] : undefined;
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

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
