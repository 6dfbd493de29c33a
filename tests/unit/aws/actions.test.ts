import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { awsClients } from '../../../lib/aws/clients.ts';
import { handlers } from '../../../lib/aws/registry.ts';

interface Statement {
  Action: string | string[];
}

/** What the worker's role may do with the services that environments are made of. */
function granted(): string[] {
  const file = readFileSync(new URL('../../../iam/provisioner.yml', import.meta.url), 'utf8');
  const { Policies } = parse(file).ReconcileRole.Properties;
  const statements: Statement[] = Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  );
  return statements.flatMap(({ Action }) => Action).filter((action) => /^(kms|iam|s3):/.test(action));
}

it('the worker may do what the handlers say they need, and nothing else', () => {
  const options = { accountId: '1', partition: 'aws', tagsOnCreate: true };
  const declared = Object.values(handlers(awsClients(), options)).flatMap(({ actions }) => actions);
  expect([...new Set(granted())].sort()).toEqual([...new Set(declared)].sort());
});
