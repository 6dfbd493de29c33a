import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { OPERATIONS } from '../../lib/api/operations.ts';
import type { OperationId } from '../../lib/api/routes.ts';
import { REGION } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';
import { makeRootModule, stateOf } from '../support/terraform/root-module.ts';

interface Documented {
  operationId: OperationId;
  'x-codeSamples'?: { source: string }[];
}

const { paths } = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'));
const documented: Documented[] = Object.values(paths as Record<string, Record<string, Documented>>)
  .flatMap((path) => Object.values(path))
  .filter(({ operationId }) => operationId);

/** In the order of an environment's life; an operation that is not named here fails the first test. */
const LIFE: readonly OperationId[] = [
  'getHealth',
  'getOpenapi',
  'createEnvironment',
  'getReady',
  'getEnvironment',
  'listEnvironments',
  'getOutputs',
  'getTerraform',
  'createImport',
  'getDrift',
  'updateEnvironment',
  'reconcileEnvironment',
  'deleteEnvironment',
  'restoreEnvironment',
  'getEvents',
];

const system = useSystem();
const folder = useFolder();

/** The samples are typed in a folder with a state. */
beforeAll(async () => {
  const state = stateOf(await makeRootModule(REGION, `c${system.accountId}`));
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
});

it('the contract shows how to call every operation', () => {
  expect(documented.map(({ operationId }) => operationId).sort()).toEqual([...LIFE].sort());
});

/** Whether the operation takes its example as a plan, in each of its media types. */
async function takesExample(operationId: OperationId, route: string): Promise<void> {
  const { body } = OPERATIONS[operationId];
  expect(body).toBeDefined();
  for (const type of ['application/json', ...(body?.types ?? [])]) {
    const headers = { 'content-type': type };
    const { status } = await system.send(`${route}?dryRun=true`, { body: body?.example, headers });
    expect([type, status]).toEqual([type, 200]);
  }
}

it('has bodies in the operations that are tried here', () => {
  const withBody = LIFE.filter((operationId) => OPERATIONS[operationId].body);
  expect(withBody).toEqual(['createEnvironment', 'createImport', 'updateEnvironment']);
});

it('the example of a request to create is taken as it stands', () =>
  takesExample('createEnvironment', 'POST /environments'));

it('the example of a request to import is taken as it stands', () =>
  takesExample('createImport', 'POST /imports'));

it.each(LIFE)('%s: the sample in the contract works as it stands', async (operationId) => {
  const sample = documented.find((operation) => operation.operationId === operationId)?.['x-codeSamples'];
  const source = sample?.[0]?.source ?? '';
  expect(source).toContain('localhost:3000/');
  const { out, err, code } = await bash(
    `cd ${folder}; ${source.replace('localhost:3000', new URL(system.url).host)} -w '\n%{http_code}'`,
  );
  expect([code, err]).toEqual([0, '']);
  const [body = '', status] = out.split(/\n(?=\d+$)/);
  const about = OPERATIONS[operationId].success[Number(status)];
  expect(about).toBeDefined();
  if (about?.schema && !about.texts) expect(about.schema.safeParse(JSON.parse(body)).error).toBeUndefined();
  expect(body).not.toBe('');
});

it('the example of a change is taken as it stands', () =>
  takesExample('updateEnvironment', 'PATCH /environments/pr-123'));
