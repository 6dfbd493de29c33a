import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OperationId } from '../../lib/api/routes.ts';
import { DOCUMENT, OPERATIONS, type Operation } from '../fuzz/contract.ts';
import { useCommandLine } from '../support/command-line.ts';
import { REGION, WAIT } from '../support/http.ts';
import { type Exchange, usePassage } from '../support/passage.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';
import { makeRootModule, stateOf } from '../support/terraform/root-module.ts';

/** What must be there before a sample is typed. */
type Before = 'nothing' | 'absent' | 'ready' | 'deleted';

/**
 * Every sample by its operation and label, with the last answer to it, to which `groundwork` may look again; or the
 * operation that it uses instead.
 */
const SAMPLES: Readonly<
  Record<OperationId, { before: Before; labels: Record<string, number | OperationId> }>
> = {
  getHealth: { before: 'nothing', labels: { curl: 200 } },
  getOpenapi: { before: 'nothing', labels: { curl: 200 } },
  createEnvironment: {
    before: 'absent',
    labels: {
      curl: 201,
      'curl: plan': 200,
      'curl: all it can say': 202,
      'curl: only once': 202,
      groundwork: 202,
      'groundwork: plan': 200,
      'groundwork: spec': 202,
      'groundwork: or update': 202,
    },
  },
  listEnvironments: {
    before: 'ready',
    labels: { curl: 200, 'curl: by tag': 200, 'curl: all pages': 200, groundwork: 200 },
  },
  getEnvironment: {
    before: 'ready',
    labels: { curl: 200, 'curl: wait': 200, 'curl: if it changed': 304, groundwork: 200 },
  },
  // `groundwork wait` looks at the environment itself, to show how it goes on.
  getReady: { before: 'ready', labels: { curl: 200, groundwork: 'getEnvironment' } },
  getOutputs: {
    before: 'ready',
    labels: {
      curl: 200,
      'curl: JSON': 200,
      'curl: GitHub Actions': 200,
      'curl: Terraform': 200,
      'curl: shell': 200,
      'curl: EC2 instance': 200,
      groundwork: 200,
    },
  },
  getTerraform: { before: 'ready', labels: { curl: 200, groundwork: 200 } },
  getEvents: { before: 'ready', labels: { curl: 200, 'curl: of a kind': 200, groundwork: 200 } },
  getDrift: { before: 'ready', labels: { curl: 200, groundwork: 200, 'groundwork: in CI': 200 } },
  updateEnvironment: {
    before: 'ready',
    labels: {
      curl: 200,
      'curl: plan': 200,
      'curl: later end': 202,
      'curl: If-Match': 202,
      groundwork: 200,
      'groundwork: plan': 200,
    },
  },
  reconcileEnvironment: { before: 'ready', labels: { curl: 200, groundwork: 202 } },
  deleteEnvironment: {
    before: 'ready',
    labels: { curl: 200, 'curl: plan': 200, 'curl: retain': 200, groundwork: 202, 'groundwork: in CI': 202 },
  },
  restoreEnvironment: { before: 'deleted', labels: { curl: 200, groundwork: 202 } },
  // The last takes over what the others only look at.
  createImport: { before: 'nothing', labels: { curl: 200, groundwork: 200, 'curl: do it': 201 } },
};

/** What a sample brings beyond its status: the last answer's media type, what the environment is then, or an option. */
interface Brought {
  type?: string;
  environment?: object;
  option?: string;
}
const BROUGHT: Partial<Record<OperationId, Record<string, Brought>>> = {
  createEnvironment: {
    'curl: all it can say': {
      environment: { spec: { storage: { expireAfterDays: 30 }, tags: { team: 'files' } } },
    },
    'groundwork: spec': {
      environment: {
        spec: { allowedCidrs: ['203.0.113.0/24'], storage: { expireAfterDays: 30 }, tags: { team: 'files' } },
        expiresAt: expect.any(String),
      },
    },
    'groundwork: or update': { option: '--or-update' },
  },
  updateEnvironment: {
    groundwork: { environment: { spec: { allowedCidrs: ['203.0.113.0/24'], tags: { team: 'files' } } } },
    'curl: later end': { environment: { expiresAt: expect.any(String) } },
    'curl: If-Match': { environment: { spec: { deletionProtection: true } } },
  },
  getOutputs: {
    curl: { type: 'text/x-dotenv' },
    groundwork: { type: 'text/x-dotenv' },
    'curl: JSON': { type: 'application/json' },
    'curl: GitHub Actions': { type: 'text/x-dotenv' },
    'curl: Terraform': { type: 'text/x-tfvars' },
    'curl: shell': { type: 'application/x-sh' },
    'curl: EC2 instance': { type: 'text/x-shellscript' },
  },
  getDrift: { 'groundwork: in CI': { option: '--exit-code' } },
  deleteEnvironment: {
    curl: { environment: { status: 'DELETED' } },
    groundwork: { environment: { status: 'DELETED' } },
    'groundwork: in CI': { environment: { status: 'DELETED' }, option: '--if-exists' },
  },
};

type Documented = Operation & { 'x-codeSamples': { label: string; source: string }[] };
const sourcesOf = (operationId: string): Map<string, string> => {
  const path = Object.values(DOCUMENT.paths).flatMap((item) => Object.values(item) as Documented[]);
  const documented = path.find((operation) => operation.operationId === operationId);
  return new Map(documented?.['x-codeSamples'].map(({ label, source }) => [label, source]));
};

const system = useSystem();
const passage = usePassage(system);
const commandLine = useCommandLine();
const folder = useFolder();

beforeAll(async () => {
  const state = stateOf(await makeRootModule(REGION, `r${system.accountId}`));
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
});

const PR = '/environments/pr-123';

const BRING_ABOUT: Readonly<Record<Before, () => Promise<void>>> = {
  nothing: async () => {},
  async absent() {
    await system.send(`PATCH ${PR}`, { body: { deletionProtection: false } });
    const { status } = await system.send(`DELETE ${PR}?force=true`, { headers: WAIT });
    expect([200, 404]).toContain(status);
  },
  async ready() {
    await system.send(`PATCH ${PR}`, { body: { deletionProtection: false } });
    const there = await system.send(`GET ${PR}`, { headers: WAIT });
    if (there.body.status !== 'READY') await system.create('pr-123');
    expect(await system.send(`GET ${PR}/ready`)).toMatchObject({ status: 200 });
  },
  async deleted() {
    await BRING_ABOUT.ready();
    await BRING_ABOUT.absent();
  },
};

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...DOCUMENT, $id: 'contract' });

/** The operation that a request was for. */
const operationOf = ({ method, path }: Exchange): Operation | undefined =>
  OPERATIONS.find(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );

/** What the contract says against an answer. */
function faultsOf(exchange: Exchange): unknown {
  const { status, type, text } = exchange;
  const documented = operationOf(exchange)?.responses[String(status)];
  if (!documented) return `${exchange.method} ${exchange.path}: no such answer as ${status}`;
  if (status === 304) return text ? 'a body' : null;
  const content = documented.content?.[type];
  if (!content) return `no such media type as ${type}`;
  const schema = JSON.parse(JSON.stringify(content.schema).replaceAll('"#/', '"contract#/'));
  const validate = ajv.compile(schema);
  validate(type === 'application/json' ? JSON.parse(text) : text);
  return validate.errors ?? null;
}

describe.each(Object.entries(SAMPLES))('%s', (operationId, { before, labels }) => {
  const sources = sourcesOf(operationId);

  it('has the samples that are run here, and no other', () => {
    expect([...sources.keys()].toSorted()).toEqual(Object.keys(labels).toSorted());
  });

  it.each(Object.entries(labels))('%s: the sample works as it stands', async (label, wanted) => {
    await BRING_ABOUT[before]();
    passage.exchanges.length = 0;
    const source = (sources.get(label) ?? '').replaceAll('localhost:3000', new URL(passage.url).host);
    const { code, out, err } = await bash(`set -euo pipefail\ncd ${folder}\n${source}`, {
      PATH: commandLine.path,
      GROUNDWORK_URL: passage.url,
      GITHUB_ENV: join(folder, 'github.env'),
      CI: 'true',
      NO_COLOR: '1',
    });

    expect([code, label.startsWith('curl') ? err : '']).toEqual([0, '']);
    const statusesOf = (asked: string) =>
      passage.exchanges
        .filter((exchange) => operationOf(exchange)?.operationId === asked)
        .map((exchange) => exchange.status);
    if (typeof wanted === 'string') expect(statusesOf(wanted)).toEqual([200]);
    else if (label.startsWith('curl')) expect(statusesOf(operationId).at(-1)).toBe(wanted);
    else expect(statusesOf(operationId)).toContain(wanted);
    if (label.startsWith('groundwork')) expect(out).toMatch(/\S/);
    const { type, environment, option = '' } = BROUGHT[operationId as OperationId]?.[label] ?? {};
    if (type) expect(passage.exchanges.at(-1)?.type).toBe(type);
    if (environment) expect((await system.send(`GET ${PR}`)).body).toMatchObject(environment);
    expect(source).toContain(option);
    expect(passage.exchanges.map(faultsOf)).toEqual(passage.exchanges.map(() => null));
  });
});

it('every operation has samples that are run here', () => {
  expect(OPERATIONS.map(({ operationId }) => operationId).toSorted()).toEqual(
    Object.keys(SAMPLES).toSorted(),
  );
});
