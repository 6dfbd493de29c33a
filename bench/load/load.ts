import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { parse } from 'yaml';
import type { EnvironmentRecord } from '../../lib/environment/environment.ts';
import { ROOT } from '../../scripts/local/configuration.ts';
import { type Target, targetOf } from '../../scripts/local/credentials.ts';
import { startPoller } from '../../scripts/local/poller.ts';
import { type System, startSystem } from '../../scripts/local/system.ts';
import { enterFreshAccount } from '../../tests/support/account.ts';
import { inventory, ownedKeys } from '../../tests/support/inventory.ts';
import type { Bench, Part } from '../part.ts';
import { answering, busyShare } from '../support/intervals.ts';
import { measureOwnCosts } from '../support/own-cost.ts';
import { type TimingProxy, timingProxy } from '../support/proxy.ts';
import { countByService } from '../support/tally.ts';
import { allReady, type Clients, listed, postAll } from './clients.ts';
import { judge, type Verdict } from './duplicates.ts';
import { type Measured, reported } from './load-report.ts';
import { peakMemory } from './memory.ts';

const ENVIRONMENTS = 1000;
const CLIENTS = 50;
/** Counted apart: how often the queue is polled and environments are looked at is up to who polls and looks. */
const POLL = 'SQS.ReceiveMessage';
const LOOK = 'DynamoDB.GetItem';

export const load: Part = {
  name: 'load',
  title: `Load: ${ENVIRONMENTS} environments posted by ${CLIENTS} clients`,
  takes: '10 min',
  async measure(bench) {
    bench.say('what one invocation costs by itself');
    const own = await measureOwnCosts(bench);
    return reported({ ...(await measureLoad(bench)), own });
  },
};

async function measureLoad(bench: Bench): Promise<Omit<Measured, 'own'>> {
  const { system, proxy, target, concurrency } = await startLoaded(bench);
  const ids = Array.from({ length: ENVIRONMENTS }, (_, index) => `load-${String(index).padStart(4, '0')}`);
  const clients: Clients = { url: system.url, ids, atOnce: CLIENTS, signal: bench.signal };

  proxy.calls.length = 0;
  const began = { clock: performance.now(), time: Date.now() };
  bench.say(`${CLIENTS} clients post ${ENVIRONMENTS} environments`);
  const times = await postAll(clients);
  const accepted = performance.now();
  bench.say('all are accepted; waiting for them to be READY');
  await allReady(clients, (ready) => bench.say(`${ready} are READY`));
  const calls = proxy.calls.slice();
  const peak = await peakMemory(new URL(system.url).port);

  bench.say('counting what there is');
  const statuses = await listed(clients);
  const records = await allRecords(target, system.tableName);
  const end = Math.max(...records.map(({ readyAt = '' }) => Date.parse(readyAt)));
  const span = { begin: began.clock, end: began.clock + end - began.time };
  const countOf = (wanted: string) => calls.filter(({ name }) => name === wanted).length;
  return {
    environments: ENVIRONMENTS,
    clients: CLIENTS,
    concurrency,
    times,
    acceptedSeconds: (accepted - began.clock) / 1000,
    readySeconds: (span.end - span.begin) / 1000,
    ready: statuses.filter((status) => status === 'READY').length,
    verdict: await counts(records, target),
    calls: countByService(calls.filter(({ name }) => name !== POLL && name !== LOOK)),
    polls: countOf(POLL),
    looks: countOf(LOOK),
    // An empty queue's poll is answered by waiting.
    emulatorShare: busyShare(span, calls.filter(({ name }) => name !== POLL).map(answering)),
    peakMemory: peak,
  };
}

interface Loaded {
  system: System;
  proxy: TimingProxy;
  /** The emulator itself. */
  target: Target;
  concurrency: number;
}

/**
 * What `npm start` starts, with two differences: as many workers at once as a deployment has, and all functions in one
 * thread. In threads of their own fifty clients at once make a hundred of them, each of which loads the AWS SDK: on a
 * machine with few cores that takes longer than API Gateway waits.
 */
async function startLoaded(bench: Bench): Promise<Loaded> {
  await enterFreshAccount(bench.endpoint);
  const { endpoint, signal } = bench;
  const target = targetOf(endpoint, process.env);
  const proxy = await bench.untilEnd(timingProxy(endpoint));
  // Of what is logged, what went wrong: functions name the level, the others are known by how they begin.
  const onLog = (line: string) => {
    if (/"level":"(WARN|ERROR|CRITICAL)"|^(queue:|×)/.test(line)) bench.say(line);
  };
  bench.say('starting the system');
  const system = await bench.untilEnd(
    startSystem({ endpoint: proxy.endpoint, delivers: false, threads: false, signal, onLog }),
  );
  const concurrency = await configuredConcurrency();
  const functions = { reconcile: { events: [{ sqs: { maximumConcurrency: concurrency } }] } };
  const poller = startPoller({
    configuration: { functions },
    target: { ...target, endpoint: proxy.endpoint },
    accountId: system.accountId,
    queueUrl: system.queueUrl,
    invoke: system.invoke,
    onLog,
  });
  await bench.untilEnd(Promise.resolve({ stop: async () => poller.stop() }));
  return { system, proxy, target, concurrency };
}

/** How many workers a deployment has at once; on one machine `npm start` has fewer. */
async function configuredConcurrency(): Promise<number> {
  const file = parse(await readFile(join(ROOT, 'serverless.yml'), 'utf8')) as {
    params: { default: { workerConcurrency: number } };
  };
  return file.params.default.workerConcurrency;
}

async function allRecords(target: Target, TableName: string): Promise<EnvironmentRecord[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(target));
  const records: EnvironmentRecord[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    records.push(...(Items as EnvironmentRecord[]));
  }
  client.destroy();
  return records;
}

/** Looks through the whole account: nobody else has anything in it. */
async function counts(records: EnvironmentRecord[], { endpoint, region }: Target): Promise<Verdict> {
  const place = { endpoint, region };
  const { keys, ...named } = await inventory(place);
  const owned = (await ownedKeys({ keys }, place)).filter(({ living }) => living);
  const made = { ...named, keys: owned.map(({ id }) => id) };
  return judge(records, made, ENVIRONMENTS);
}
