import type { Sighting } from '../provisioning/compare.ts';
import type { Adoptable, Candidate, Candidates } from './adoption.ts';
import type { Deployment } from './environment.ts';
import type { Fault } from './fault.ts';
import { fitsOneOf } from './patterns.ts';

/** Why something can't be taken over. */
export interface AdoptionRefusal extends Fault {
  logicalId: string;
  /** Whether another look can come to another end, with nothing changed. */
  retryable: boolean;
}

type Seen = Extract<Sighting, { result: 'present' }>;
type Place = Omit<Deployment, 'partition' | 'boundaryArn'> & {
  region: string;
  /** Paths and names of roles, profiles and policies that may be taken over: `team/microservice_*`. */
  imports: readonly string[];
};

/** Everything that speaks against taking over what was named, as AWS showed it. */
export function adoptionRefusals(
  candidates: Candidates,
  sightings: readonly Sighting[],
  place: Place,
): AdoptionRefusal[] {
  const entries = Object.entries(candidates.resources) as [Adoptable, Candidate][];
  const seen = new Map(sightings.map((sighting) => [sighting.logicalId, sighting]));
  const present = (logicalId: string): Seen | undefined => {
    const sighting = seen.get(logicalId);
    return sighting?.result === 'present' ? sighting : undefined;
  };
  const refusal = (logicalId: string, { pointer }: Candidate, detail: string, retryable = false) => [
    { logicalId, pointer, detail, retryable },
  ];
  return [
    ...entries.flatMap(([logicalId, candidate]) => {
      const sighting = seen.get(logicalId);
      const unfit = () =>
        sighting?.result === 'present'
          ? OF_TYPE[sighting.type]?.(sighting, { candidates, present, place })
          : undefined;
      const detail = elsewhere(candidate, place) ?? unusable(candidate, sighting, place) ?? unfit();
      const retryable = sighting?.result === 'unclear' && sighting.error.retryable;
      return detail ? refusal(logicalId, candidate, detail, retryable) : [];
    }),
    // What is to be made beside it under a name that is taken.
    ...sightings.flatMap((sighting) => {
      const { logicalId } = sighting;
      if (logicalId in candidates.resources || !('error' in sighting)) return [];
      const { message, retryable } = sighting.error;
      return [{ logicalId, pointer: NAMED_IN[logicalId] ?? '', detail: message, retryable }];
    }),
    ...candidates.policies.flatMap((policy) => {
      const role = present('role');
      const detail = role && unfitPolicy(policy, role, place);
      return detail ? refusal('role', policy, detail) : [];
    }),
  ];
}

/** What of the policies that were named the role has. A state may be older than that. */
export const attachedOf = (
  policies: readonly Candidate[],
  role: Pick<Seen, 'observed'> | undefined,
): Candidate[] => {
  const attached = (role?.observed.attachedPolicies ?? []) as string[];
  return policies.filter(({ physicalId }) => attached.includes(physicalId));
};

function unfitPolicy(policy: Candidate, role: Seen, place: Place): string | undefined {
  const { physicalId, isPicked } = policy;
  const isAttached = attachedOf([policy], role).length > 0;
  // Whoever names it by hand may have the wrong one in mind.
  if (!isAttached && isPicked) {
    return `The managed policy ${physicalId} is not attached to the role ${role.physicalId}.`;
  }
  return isAttached ? notAmong(physicalId, place) : undefined;
}

/** Whoever may change any role may become any role: so a deployment says which it takes over. */
function notAmong(arn: string, { imports, iamPath }: Place): string | undefined {
  const name = arn.replace(/^arn:[^/]*\//, '');
  return fitsOneOf(imports, name) || `/${name}`.startsWith(iamPath)
    ? undefined
    : `${name} is not among what this deployment takes over, which is ${imports.join(', ')}.`;
}

/** @returns undefined: it is where the environment is, as far as that was said */
function elsewhere({ physicalId, arn, region }: Candidate, place: Place): string | undefined {
  const account = arn?.split(':')[4];
  if (account && account !== place.accountId && account !== 'aws') {
    return `${physicalId} belongs to the account ${account}; this deployment is in ${place.accountId}.`;
  }
  if (region && region !== place.region) {
    return `${physicalId} is in ${region}, and the environment in ${place.region}.`;
  }
  return undefined;
}

function unusable(
  { physicalId }: Candidate,
  sighting: Sighting | undefined,
  { provisionerArn, observerArn }: Place,
): string | undefined {
  if (!sighting || sighting.result === 'absent') return `${physicalId} is not there.`;
  if (sighting.result === 'present') return undefined;
  const { message, aws } = sighting.error;
  // The rule that keeps everybody from elsewhere out keeps this service out, too.
  return aws?.service === 'S3' && aws.code === 'AccessDenied'
    ? `${message} The policy of ${physicalId} may keep groundwork out: except ${provisionerArn} and ${observerArn} in it (ArnNotLike on aws:PrincipalArn), and import again.`
    : message;
}

interface Context {
  candidates: Candidates;
  present: (logicalId: string) => Seen | undefined;
  place: Place;
}

/** By what a bucket may call a key or an alias. */
const namesOf = (candidate: Candidate | undefined, seen: Seen | undefined): string[] =>
  [candidate?.physicalId, candidate?.arn, seen?.physicalId, seen?.arn].filter((name) => name !== undefined);

/** Where the request names what is made anew. */
const NAMED_IN: Readonly<Record<string, string>> = {
  alias: '/encryption/keyAlias',
  role: '/role/name',
  instanceProfile: '/role/instanceProfileName',
};

/** What only one type of resource can have against it. */
const OF_TYPE: Readonly<Record<string, (sighting: Seen, context: Context) => string | undefined>> = {
  'kms-key': ({ physicalId, arn }, { candidates: { resources }, present }) => {
    const used = [present('initialBucket'), present('finalBucket')].map(
      (bucket) => ((bucket?.observed.encryption ?? {}) as { keyArn?: string }).keyArn,
    );
    const names = [arn, physicalId, ...namesOf(resources.alias, present('alias'))];
    // A state can hold keys of other things: of databases, say, whose grants would go.
    return resources.key?.isPicked || used.some((key) => key && names.includes(key))
      ? undefined
      : `${physicalId} encrypts neither bucket. If it is to be the environment's, name it in /resources/key; if not, ask for encryption.algorithm AES256.`;
  },
  's3-bucket': ({ physicalId, observed }, { candidates: { resources }, present }) => {
    const { keyArn } = (observed.encryption ?? {}) as { keyArn?: string };
    // S3's own key lets everybody of the account in through S3.
    const isOwn = keyArn === undefined || /(^|:)alias\/aws\/s3$/.test(keyArn);
    const names = [...namesOf(resources.key, present('key')), ...namesOf(resources.alias, present('alias'))];
    // What is in it could not be read any more: the role gets the environment's key only.
    return !isOwn && !names.includes(keyArn)
      ? `${physicalId} is encrypted with the key ${keyArn}, which is not the one that is taken over.`
      : undefined;
  },
  'iam-role': ({ physicalId, arn }, { present, place }) => {
    const { provisionerArn, observerArn, service, stage } = place;
    // CloudFormation begins the names of a stack's roles with the stack's.
    if ([provisionerArn, observerArn].includes(arn) || arn.includes(`:role/${service}-${stage}-`)) {
      return `${physicalId} is a role of groundwork itself, or is called like one.`;
    }
    const outside = notAmong(arn, place);
    if (outside) return outside;
    // The right to pass a role can be held to its path only.
    const held = ((present('instanceProfile')?.observed.roles ?? []) as string[]).includes(physicalId);
    return held || arn.endsWith(`:role${place.iamPath}${physicalId}`)
      ? undefined
      : `${physicalId} is in no instance profile that is taken over with it, and groundwork may put only roles of its own into one. With null in /resources/role it stays where it is, and another is made.`;
  },
  'iam-instance-profile': ({ physicalId, arn, observed }, { candidates: { resources }, place }) => {
    const others = ((observed.roles ?? []) as string[]).filter((role) => role !== resources.role?.physicalId);
    return others.length > 0
      ? `${physicalId} holds another role: ${others.join(', ')}.`
      : notAmong(arn, place);
  },
};
