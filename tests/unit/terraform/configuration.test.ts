import { describe, expect, it } from '@jest/globals';
import { blueprint } from '../../../lib/environment/blueprint.ts';
import type { EnvironmentRecord, Spec } from '../../../lib/environment/environment.ts';
import { configuration } from '../../../lib/terraform/configuration.ts';
import { deployment, newborn, spec } from '../environment/sample.ts';

/** A record whose resources are all known. @param path of role and profile in IAM */
function ready(wanted: Spec, path = deployment.iamPath): EnvironmentRecord {
  const record = newborn(new Date(), { spec: wanted });
  const states = blueprint(record, deployment).map(({ logicalId, type, name = '1f0c6a9e' }) => {
    const kind = type.replace('iam-', '');
    const arn = type.startsWith('iam-')
      ? `arn:aws:iam::111122223333:${kind}${path}${name}`
      : `arn:aws:x:::key/${name}`;
    return [logicalId, { type, status: 'READY' as const, physicalId: name, arn }];
  });
  return { ...record, status: 'READY', resources: Object.fromEntries(states) };
}
const told = (wanted: Spec = spec(), path?: string) => configuration(ready(wanted, path), deployment);

describe('an environment as Terraform', () => {
  it('imports every resource that it has, and has none twice', () => {
    const { resource, import: imports } = told();
    const addresses = Object.entries(resource).flatMap(([type, labels]) =>
      Object.keys(labels).map((label) => `${type}.${label}`),
    );
    expect(imports.map(({ to }) => to).sort()).toEqual(addresses.sort());
    expect(imports).toHaveLength(19);
    expect(imports).toContainEqual({
      to: 'aws_iam_role_policy.role',
      id: 'groundwork-pr-123-abcdefghijkl:groundwork-pr-123-abcdefghijkl',
    });
  });

  it('never meets the wrong account, and leaves the ownership tags alone', () => {
    expect(told().provider).toEqual({
      aws: {
        region: 'eu-west-1',
        allowed_account_ids: ['111122223333'],
        ignore_tags: { key_prefixes: ['groundwork:'] },
      },
    });
    expect(JSON.stringify(told(spec({ tags: { team: 'files' } })).resource)).not.toContain('groundwork:uid');
  });

  it('with AES256 has neither key nor alias, nor outputs of them', () => {
    const { resource, output } = told(spec({ encryption: { algorithm: 'AES256' } }));
    expect(Object.keys(resource).filter((type) => type.startsWith('aws_kms'))).toEqual([]);
    expect(Object.keys(output).filter((name) => name.startsWith('kms'))).toEqual([]);
  });

  it('without versions says nothing of versioning: it may never have been on', () => {
    expect(told(spec({ storage: { versioning: false } })).resource).not.toHaveProperty(
      'aws_s3_bucket_versioning',
    );
    expect(told().resource).toHaveProperty('aws_s3_bucket_versioning');
  });

  it('says what looks like a template as the text that it is', () => {
    const begin = `${'$'}{`;
    const tags = { a: `${begin}nope.x}`, b: '%{ if true }', c: '50% of $5 {', attributeOf: 'var.x' };
    const { resource } = told(spec({ tags }), `/a${begin}upper("x")}/`);
    expect(resource.aws_iam_role?.role).toMatchObject({
      path: `/a$${begin}upper("x")}/`,
      tags: { a: `$${begin}nope.x}`, b: '%%{ if true }', c: '50% of $5 {', attributeOf: 'var.x' },
    });
    const bucket = `${begin}aws_s3_bucket.initial.id}`;
    expect(resource.aws_s3_bucket_policy?.initial).toMatchObject({ bucket });
  });

  it.each(['/', '/groundwork/prod/', '/a/b/'])('tells the path %s in which the role is', (path) => {
    const { aws_iam_role, aws_iam_instance_profile } = told(spec(), path).resource;
    expect(aws_iam_role?.role).toMatchObject({ path });
    expect(aws_iam_instance_profile?.role).toMatchObject({ path });
  });
});
