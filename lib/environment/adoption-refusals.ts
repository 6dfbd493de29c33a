import type { Sighting } from '../provisioning/compare.ts';
import type { Adoptable, Candidate, Candidates } from './adoption.ts';
import type { Deployment } from './environment.ts';
import type { Fault } from './fault.ts';

/** Why something can't be taken over. */
export interface AdoptionRefusal extends Fault {
  logicalId: string;
}

type Seen = Extract<Sighting, { result: 'present' }>;
type Place = Pick<Deployment, 'accountId' | 'provisionerArn' | 'observerArn' | 'iamPath'> & {
  region: string;
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
  return [
    ...entries.flatMap(([logicalId, candidate]) => {
      const details = elsewhere(candidate, place) ?? unusable(candidate, seen.get(logicalId));
      return details.map((detail) => ({ logicalId, pointer: candidate.pointer, detail }));
    }),
    ...entries.flatMap(([logicalId, candidate]) => {
      const sighting = present(logicalId);
      const detail = sighting && OF_TYPE[sighting.type]?.(sighting, { candidates, present, place });
      return detail ? [{ logicalId, pointer: candidate.pointer, detail }] : [];
    }),
    ...candidates.policies.flatMap(({ physicalId, pointer }) => {
      const role = present('role');
      const attached = (role?.observed.attachedPolicies ?? []) as string[];
      const detail = `The managed policy ${physicalId} is not attached to the role ${role?.physicalId}.`;
      return role && !attached.includes(physicalId) ? [{ logicalId: 'role', pointer, detail }] : [];
    }),
  ];
}

/** @returns undefined: it is where the environment is, as far as that was said */
function elsewhere({ physicalId, arn, region }: Candidate, place: Place): string[] | undefined {
  const account = arn?.split(':')[4];
  if (account && account !== place.accountId && account !== 'aws') {
    return [`${physicalId} belongs to the account ${account}; this deployment is in ${place.accountId}.`];
  }
  if (region && region !== place.region) {
    return [`${physicalId} is in ${region}, and the environment in ${place.region}.`];
  }
  return undefined;
}

function unusable({ physicalId }: Candidate, sighting: Sighting | undefined): string[] {
  if (!sighting || sighting.result === 'absent') return [`${physicalId} is not there.`];
  return sighting.result === 'present' ? [] : [sighting.error.message];
}

interface Context {
  candidates: Candidates;
  present: (logicalId: string) => Seen | undefined;
  place: Place;
}

/** What only one type of resource can have against it. */
const OF_TYPE: Readonly<Record<string, (sighting: Seen, context: Context) => string | undefined>> = {
  's3-bucket': ({ physicalId, observed }, { candidates: { resources }, present }) => {
    const { keyArn } = (observed.encryption ?? {}) as { keyArn?: string };
    const key = present('key');
    const names = key ? [key.arn, key.physicalId, resources.alias?.physicalId] : [];
    // What is in it could not be read any more: the role gets the environment's key only.
    return keyArn !== undefined && !names.includes(keyArn)
      ? `${physicalId} is encrypted with the key ${keyArn}, which is not the one that is taken over.`
      : undefined;
  },
  'iam-role': ({ physicalId, arn }, { present, place }) => {
    if ([place.provisionerArn, place.observerArn].includes(arn)) {
      return `${physicalId} is a role of groundwork itself.`;
    }
    // The right to pass a role can be held to its path only.
    const held = ((present('instanceProfile')?.observed.roles ?? []) as string[]).includes(physicalId);
    return held || arn.endsWith(`:role${place.iamPath}${physicalId}`)
      ? undefined
      : `${physicalId} is not in the instance profile that is taken over: groundwork may put only roles of its own into one.`;
  },
  'iam-instance-profile': ({ physicalId, observed }, { candidates: { resources } }) => {
    const others = ((observed.roles ?? []) as string[]).filter((role) => role !== resources.role?.physicalId);
    return others.length > 0 ? `${physicalId} holds another role: ${others.join(', ')}.` : undefined;
  },
};
