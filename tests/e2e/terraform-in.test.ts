import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from '@jest/globals';
import { REGION } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';
import { managedPolicies } from '../support/terraform/root-module.ts';
import {
  BASELINE,
  cliConfiguration,
  describeWithTerraform,
  initialize,
  terraform,
} from '../support/terraform/terraform.ts';
import { decide } from '../unit/environment/evaluate.ts';

const text = readFileSync(new URL('../../docs/terraform.md', import.meta.url), 'utf8');
const [movingIn = '', using = '', movingOut = ''] = text.split(/^## .*$/m).slice(1);
const blocksOf = (section: string, language = 'sh'): string[] =>
  [...section.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);

const system = useSystem();
const folder = useFolder();
const elsewhere = useFolder();
const CONTENTS = 'a,b\n1,2\n';
const [exemption = ''] = blocksOf(movingIn, 'hcl');
const ALLOW_S3 = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };

/** What a shell prints that runs one block of the page in a folder. */
async function shell(block: string | undefined, cwd = folder): Promise<string> {
  const host = new URL(system.url).host;
  const script = `set -eu\ncd '${cwd}'\n${(block ?? 'false').replaceAll('localhost:3000', host)}`;
  const { code, out, err } = await bash(script, { ...cliConfiguration(), AWS_DEFAULT_REGION: REGION });
  expect([code, err]).toEqual([0, '']);
  return out;
}

describeWithTerraform('what the root module made, by the page about Terraform', () => {
  let made: { initial: string; final: string; key: string };
  let roles: string[];

  const objects = () =>
    Promise.all(
      [made.initial, made.final].map(async (Bucket) => {
        const { Body, SSEKMSKeyId } = await system.s3.send(
          new GetObjectCommand({ Bucket, Key: 'report.csv' }),
        );
        return [await Body?.transformToString(), SSEKMSKeyId];
      }),
    );

  beforeAll(async () => {
    roles = [system.environment.PROVISIONER_ARN ?? '', system.environment.OBSERVER_ARN ?? ''];
    const [worker = '', observer = ''] = exemption.match(/arn:[^"]*/g) ?? [];
    const excepting = exemption.replace(worker, roles[0] ?? '').replace(observer, roles[1] ?? '');
    const baseline = readFileSync(BASELINE, 'utf8').replace(/^ *Condition = .*NotIpAddress.*\n/m, excepting);
    expect(baseline).toContain(excepting);
    await writeFile(join(folder, 'main.tf'), baseline);
    await initialize(folder, system.endpoint);
    const variables = [`endpoint=${system.endpoint}`, 'microservice_instance_ip=203.0.113.7/32'];
    await terraform(folder, ['apply', '-auto-approve', ...variables.map((variable) => `-var=${variable}`)]);
    const outputs = JSON.parse(await terraform(folder, ['output', '-json']));
    const name = (arn: string) => arn.split(':::')[1] ?? '';
    made = {
      initial: name(outputs.bucket_arns.value.initial),
      final: name(outputs.bucket_arns.value.final),
      key: outputs.kms_key_arn.value,
    };
    for (const Bucket of [made.initial, made.final]) {
      await system.s3.send(new PutObjectCommand({ Bucket, Key: 'report.csv', Body: CONTENTS }));
    }
  }, 180_000);

  it('lets groundwork in, though not from the network, and nobody else', async () => {
    const { Policy = '' } = await system.s3.send(new GetBucketPolicyCommand({ Bucket: made.initial }));
    const { accountId } = system;
    const decided = [...roles, `arn:aws:iam::${accountId}:role/other`].map((principal) =>
      decide(
        {
          principal,
          action: 's3:GetBucketTagging',
          resource: `arn:aws:s3:::${made.initial}`,
          accountId,
          context: { 'aws:SourceIp': '198.51.100.1' },
        },
        { identity: ALLOW_S3, resource: JSON.parse(Policy) },
      ),
    );
    expect(await Promise.all(decided)).toEqual(['Allowed', 'Allowed', 'ExplicitlyDenied']);
  });

  it('is planned without a trace', async () => {
    const lines = (await shell(blocksOf(movingIn)[1])).trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines).toContainEqual(expect.stringMatching(/^adopt initialBucket .*policy/));
    expect((await system.send('GET /environments/prod')).status).toBe(404);
  });

  it('is taken over as it stands, and brought to our policies', async () => {
    const before = [
      [CONTENTS, made.key],
      [CONTENTS, made.key],
    ];
    expect(await objects()).toEqual(before);
    const imported = JSON.parse(await shell(blocksOf(movingIn)[2]));
    expect(imported).toMatchObject({
      status: 'READY',
      spec: { allowedCidrs: ['203.0.113.7/32'] },
      outputs: {
        kmsKeyArn: made.key,
        kmsKeyAlias: 'alias/microservice-s3-key',
        buckets: { initial: { name: made.initial }, final: { name: made.final } },
        roleName: 'microservice_role',
        instanceProfileName: 'microservice_profile',
      },
    });
    expect((await system.send('GET /environments/prod/drift')).body).toMatchObject({ inSync: true });
    expect(await objects()).toEqual(before);
    await grantsObjectsByItsOwnPolicyOnly(made);
  });

  it('is forgotten by Terraform', async () => {
    await shell(blocksOf(movingIn)[3]);
    expect(await terraform(folder, ['state', 'list'])).toBe('');
    expect(await shell('terraform plan -input=false -var=endpoint=x')).toContain('Plan: 12 to add');
    await rm(join(folder, 'main.tf'));
    expect(await terraform(folder, ['plan'])).not.toContain('to add');
  });

  it('tells Terraform its outputs', async () => {
    const [configuration = ''] = blocksOf(using, 'hcl');
    const { body } = await system.send('GET /environments/prod/outputs');
    // The data source comes from a provider of its own; what is done with its answer is Terraform's.
    const source = configuration
      .replace(/^data .*?^}$/ms, '')
      .replace('data.http.environment.response_body', 'file("outputs.json")');
    await writeFile(join(elsewhere, 'main.tf'), source);
    await writeFile(join(elsewhere, 'outputs.json'), JSON.stringify(body));
    await writeFile(join(folder, 'whole.tf'), configuration);
    await terraform(folder, ['fmt', '-check', 'whole.tf']);
    await terraform(elsewhere, ['init']);
    const plan = await terraform(elsewhere, ['plan']);
    expect(plan).toMatch(/instance_profile = "microservice_profile"/);
    expect(plan).toContain(made.initial);
    expect(await shell(blocksOf(using)[0], elsewhere)).toBe('');
  });

  it('goes back into Terraform without a change, and is handed over', async () => {
    const [plan, apply] = blocksOf(movingOut);
    expect(await shell(plan, elsewhere)).toContain(
      'Plan: 17 to import, 0 to add, 0 to change, 0 to destroy.',
    );
    expect(await shell(apply, join(elsewhere, 'prod'))).toMatch(
      /Apply complete! Resources: 17 imported, 0 added, 0 changed, 0 destroyed.*"statusReason":"retained".*No changes\./s,
    );
  }, 120_000);
});

/** The managed policy has given way to an inline one, and is gone. */
async function grantsObjectsByItsOwnPolicyOnly({ initial, final }: { initial: string; final: string }) {
  const iam = new IAMClient({ region: REGION });
  const RoleName = 'microservice_role';
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([]);
  expect(await managedPolicies(REGION)).toEqual([expect.stringContaining('Boundary')]);
  const { body } = await system.send('GET /environments/prod/terraform');
  const { name: PolicyName } = body.resource.aws_iam_role_policy.role;
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument));
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Action: expect.arrayContaining(['s3:GetObject', 's3:PutObject']),
      Resource: [`arn:aws:s3:::${initial}/*`, `arn:aws:s3:::${final}/*`],
    }),
  );
}
