import { randomUUID } from 'node:crypto';
import { blueprint } from '../../lib/environment/blueprint.ts';
import type { Deployment } from '../../lib/environment/environment.ts';
import type { PolicyDocument } from '../../lib/environment/policies.ts';
import { newUid } from '../../lib/environment/random.ts';
import { specFrom } from '../../lib/environment/spec.ts';
import type { Aspects, Identities, Identity, Node, Tags } from '../../lib/provisioning/resource.ts';

/** What everybody is asked for. */
export const ALLOWED_CIDRS = ['203.0.113.7/32'];

/** An id that no environment had before. */
export const newId = (): string => `bench-${randomUUID().slice(0, 8)}`;

/** The blueprint of an environment as `POST /environments` would make it, for somebody else to make. */
export function newBlueprint(deployment: Deployment, defaultRegion: string): Node[] {
  const context = { allowedRegions: [defaultRegion], defaultRegion, bucketNames: ['*'], now: new Date() };
  const spec = specFrom({ allowedCidrs: ALLOWED_CIDRS }, context);
  return blueprint({ tenant: 'bench', id: newId(), uid: newUid(), spec }, deployment);
}

/** One environment in the words of AWS's API. */
export interface Wanted {
  region: string;
  alias: string;
  key: {
    description: string;
    policy: PolicyDocument;
    tags: { TagKey: string; TagValue: string }[];
    rotationDays: number;
    deletionWindowDays: number;
  };
  buckets: WantedBucket[];
  role: {
    name: string;
    path: string;
    boundary: string;
    trust: PolicyDocument;
    maxSessionSeconds: number;
    tags: Tag[];
    policyName: string;
    policy: PolicyDocument;
  };
  profile: { name: string; path: string; tags: Tag[] };
}

export interface WantedBucket {
  name: string;
  tagging: { TagSet: Tag[] };
  publicAccess: Record<(typeof SWITCHES)[number], true>;
  ownership: { Rules: { ObjectOwnership: 'BucketOwnerEnforced' }[] };
  encryption: {
    Rules: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms'; KMSMasterKeyID: string };
      BucketKeyEnabled: boolean;
    }[];
  };
  versioning: { Status: 'Enabled' | 'Suspended' };
  lifecycle: { Rules: LifecycleRule[] };
  policy: PolicyDocument;
}

interface Tag {
  Key: string;
  Value: string;
}

interface LifecycleRule {
  ID: string;
  Status: 'Enabled';
  Filter: { Prefix: string };
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: number };
}

const SWITCHES = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;

/** The nodes' desired aspects in the words of AWS's API, once there is a key. */
export function wantedOf(nodes: readonly Node[], key: Identity): Wanted {
  const node = (logicalId: string): Node => {
    const found = nodes.find((one) => one.logicalId === logicalId);
    if (!found) throw new Error(`the blueprint has no ${logicalId}`);
    return found;
  };
  const made: Identities = { key };
  const of = (logicalId: string) => node(logicalId).aspects(made);
  const role = of('role');
  const [[policyName, policy] = ['', undefined]] = Object.entries(
    role['inlinePolicies'] as Record<string, PolicyDocument>,
  );
  if (!policy) throw new Error('the blueprint has no policy for the role');
  const [name, profile] = [node('role'), node('instanceProfile')];
  return {
    region: node('key').region,
    alias: node('alias').name ?? '',
    key: {
      description: of('key')['description'] as string,
      policy: of('key')['policy'] as PolicyDocument,
      tags: Object.entries(of('key')['tags'] as Tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      rotationDays: of('key')['rotationDays'] as number,
      deletionWindowDays: Number(node('key').settings.deletionWindowDays),
    },
    buckets: ['initialBucket', 'finalBucket'].map((id) => wantedBucket(node(id).name ?? '', of(id))),
    role: {
      name: name.name ?? '',
      path: String(name.settings.path),
      boundary: role['boundary'] as string,
      trust: role['trust'] as PolicyDocument,
      maxSessionSeconds: role['maxSessionSeconds'] as number,
      tags: tagsOf(role),
      policyName,
      policy,
    },
    profile: {
      name: profile.name ?? '',
      path: String(profile.settings.path),
      tags: tagsOf(of('instanceProfile')),
    },
  };
}

/** What stands in aspects in words of our own, in AWS's. The proof finds out when the two come apart. */
function wantedBucket(name: string, aspects: Aspects): WantedBucket {
  const { keyArn, bucketKey } = aspects['encryption'] as { keyArn: string; bucketKey: boolean };
  const { abortUploadsAfterDays } = aspects['lifecycle'] as { abortUploadsAfterDays: number };
  return {
    name,
    tagging: { TagSet: tagsOf(aspects) },
    publicAccess: Object.fromEntries(SWITCHES.map((one) => [one, true])) as WantedBucket['publicAccess'],
    ownership: { Rules: [{ ObjectOwnership: aspects['ownership'] as 'BucketOwnerEnforced' }] },
    encryption: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
          BucketKeyEnabled: bucketKey,
        },
      ],
    },
    versioning: { Status: aspects['versioning'] ? 'Enabled' : 'Suspended' },
    lifecycle: {
      Rules: [
        {
          ID: 'abort-incomplete-uploads',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsAfterDays },
        },
      ],
    },
    policy: aspects['policy'] as PolicyDocument,
  };
}

const tagsOf = (aspects: Aspects): Tag[] =>
  Object.entries(aspects['tags'] as Tags).map(([Key, Value]) => ({ Key, Value }));
