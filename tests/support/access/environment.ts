import { blueprint } from '../../../lib/environment/blueprint.ts';
import type { PolicyDocument } from '../../../lib/environment/policies.ts';
import type { Aspects, Identity } from '../../../lib/provisioning/resource.ts';
import { deployment, newborn, spec } from '../../unit/environment/sample.ts';
import { ACCOUNT, BOUNDARY, REGION, stackRole } from '../policies.ts';

/** What the sample environment lets in: one IPv4 block, one IPv6 block, one VPC endpoint. */
export const ALLOWED = { ipv4: '203.0.113.0/24', ipv6: '2001:db8::/32', endpoint: 'vpce-0123456789abcdef0' };

const keyArn = (id: string): string => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
const KEY: Identity = { physicalId: 'the-key', arn: keyArn('the-key') };

const nodes = blueprint(
  newborn(new Date('2026-01-01T00:00:00Z'), {
    spec: spec({
      region: REGION,
      allowedCidrs: [ALLOWED.ipv4, ALLOWED.ipv6],
      allowedVpcEndpoints: [ALLOWED.endpoint],
    }),
  }),
  {
    ...deployment,
    stage: 'dev',
    accountId: ACCOUNT,
    provisionerArn: stackRole('ReconcileRole'),
    observerArn: stackRole('ObserveRole'),
    iamPath: '/groundwork/dev/',
    boundaryArn: BOUNDARY,
  },
);

function made(logicalId: string): { name: string; aspects: Aspects } {
  const node = nodes.find((candidate) => candidate.logicalId === logicalId);
  if (!node) throw new Error(`an environment has no ${logicalId}`);
  return { name: node.name ?? '', aspects: node.aspects({ key: KEY }) };
}

const role = made('role');
const [rolePolicy = {}] = Object.values(role.aspects.inlinePolicies as Record<string, object>);
const bucket = made('initialBucket');

/** The documents of a sample environment as it is made at AWS, and what they are about. */
export const environment = {
  bucketArn: `arn:aws:s3:::${bucket.name}`,
  bucketPolicy: bucket.aspects.policy as PolicyDocument,
  keyArn: keyArn('the-key'),
  otherKeyArn: keyArn('another-key'),
  keyPolicy: made('key').aspects.policy as PolicyDocument,
  keyTags: prefixed('aws:ResourceTag/', made('key').aspects.tags),
  roleArn: `arn:aws:iam::${ACCOUNT}:role/groundwork/dev/${role.name}`,
  rolePolicy,
  roleTags: prefixed('aws:PrincipalTag/', role.aspects.tags),
};

function prefixed(prefix: string, tags: unknown): Record<string, string> {
  const entries = Object.entries(tags as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [`${prefix}${key}`, value]));
}
