import { describe, expect, it } from '@jest/globals';
import type { TerraformConfiguration } from '../../../../client/contract.ts';
import { policiesIn } from '../../../../console/page/environment/policies/documents.ts';
import { policyInWords } from '../../../../console/page/environment/policies/policy-words.ts';
import { blueprint } from '../../../../lib/environment/blueprint.ts';
import type { Spec } from '../../../../lib/environment/environment.ts';
import { configuration } from '../../../../lib/terraform/configuration.ts';
import { deployment, newborn, spec } from '../../environment/sample.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1f0c6a9e';

const known = { keyArn, accountId: '111122223333' };
/** As CloudFormation calls what serverless.yml has. */
const deployed = {
  ...deployment,
  provisionerArn: 'arn:aws:iam::111122223333:role/groundwork-prod-ReconcileRole-1A2B3C4D5E',
  observerArn: 'arn:aws:iam::111122223333:role/groundwork-prod-ObserveRole-F6G7H8J9K0',
};

/** The Terraform configuration of an environment all of whose resources are known. */
function terraform(wanted: Spec): TerraformConfiguration {
  const record = newborn(new Date(), { spec: wanted });
  const states = blueprint(record, deployed).map(({ logicalId, type, name = '1f0c6a9e' }) => {
    const arn = logicalId === 'key' ? keyArn : `arn:aws:iam::111122223333:role/${name}`;
    return [logicalId, { type, status: 'READY' as const, physicalId: name, arn }];
  });
  const ready = { ...record, status: 'READY' as const, resources: Object.fromEntries(states) };
  return configuration(ready, deployed) as unknown as TerraformConfiguration;
}

const titles = (configured: TerraformConfiguration) =>
  policiesIn(configured, known).map(({ title, policies }) => [title, policies.length]);

describe('the policies in a Terraform configuration', () => {
  it('are all there, those of the buckets together', () => {
    expect(titles(terraform(spec()))).toEqual([
      ['Both buckets: bucket policy', 2],
      [expect.stringMatching(/^Role, groundwork-.*: role policy$/), 1],
      ['Role: trust policy', 1],
      ['Key: key policy', 1],
    ]);
  });

  it('are told apart where the buckets have different ones', () => {
    const configured = terraform(spec());
    const policies = configured.resource['aws_s3_bucket_policy'] ?? {};
    policies['final'] = { policy: '{"Statement":[]}' };
    expect(titles(configured).slice(0, 2)).toEqual([
      ['Initial bucket: bucket policy', 1],
      ['Final bucket: bucket policy', 1],
    ]);
  });

  it('have none of a key where there is no key', () => {
    const configured = terraform(spec({ encryption: { algorithm: 'AES256' } }));
    expect(titles(configured).map(([title]) => title)).not.toContain('Key: key policy');
  });

  it('are known in every statement, with the key as the one of the environment', () => {
    const words = policiesIn(terraform(spec()), known).flatMap(({ policies }) =>
      policies.flatMap(({ document, context }) => policyInWords(document, context)),
    );
    const all = words.flatMap(({ sentences }) => sentences).join('\n');
    expect(all).not.toMatch(/JSON|holds:|arn:/);
    expect(all).toContain("another KMS key than the environment's key");
  });

  it('stand as AWS has them, not as Terraform escapes them', () => {
    const configured = terraform(spec());
    const roles = configured.resource['aws_iam_role'] ?? {};
    roles['role'] = { assume_role_policy: '{"Statement":[{"Sid":"$${aws:username}%%{x"}]}' };
    const trust = policiesIn(configured, known).find(({ title }) => title === 'Role: trust policy');
    expect(trust?.policies[0]?.document).toEqual({ Statement: [{ Sid: `${'$'}{aws:username}%{x` }] });
  });
});
