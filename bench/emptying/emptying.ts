import { fileURLToPath } from 'node:url';
import type { ApiResult } from '../../lib/api/http.ts';
import type { Outputs } from '../../lib/environment/outputs.ts';
import { environmentFor } from '../../scripts/local/credentials.ts';
import type { Bench, Part } from '../part.ts';
import { apiEvent, bodyOf } from '../support/api-event.ts';
import { type Deployment, deployment } from '../support/deployment.ts';
import type { OwnFunction } from '../support/function.ts';
import { answering, busyShare, type Interval } from '../support/intervals.ts';
import { isOnPath } from '../support/on-path.ts';
import { message } from '../support/own-cost.ts';
import type { TimedCall } from '../support/proxy.ts';
import { runScript } from '../support/script.ts';
import { fill, proveEmpty } from './bucket-contents.ts';
import { type Emptied, emptied } from './emptying-report.ts';

const SIZES = [10_000, 50_000];
const SCRIPT = fileURLToPath(new URL('empty-with-cli.sh', import.meta.url));
/** More runs of the worker than any bucket here needs. */
const MOST_RUNS = 50;

export const emptying: Part = {
  name: 'emptying',
  title: 'Emptying buckets: versions and delete markers',
  takes: '5 min',
  async measure(bench) {
    const place = await deployment(bench);
    const functions = await functionsOf(place);
    const missing = await missingForCli();
    const results: Emptied[] = [];
    for (const versions of SIZES) {
      const ours = await filledBucket(bench, place, functions, `ours-${versions}`, versions);
      bench.say(`groundwork empties ${versions} versions`);
      results.push(await byDeletion(bench, place, functions, ours));
      if (missing) continue;
      const theirs = await filledBucket(bench, place, functions, `cli-${versions}`, versions);
      bench.say(`the AWS CLI empties ${versions} versions`);
      results.push(await byCli(bench, place, theirs));
    }
    return emptied(results, missing);
  },
};

/** What the script lacks on this machine, in words; undefined: nothing. */
async function missingForCli(): Promise<string | undefined> {
  for (const command of ['aws', 'jq']) {
    if (!(await isOnPath(command))) return `there is no ${command} on the PATH`;
  }
  return undefined;
}

interface Functions {
  create: OwnFunction;
  get: OwnFunction;
  remove: OwnFunction;
  worker: OwnFunction;
}

interface Filled {
  id: string;
  bucket: string;
  versions: number;
}

async function functionsOf(place: Deployment): Promise<Functions> {
  const names = ['create-environment', 'get-environment', 'delete-environment', 'reconcile'];
  const [create, get, remove, worker] = await Promise.all(names.map((name) => place.start(name)));
  if (!create || !get || !remove || !worker) throw new Error('functions are missing');
  return { create, get, remove, worker };
}

/** The initial bucket of a new environment, as full as it is to be. */
async function filledBucket(
  { signal, say }: Bench,
  { target }: Deployment,
  { create, get, worker }: Functions,
  id: string,
  versions: number,
): Promise<Filled> {
  const body = { id, allowedCidrs: ['203.0.113.7'] };
  bodyOf(202, await create.invoke<ApiResult>(apiEvent('POST /environments', { body })));
  await worker.invoke(message(id));
  const seen = await get.invoke<ApiResult>(apiEvent('GET /environments/{id}', { id }));
  const { outputs } = bodyOf<{ outputs: Outputs }>(200, seen);
  const bucket = outputs.buckets?.initial?.name;
  if (!bucket) throw new Error(`environment ${id} has no bucket`);
  say(`putting ${versions} versions`);
  await fill(target, { bucket, versions, signal });
  return { id, bucket, versions };
}

/** DELETE with force, and the worker's runs that it takes. */
async function byDeletion(
  { signal }: Bench,
  { proxy }: Deployment,
  { remove, get, worker }: Functions,
  { id, bucket, versions }: Filled,
): Promise<Emptied> {
  const asked = { id, query: { force: 'true' } };
  bodyOf(202, await remove.invoke<ApiResult>(apiEvent('DELETE /environments/{id}', asked)));
  proxy.calls.length = 0;
  const begin = performance.now();
  let cpuMilliseconds = 0;
  let runs = 0;
  for (let status = ''; status !== 'DELETED'; runs++) {
    signal.throwIfAborted();
    if (runs === MOST_RUNS) throw new Error(`${id} is ${status} after ${runs} runs`);
    cpuMilliseconds += (await worker.invoke(message(id))).cpuMilliseconds;
    const seen = await get.invoke<ApiResult>(apiEvent('GET /environments/{id}', { id }));
    status = bodyOf<{ status: string }>(200, seen).status;
  }
  const removal = proxy.calls.findLast((call) => call.name === 'S3.DELETE' && isAbout(bucket, call));
  if (!removal) throw new Error(`nobody deleted ${bucket}`);
  const span = { begin, end: removal.begin };
  return { by: 'groundwork', versions, ...inSpan(span, bucket, proxy.calls), runs, cpuMilliseconds };
}

/**
 * `aws s3 rm --recursive`, and then every version and marker, a thousand at once.
 *
 * @throws Error when something is left
 */
async function byCli({ signal }: Bench, place: Deployment, { bucket, versions }: Filled): Promise<Emptied> {
  const { proxy, target } = place;
  const env = { ...environmentFor({ ...target, endpoint: proxy.endpoint }, process.env), BUCKET: bucket };
  proxy.calls.length = 0;
  const begin = performance.now();
  await runScript(SCRIPT, { env: { ...env, STEP: 'objects' }, signal });
  const between = performance.now();
  await runScript(SCRIPT, { env: { ...env, STEP: 'versions' }, signal });
  const span = { begin, end: performance.now() };
  const calls = proxy.calls.slice();
  await proveEmpty(target, bucket);
  const objectsSeconds = (between - begin) / 1000;
  return { by: 'AWS CLI', versions, ...inSpan(span, bucket, calls), objectsSeconds };
}

function inSpan(span: Interval, bucket: string, calls: readonly TimedCall[]) {
  const within = calls.filter(({ begin, end }) => begin >= span.begin && end <= span.end);
  return {
    seconds: (span.end - span.begin) / 1000,
    emulatorShare: busyShare(span, within.map(answering)),
    calls: within.filter((call) => isAbout(bucket, call)).length,
  };
}

const isAbout = (bucket: string, { path }: TimedCall): boolean => path.split('/')[1] === bucket;
