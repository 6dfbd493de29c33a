import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { WorkerConfig } from '../../lib/config.ts';
import type { Drift, EnvironmentKey, EnvironmentRecord, Spec } from '../../lib/environment/environment.ts';
import { isSettled } from '../../lib/environment/statuses.ts';
import type { Observer, Subject } from '../../lib/observer.ts';
import { acceptEnvironment } from '../../lib/operations/accept.ts';
import { amend } from '../../lib/operations/amend.ts';
import { type Budget, budgetOf } from '../../lib/operations/budget.ts';
import { type Converged, converge } from '../../lib/operations/converge.ts';
import { importEnvironment } from '../../lib/operations/import.ts';
import { lookForDrift, viewing } from '../../lib/operations/look.ts';
import { type Manner, removal, removeEnvironment } from '../../lib/operations/remove.ts';
import type { Services } from '../../lib/operations/services.ts';
import { sweep } from '../../lib/operations/sweep.ts';
import { update } from '../../lib/operations/update.ts';
import { compare, compareToNothing, sight } from '../../lib/provisioning/compare.ts';
import { workQueue } from '../../lib/queue.ts';
import { documentClient } from '../../lib/store/client.ts';
import { environmentStore } from '../../lib/store/environments.ts';
import { quotaStore } from '../../lib/store/quota.ts';
import { choose, type Picks } from '../../lib/terraform/choose.ts';
import { lookServices } from '../../lib/worker.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newDeployment } from '../support/deployment.ts';
import { newTable } from '../support/table.ts';
import { type Life, type Wire, workerLife } from '../support/worker-life.ts';

export const REGION = 'us-east-1';
export const LEASE_SECONDS = 60;
/** More rounds of delivery than any test needs: what is not settled then never will be. */
const MOST_ROUNDS = 40;

/** One environment in an account of its own, and time that passes as the test says. */
export interface Workplace {
  key: EnvironmentKey;
  config: WorkerConfig;
  /** The API's side, as one container of it has it. */
  services: Services;
  /** Another container of the API, with connections of its own. */
  container(): Services;
  clock: { now: Date };
  /** A worker process, with somebody at its wire. */
  life(wire?: Wire): Life;
  /** One message is delivered to this worker. */
  deliver(life: Life, budget?: Partial<Budget>): Promise<Converged | undefined>;
  create(spec: Spec): Promise<unknown>;
  /** Takes over what is there. */
  adopt(picks: Picks): Promise<unknown>;
  change(spec: Spec): Promise<unknown>;
  remove(manner?: Partial<Manner>): Promise<unknown>;
  record(): Promise<EnvironmentRecord>;
  /** Time passes, the sweeper sweeps, and what SQS has is delivered, until nothing is left to do. */
  goOn(wire?: Wire): Promise<EnvironmentRecord>;
  /** What AWS has that isn't as desired: nothing may be unclear, either. */
  drift(): Promise<Drift['differences']>;
}

export async function newWorkplace(
  visibleAfterSeconds = 300,
  emulator = process.env.FAULTS_EMULATOR_ENDPOINT ?? '',
): Promise<Workplace> {
  const { accountId } = await enterFreshAccount(emulator);
  const sqs = new SQSClient();
  const queueNamed = async (name: string): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? '';
  const [tableName, eventsTableName, queueUrl, deadLetterQueueUrl, deployment] = await Promise.all([
    newTable('Environments'),
    newTable('Events'),
    queueNamed('work'),
    queueNamed('dead'),
    newDeployment(accountId),
  ]);
  const config: WorkerConfig = {
    tableName,
    eventsTableName,
    queueUrl,
    deadLetterQueueUrl,
    environmentsPerTenant: 1,
    visibleAfterSeconds,
    imports: ['*'],
    driftCheck: 'off',
    driftCheckSeconds: 86_400,
    deployment,
  };
  const clock = { now: new Date() };
  const now = () => clock.now;
  const container = (): Services => {
    const records = documentClient();
    return {
      store: environmentStore(records, tableName, now),
      queue: workQueue(sqs, queueUrl),
      quota: quotaStore(records, tableName, config.environmentsPerTenant),
      now,
      sleep,
    };
  };
  const services = container();
  const key = { tenant: 'default', id: 'pr-123' };

  const place: Workplace = {
    key,
    config,
    services,
    container,
    clock,
    life: (wire) => workerLife(config, now, wire),
    deliver: (life, budget) =>
      converge(life.services, key, { ...budgetOf(LEASE_SECONDS * 1000, clock.now), ...budget }),
    create: (spec) => acceptEnvironment(services, { ...key, caller: 'me', spec, requestHash: 'hash' }),
    change: (spec) => amend(services, { ...key, decide: update('me', () => ({ spec, setsEnd: false })) }),
    adopt: (picks) =>
      importEnvironment(
        {
          ...services,
          observer: observerHere(config, now),
          deployment,
          regions: { allowedRegions: [REGION], defaultRegion: REGION, bucketNames: ['*'] },
          imports: ['*'],
        },
        {
          ...key,
          caller: 'me',
          requestHash: 'hash',
          candidates: choose([], picks, '/resources').candidates,
          overrides: {},
        },
        (faults) => new Error(JSON.stringify(faults)),
      ),
    remove: (manner) => {
      const decide = removal('me', { force: false, retain: false, ...manner });
      return removeEnvironment(services, { ...key, decide });
    },
    async record() {
      const record = await services.store.get(key);
      if (!record) throw new Error('there is no record');
      return record;
    },
    async goOn(wire) {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const record = await place.record();
        if (isAtRest(record)) return record;
        const due = new Date(record.dueAt ?? 0);
        if (due > clock.now) clock.now = due;
        await sweep(services);
        for (const _ of await received(place)) await place.deliver(place.life(wire));
      }
      throw new Error(`not at rest after ${MOST_ROUNDS} rounds: ${JSON.stringify(await place.record())}`);
    },
    async drift() {
      const { services } = place.life();
      const handlers = services.handlers({ before: () => undefined, after: () => undefined });
      const signal = new AbortController().signal;
      const { differences, unclear } = await lookForDrift(
        { ...services, handlers },
        await place.record(),
        signal,
      );
      if (unclear.length > 0) throw new Error(`unclear: ${JSON.stringify(unclear)}`);
      return differences;
    },
  };
  return place;
}

/** What the function behind plans does, without a function. */
function observerHere(config: WorkerConfig, now: () => Date): Observer {
  const view = (subject: Subject) =>
    viewing({ ...lookServices(config), now }, subject, new AbortController().signal);
  return {
    sight: (subject) => sight(view(subject)),
    present: (subject) => compare(view(subject)),
    absent: (subject, { force }) => compareToNothing({ ...view(subject), force }),
  };
}

/** Nothing is under way, held or untold. */
export const isAtRest = ({ status, leaseUntil, outbox }: EnvironmentRecord): boolean =>
  isSettled(status) && !leaseUntil && Object.keys(outbox).length === 0;

/** The bodies of the messages that are there; they are there no more. */
export async function received({
  config: { queueUrl: QueueUrl },
}: Pick<Workplace, 'config'>): Promise<string[]> {
  const sqs = new SQSClient();
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
  );
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => Body);
}
