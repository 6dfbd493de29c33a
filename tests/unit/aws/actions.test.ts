import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { awsClients } from '../../../lib/aws/clients.ts';
import { handlers } from '../../../lib/aws/registry.ts';

interface Statement {
  Action: string | string[];
}

/** What a role may do with the services that environments are made of. */
function granted(file: string, role: string): string[] {
  const text = readFileSync(new URL(`../../../iam/${file}`, import.meta.url), 'utf8');
  const { Policies } = parse(text)[role].Properties;
  const statements: Statement[] = Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  );
  const actions = statements.flatMap(({ Action }) => Action);
  return [...new Set(actions.filter((action) => /^(kms|iam|s3):/.test(action)))].sort();
}

const options = { accountId: '1', partition: 'aws', provisionerArn: 'arn:p', tagsOnCreate: true };
const declared = [
  ...new Set(Object.values(handlers(awsClients(), options)).flatMap(({ actions }) => actions)),
].sort();

it('the worker may do what the handlers say they need, and nothing else', () => {
  expect(granted('provisioner.yml', 'ReconcileRole')).toEqual(declared);
});

it('the function behind plans and drift may read what the handlers read, and change nothing', () => {
  const onlyBeforeRemoval = ['iam:ListInstanceProfilesForRole'];
  const reads = declared.filter((action) => /:(Describe|Get|List)/.test(action));
  expect(granted('observer.yml', 'ObserveRole')).toEqual(
    reads.filter((action) => !onlyBeforeRemoval.includes(action)),
  );
});
