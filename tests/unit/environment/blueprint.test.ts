import { describe, expect, it } from '@jest/globals';
import { blueprint, ownerTags } from '../../../lib/environment/blueprint.ts';
import type { Spec } from '../../../lib/environment/environment.ts';
import type { Identities, Node } from '../../../lib/provisioning/resource.ts';
import { deployment, spec } from './sample.ts';

const UID = 'abcdefghijkl2345';
const KEY = { physicalId: 'key-id', arn: 'arn:aws:kms:eu-west-1:111122223333:key/key-id' };
const ROLE_ARN = 'arn:aws:iam::111122223333:role/groundwork/prod/groundwork-pr-123-abcdefghijkl';
const MADE: Identities = { key: KEY, role: { physicalId: 'groundwork-pr-123-abcdefghijkl', arn: ROLE_ARN } };

const subject = (changed: Spec) => ({ tenant: 'default', id: 'pr-123', uid: UID, spec: changed });
const nodes = (changes: Parameters<typeof spec>[0] = {}): Node[] =>
  blueprint(subject(spec(changes)), deployment);

function node(logicalId: string, changes: Parameters<typeof spec>[0] = {}): Node {
  const found = nodes(changes).find((candidate) => candidate.logicalId === logicalId);
  if (!found) throw new Error(`no node ${logicalId}`);
  return found;
}

const aspects = (logicalId: string, changes: Parameters<typeof spec>[0] = {}) =>
  node(logicalId, changes).aspects(MADE);

const OWNER = {
  'groundwork:service': 'groundwork',
  'groundwork:stage': 'prod',
  'groundwork:tenant': 'default',
  'groundwork:environment': 'pr-123',
  'groundwork:uid': UID,
};

describe('the graph', () => {
  it('has six nodes with a key of its own', () => {
    const edges = nodes().map(({ logicalId, type, dependsOn, refersTo }) => ({
      logicalId,
      type,
      dependsOn,
      refersTo,
    }));
    expect(edges).toEqual([
      { logicalId: 'key', type: 'kms-key', dependsOn: [], refersTo: [] },
      { logicalId: 'alias', type: 'kms-alias', dependsOn: ['key'], refersTo: [] },
      { logicalId: 'initialBucket', type: 's3-bucket', dependsOn: [], refersTo: ['key'] },
      { logicalId: 'finalBucket', type: 's3-bucket', dependsOn: [], refersTo: ['key'] },
      { logicalId: 'role', type: 'iam-role', dependsOn: [], refersTo: ['key'] },
      { logicalId: 'instanceProfile', type: 'iam-instance-profile', dependsOn: [], refersTo: ['role'] },
    ]);
  });

  it('has neither key nor alias with AES256, and nothing refers to them', () => {
    const keyless = nodes({ encryption: { algorithm: 'AES256' } });
    const ids = keyless.map(({ logicalId }) => logicalId);
    expect(ids).toEqual(['initialBucket', 'finalBucket', 'role', 'instanceProfile']);
    expect(keyless.flatMap(({ dependsOn, refersTo }) => [...dependsOn, ...refersTo])).toEqual(['role']);
    expect(JSON.stringify(keyless.map((each) => each.aspects({})))).not.toContain('kms');
  });

  it('names only nodes that are in it', () => {
    const ids = nodes().map(({ logicalId }) => logicalId);
    const named = nodes().flatMap(({ dependsOn, refersTo }) => [...dependsOn, ...refersTo]);
    expect(ids).toEqual(expect.arrayContaining(named));
  });

  it("puts everything in the caller's region", () => {
    const regions = nodes({ region: 'ap-south-1' }).map(({ region }) => region);
    expect(new Set(regions)).toEqual(new Set(['ap-south-1']));
  });
});

describe('tags', () => {
  const tagged = ['key', 'initialBucket', 'finalBucket', 'role', 'instanceProfile'];
  /** What the tags of one alone say beside its owner. */
  const further: Readonly<Record<string, object>> = {
    role: {
      'groundwork:initial-bucket': 'initial-pr-123-abcdefghijkl',
      'groundwork:final-bucket': 'final-pr-123-abcdefghijkl',
    },
  };

  it.each(tagged)("of %s are those of ownership and the caller's", (logicalId) => {
    const tags = { team: 'files', ...OWNER, ...further[logicalId] };
    expect(aspects(logicalId, { tags: { team: 'files' } }).tags).toEqual(tags);
  });

  it.each(tagged)('of %s keep the ownership when the caller claims another', (logicalId) => {
    const tags = { 'groundwork:uid': 'aaaaaaaaaaaaaaaa', 'groundwork:tenant': 'other' };
    expect(aspects(logicalId, { tags }).tags).toEqual({ ...OWNER, ...further[logicalId] });
  });

  it("of ownership are what a resource must carry to count as the environment's", () => {
    expect(ownerTags(subject(spec()), deployment)).toEqual(OWNER);
    for (const { owner } of nodes({ tags: { team: 'files' } })) expect(owner).toEqual(OWNER);
  });

  it('of ownership differ between two lives, two tenants and two stages', () => {
    const tagsOf = (changes: object, stage = 'prod') =>
      JSON.stringify(ownerTags({ ...subject(spec()), ...changes }, { ...deployment, stage }));
    const all = [tagsOf({}), tagsOf({ uid: '2222222222222222' }), tagsOf({ tenant: 'b' }), tagsOf({}, 'dev')];
    expect(new Set(all).size).toBe(4);
  });
});

describe('a key', () => {
  it('is wanted enabled and rotating, with a policy that names no role: none need exist yet', () => {
    expect(aspects('key')).toMatchObject({ state: 'Enabled', rotationDays: 365, grants: [] });
    expect(JSON.stringify(aspects('key').policy)).not.toContain(':role/');
  });

  it('waits for its deletion as long as the caller said', () => {
    const { settings } = node('key', { encryption: { deletionWindowDays: 30 } });
    expect(settings).toEqual({ deletionWindowDays: 30 });
  });

  it('is what the alias points at', () => {
    expect(aspects('alias')).toEqual({ target: 'key-id' });
  });
});

describe('a bucket', () => {
  it('encrypts with the key of the environment, by ARN and with a bucket key', () => {
    for (const logicalId of ['initialBucket', 'finalBucket']) {
      const encryption = { algorithm: 'aws:kms', keyArn: KEY.arn, bucketKey: true };
      expect(aspects(logicalId)).toMatchObject({ encryption });
    }
  });

  it('encrypts with AES256 and without a key when asked to', () => {
    const { encryption } = aspects('initialBucket', { encryption: { algorithm: 'AES256' } });
    expect(encryption).toEqual({ algorithm: 'AES256', bucketKey: false });
  });

  it('is private and its ACLs are off', () => {
    expect(aspects('finalBucket')).toMatchObject({
      publicAccess: 'blocked',
      ownership: 'BucketOwnerEnforced',
    });
  });

  it('keeps versions as asked', () => {
    expect(aspects('initialBucket')).toMatchObject({ versioning: true });
    expect(aspects('initialBucket', { storage: { versioning: false } })).toMatchObject({ versioning: false });
  });

  it('drops unfinished uploads after 7 days, and objects only when asked to', () => {
    expect(aspects('initialBucket').lifecycle).toEqual({ abortUploadsAfterDays: 7 });
    const { lifecycle } = aspects('initialBucket', { storage: { expireAfterDays: 90 } });
    expect(lifecycle).toEqual({ abortUploadsAfterDays: 7, expireAfterDays: 90 });
  });

  it('has a policy about itself and its objects, not about the other bucket', () => {
    const policy = JSON.stringify(aspects('initialBucket').policy);
    expect(policy).toContain('"arn:aws:s3:::initial-pr-123-abcdefghijkl"');
    expect(policy).toContain('"arn:aws:s3:::initial-pr-123-abcdefghijkl/*"');
    expect(policy).not.toContain('final');
  });
});

describe('a role', () => {
  it('trusts the services that the caller named', () => {
    const trustedServices = ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com'];
    const { trust } = aspects('role', { role: { trustedServices } });
    expect(trust).toMatchObject({ Statement: [{ Principal: { Service: trustedServices } }] });
  });

  it('has the boundary, one inline policy over both buckets, and nothing attached', () => {
    const wanted = aspects('role');
    expect(wanted).toMatchObject({ boundary: deployment.boundaryArn, attachedPolicies: [] });
    expect(Object.keys(wanted.inlinePolicies as object)).toEqual(['groundwork-pr-123-abcdefghijkl']);
    const document = JSON.stringify(wanted.inlinePolicies);
    for (const arn of ['initial-pr-123-abcdefghijkl', 'final-pr-123-abcdefghijkl', KEY.arn]) {
      expect(document).toContain(arn);
    }
  });

  it('lies under the path that the provisioner may write, as does its instance profile', () => {
    expect(node('role').settings).toMatchObject({ path: '/groundwork/prod/' });
    expect(node('instanceProfile').settings).toEqual({ path: '/groundwork/prod/' });
  });

  it('is alone in the instance profile', () => {
    expect(aspects('instanceProfile').roles).toEqual(['groundwork-pr-123-abcdefghijkl']);
  });
});

it('names another partition in every ARN', () => {
  const china = blueprint(subject(spec({ region: 'cn-north-1' })), { ...deployment, partition: 'aws-cn' });
  const made = { key: { physicalId: 'k', arn: 'arn:aws-cn:kms:cn-north-1:111122223333:key/k' } };
  const { boundary: _, ...all } = Object.assign({}, ...china.map((each) => each.aspects(made)));
  const text = JSON.stringify(all)
    .replaceAll(deployment.provisionerArn, '')
    .replaceAll(deployment.observerArn, '');
  expect(text).toContain('arn:aws-cn:s3:::');
  expect(text).not.toContain('arn:aws:');
});
