import type { ApiResult } from '../../lib/api/http.ts';
import type { Bench } from '../part.ts';
import { apiEvent, bodyOf } from './api-event.ts';
import { type Deployment, deployment } from './deployment.ts';
import { median } from './figures.ts';
import type { Invocation, OwnFunction } from './function.ts';
import { answering, busyIn } from './intervals.ts';
import { averageOf, type CallCounts, countByService } from './tally.ts';

/** Invocations before those that count: then what Node compiles is compiled. */
const WARM_UP = 30;
const ROUNDS = 60;

/** What one invocation costs, medians of many, one at a time and warm. */
export interface Cost {
  /** CPU of the function's process, which is what it would be billed for if AWS answered at once. */
  cpuMilliseconds: number;
  milliseconds: number;
  /** Of these, those in which the emulator was answering at least one of its calls. */
  emulatorMilliseconds: number;
  /** By service, on average: which checkpoints fall together depends on what is answered first. */
  calls: CallCounts;
}

export interface OwnCosts {
  post: Cost;
  get: Cost;
  /** The worker's run that makes an environment, from its message to READY. */
  run: Cost;
}

/** Creates environments one after the other through the functions themselves, without anything around them. */
export async function measureOwnCosts(bench: Bench): Promise<OwnCosts> {
  const place = await deployment(bench);
  const functions = await Promise.all(
    ['create-environment', 'get-environment', 'reconcile'].map((name) => place.start(name)),
  );
  const [post, get, worker] = functions as [OwnFunction, OwnFunction, OwnFunction];
  const samples = { post: [] as Sample[], get: [] as Sample[], run: [] as Sample[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    bench.signal.throwIfAborted();
    const id = `one-${round}`;
    const body = { id, allowedCidrs: ['203.0.113.7'] };
    const posted = await sample<ApiResult>(place, post, apiEvent('POST /environments', { body }));
    bodyOf(202, posted.invocation);
    const run = await sample(place, worker, message(id));
    const seen = await sample<ApiResult>(place, get, apiEvent('GET /environments/{id}', { id }));
    const { status } = bodyOf<{ status: string }>(200, seen.invocation);
    if (status !== 'READY') throw new Error(`environment ${id} is ${status} after its run`);
    if (round < WARM_UP) continue;
    samples.post.push(posted);
    samples.run.push(run);
    samples.get.push(seen);
  }
  for (const { stop } of functions) await stop();
  return { post: costOf(samples.post), get: costOf(samples.get), run: costOf(samples.run) };
}

/** The worker's message about an environment, as its queue hands it over. */
export const message = (id: string) => ({
  Records: [{ messageId: id, body: JSON.stringify({ tenant: 'local', id }) }],
});

interface Sample<T = unknown> {
  invocation: Invocation<T>;
  emulatorMilliseconds: number;
  calls: CallCounts;
}

/** One invocation, with what was called meanwhile: nobody else calls. */
export async function sample<T>(
  { proxy }: Pick<Deployment, 'proxy'>,
  asked: OwnFunction,
  event: unknown,
): Promise<Sample<T>> {
  proxy.calls.length = 0;
  const invocation = await asked.invoke<T>(event);
  const calls = proxy.calls.splice(0);
  const always = { begin: 0, end: Number.POSITIVE_INFINITY };
  return {
    invocation,
    emulatorMilliseconds: busyIn(always, calls.map(answering)),
    calls: countByService(calls),
  };
}

function costOf(samples: Sample[]): Cost {
  const of = (figure: (sample: Sample) => number) => median(samples.map(figure));
  return {
    cpuMilliseconds: of(({ invocation }) => invocation.cpuMilliseconds),
    milliseconds: of(({ invocation }) => invocation.milliseconds),
    emulatorMilliseconds: of(({ emulatorMilliseconds }) => emulatorMilliseconds),
    calls: averageOf(samples.map(({ calls }) => calls)),
  };
}
