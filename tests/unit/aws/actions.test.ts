import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { awsClients } from '../../../lib/aws/clients.ts';
import { handlers } from '../../../lib/aws/registry.ts';

interface Policy {
  PolicyDocument: { Statement: { Effect: string; Action: string | string[] }[] };
}

const propertiesOf = (file: string, resource: string) =>
  parse(readFileSync(new URL(`../../../iam/${file}`, import.meta.url), 'utf8'))[resource].Properties;

/** What policies allow with the services that environments are made of. */
function allowed(policies: readonly Policy[]): string[] {
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actions = statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
  return [...new Set(actions.filter((action) => /^(kms|iam|s3):/.test(action)))].sort();
}

const worker: Policy[] = propertiesOf('provisioner.yml', 'ReconcileRole').Policies;
const adoption: Policy = propertiesOf('adoption.yml', 'AdoptionPolicy');
const observer: Policy[] = propertiesOf('observer.yml', 'ObserveRole').Policies;

const options = { accountId: '1', partition: 'aws', provisionerArn: 'arn:p', tagsOnCreate: true };
const declared = [
  ...new Set(Object.values(handlers(awsClients(), options)).flatMap(({ actions }) => actions)),
].sort();

/** What only managed policies need, which environments of ours don't have. */
const onlyForAdoption = [
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:GetPolicy',
  'iam:ListPolicyVersions',
];

it('the worker may do what the handlers say they need, and nothing else', () => {
  expect(allowed(worker)).toEqual(declared.filter((action) => !onlyForAdoption.includes(action)));
});

it('where imports are on, it may do the rest of it, too', () => {
  expect(allowed([...worker, adoption])).toEqual(declared);
});

it('the function behind plans and drift may read what the handlers read, and change nothing', () => {
  const reads = declared.filter((action) => /:(Describe|Get|List)/.test(action));
  expect(allowed(observer)).toEqual(reads.filter((action) => action !== 'iam:ListPolicyVersions'));
});
