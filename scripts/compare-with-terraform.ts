/** `npm run compare-with-terraform`: the Terraform baseline, and the same environment through the API. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from '../lib/environment/plan.ts';
import { type RecordingProxy, recordingProxy } from '../tests/support/recording-proxy.ts';
import { differenceRows, type Effort, effortRows, inSeconds, table } from './local/comparison.ts';
import { targetOf } from './local/credentials.ts';
import { startEmulator } from './local/emulator.ts';
import { startSystem } from './local/system.ts';
import { findTerraform, pointAtEmulator, type Terraform } from './local/terraform.ts';

const BASELINE = new URL('../tests/support/terraform/baseline/main.tf', import.meta.url);
const ENVIRONMENT = 'microservice';
const ADDRESS = '203.0.113.7/32';
const WITHOUT_TERRAFORM = 3;
/** What the worker's event source mapping does all the time. */
const POLLING = 'SQS.ReceiveMessage';
/** Milliseconds without a call after which nothing more is to come. */
const QUIET = 1000;

const interrupted = new AbortController();
const { signal } = interrupted;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort());
signal.addEventListener('abort', () => console.error('interrupted: ends what runs, and cleans up'));

const toEnd: (() => Promise<unknown>)[] = [];
async function untilEnd<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  toEnd.push(started.stop);
  signal.throwIfAborted();
  return started;
}

/** The time that work takes, and the calls that it makes, also after it answered. */
async function effortOf(proxy: RecordingProxy, work: () => Promise<unknown>): Promise<Effort> {
  const calls = () => proxy.calls.filter(({ name }) => name !== POLLING);
  proxy.calls.length = 0;
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  for (let before = -1; before < calls().length; await sleep(QUIET, undefined, { signal })) {
    before = calls().length;
  }
  return { seconds, calls: calls() };
}

async function compare(terraform: Terraform, folder: string): Promise<void> {
  console.log('starting an AWS emulator');
  const emulator = await untilEnd(startEmulator({ onProgress: console.log, signal }));
  const ofTerraform = await untilEnd(recordingProxy(emulator.endpoint));
  const ofGroundwork = await untilEnd(recordingProxy(emulator.endpoint));

  const run = async (...args: string[]) => {
    console.log(`terraform ${args[0]}`);
    const { code, out } = await terraform(folder, ...args);
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`terraform ${args[0]} ended with ${code}:\n${out}`);
  };
  const variables = [`endpoint=${ofTerraform.endpoint}`, `microservice_instance_ip=${ADDRESS}`];
  const answers = ['-auto-approve', ...variables.map((variable) => `-var=${variable}`)];
  await copyFile(BASELINE, join(folder, 'main.tf'));
  await pointAtEmulator(folder, targetOf(ofTerraform.endpoint, process.env));
  const init = await effortOf(ofTerraform, () => run('init'));
  const applied = await effortOf(ofTerraform, () => run('apply', ...answers));
  const state = JSON.parse(await readFile(join(folder, 'terraform.tfstate'), 'utf8'));

  console.log('starting groundwork');
  const system = await untilEnd(startSystem({ endpoint: ofGroundwork.endpoint, signal }));
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const send = async (route: string, body?: object): Promise<any> => {
    console.log(route);
    const [method = '', path = ''] = route.split(' ');
    const answer = await fetch(new URL(path, system.url), {
      method,
      headers: { prefer: 'wait=20', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const settled = async (wanted: string, route: string, body?: object) => {
    let { status } = await send(route, body);
    for (; status !== wanted; { status } = await send(`GET /environments/${ENVIRONMENT}`)) {
      if (status === 'FAILED') throw new Error(`${route} led to FAILED, not to ${wanted}.`);
    }
  };
  const create = () => settled('READY', 'POST /environments', { id: ENVIRONMENT, allowedCidrs: [ADDRESS] });
  const created = await effortOf(ofGroundwork, create);
  const { spec } = await send(`GET /environments/${ENVIRONMENT}`);
  const configuration = await send(`GET /environments/${ENVIRONMENT}/terraform`);
  // Versioning is left as it is unless it is asked for.
  const wanted = { storage: { versioning: spec.storage.versioning } };
  const plan: Plan = await send('POST /imports?dryRun=true', { id: 'from-terraform', state, ...wanted });

  const destroyed = await effortOf(ofTerraform, () => run('destroy', ...answers));
  const deleted = await effortOf(ofGroundwork, () =>
    settled('DELETED', `DELETE /environments/${ENVIRONMENT}`),
  );

  const managed = state.resources.filter(({ mode }: { mode: string }) => mode === 'managed');
  const inState = managed.flatMap(({ instances }: { instances: object[] }) => instances).length;
  const figures = [
    ['', 'Terraform', 'groundwork'],
    ['resources, as Terraform counts them', String(inState), String(configuration.import.length)],
    ['terraform init', inSeconds(init.seconds), '-'],
    ...effortRows('create: wall time', applied, created),
    ...effortRows('delete: wall time', destroyed, deleted),
  ];
  const differences = [['setting', 'Terraform', 'groundwork'], ...differenceRows(plan)];
  console.log(`\n${table(figures, [38, 12, 12])}\n\nWhich settings differ:\n`);
  console.log(table(differences, [18, 26, 32]));
}

let code = 1;
try {
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-'));
  toEnd.push(() => rm(folder, { recursive: true, force: true }));
  // Whatever is left behind is left in there.
  process.env.TMPDIR = folder;
  const found = await findTerraform();
  if ('reason' in found) {
    console.error(`Nothing to compare with: ${found.reason}.`);
    code = WITHOUT_TERRAFORM;
  } else {
    await compare(found.terraform, await mkdtemp(join(folder, 'baseline-')));
    code = 0;
  }
} catch (error) {
  if (!signal.aborted) console.error(error instanceof Error ? error.message : error);
} finally {
  for (let end = toEnd.pop(); end; end = toEnd.pop()) await end();
}
process.exit(code);
