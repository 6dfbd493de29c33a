import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ApiResult } from '../../lib/api/http.ts';
import type { Bench, Part } from '../part.ts';
import { apiEvent, bodyOf } from '../support/api-event.ts';
import { type Deployment, deployment } from '../support/deployment.ts';
import { median } from '../support/figures.ts';
import { type OwnFunction, startFunction } from '../support/function.ts';
import { message, sample } from '../support/own-cost.ts';
import { type TimingProxy, timingProxy } from '../support/proxy.ts';
import { totalOf } from '../support/tally.ts';
import { type AtSize, type Figures, grown } from './growth-report.ts';
import { aboutReading, readingsOf } from './reading.ts';
import { idOf, itemOf, seed } from './seed.ts';

const SIZES = [100, 10_000, 100_000];
/** Due at every size, so that there is as much to sweep. */
const DUE = 20;
/** Records as the service leaves them; all that is to be read is among them. */
const WHOLE = 100;
/**
 * Before the first that counts at a size. The processes stay: the first size makes them warm, and has to be long enough
 * for the compiler to be done, or the first size seems slower than it is.
 */
const WARM_UP = { first: 200, later: 3 };
const ROUNDS = 50;
const MODEL = 'model-environment';

export const growth: Part = {
  name: 'growth',
  title: 'Growth: what more records cost',
  takes: '3 min',
  async measure(bench) {
    const place = await deployment(bench);
    const model = await newModel(place);
    const questions = await askers(bench, place);
    const sizes: AtSize[] = [];
    for (const [index, records] of SIZES.entries()) {
      bench.say(`putting records until there are ${records}`);
      const from = SIZES[index - 1] ?? 0;
      const { tableName } = place;
      const { signal } = bench;
      await seed(place.target, { tableName, model, from, to: records, due: DUE, whole: WHOLE, signal });
      bench.say('asking');
      const warmUp = index === 0 ? WARM_UP.first : WARM_UP.later;
      const figures: Record<string, Figures> = {};
      for (const question of questions)
        figures[question.name] = await measured(bench, place, question, warmUp);
      sizes.push({ records, figures });
    }
    return grown(sizes);
  },
};

interface Question {
  name: string;
  event: unknown;
  /** @throws Error when it was answered otherwise than expected */
  expect: (answer: { answer: unknown }) => void;
  asked: OwnFunction;
  /** The same function once more, where it can be seen what it reads. */
  watched: OwnFunction;
  watching: TimingProxy;
  /** Brings about what was before it. */
  undo?: () => Promise<unknown>;
}

async function askers(bench: Bench, place: Deployment): Promise<Question[]> {
  const sqs = new SQSClient({ ...place.target, useQueueUrlAsEndpoint: false });
  const watching = await bench.untilEnd(timingProxy(place.target.endpoint, aboutReading));
  const environment = { ...place.environment, AWS_ENDPOINT_URL_DYNAMODB: watching.endpoint };
  const both = async (name: string) => ({
    asked: await place.start(name),
    watched: await bench.untilEnd(startFunction(name, { environment })),
    watching,
  });
  const id = idOf(WHOLE / 2);
  return [
    {
      ...(await both('get-environment')),
      name: 'GET /environments/{id}',
      event: apiEvent('GET /environments/{id}', { id }),
      expect: (told) => bodyOf(200, told as { answer: ApiResult }),
    },
    {
      ...(await both('list-environments')),
      name: 'GET /environments',
      event: apiEvent('GET /environments'),
      expect: (told) => {
        const { items } = bodyOf<{ items: unknown[] }>(200, told as { answer: ApiResult });
        if (items.length !== 20) throw new Error(`the page has ${items.length} environments`);
      },
    },
    {
      ...(await both('sweep')),
      name: 'sweep',
      event: {},
      expect: ({ answer }) => {
        const { sent } = answer as { sent: number };
        if (sent !== DUE) throw new Error(`the sweep sent ${sent} messages instead of ${DUE}`);
      },
      // Where messages wait, it sends fewer.
      undo: () => sqs.send(new PurgeQueueCommand({ QueueUrl: place.queueUrl })),
    },
  ];
}

/** A record that the service itself has made and brought to READY. */
async function newModel(place: Deployment) {
  const [create, worker] = await Promise.all([place.start('create-environment'), place.start('reconcile')]);
  const body = { id: MODEL, allowedCidrs: ['203.0.113.7'] };
  bodyOf(202, await create.invoke<ApiResult>(apiEvent('POST /environments', { body })));
  await worker.invoke(message(MODEL));
  await Promise.all([create.stop(), worker.stop()]);
  return itemOf(place.target, place.tableName, MODEL);
}

async function measured(
  bench: Bench,
  place: Deployment,
  question: Question,
  warmUp: number,
): Promise<Figures> {
  const { event, expect, asked, watched, watching, undo } = question;
  await undo?.();
  watching.calls.length = 0;
  expect(await watched.invoke(event));
  const reads = readingsOf(watching.calls);
  const samples = [];
  for (let round = 0; round < warmUp + ROUNDS; round++) {
    bench.signal.throwIfAborted();
    await undo?.();
    const one = await sample(place, asked, event);
    expect(one.invocation);
    if (round >= warmUp) samples.push(one);
  }
  const counts = samples.map((one) => totalOf(one.calls));
  const calls = Math.min(...counts);
  return {
    milliseconds: median(samples.map(({ invocation }) => invocation.milliseconds)),
    emulatorMilliseconds: median(samples.map((one) => one.emulatorMilliseconds)),
    ownMilliseconds: median(
      samples.map(({ invocation, emulatorMilliseconds }) => invocation.milliseconds - emulatorMilliseconds),
    ),
    cpuMilliseconds: median(samples.map(({ invocation }) => invocation.cpuMilliseconds)),
    calls,
    repeats: counts.reduce((sum, count) => sum + count - calls, 0),
    reads,
  };
}
