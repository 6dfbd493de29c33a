import type { Bus } from '../bus.ts';
import { blueprint } from '../environment/blueprint.ts';
import { hasExpired, taskOf } from '../environment/due.ts';
import type { Deployment, EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { awsCallEvent, newEvent } from '../environment/events.ts';
import { newsOf } from '../environment/news.ts';
import { type Conclusion, conclude, concludeLook, type Moment } from '../environment/status.ts';
import { statusInProgress } from '../environment/statuses.ts';
import { logger } from '../logger.ts';
import { LeaseLost } from '../provisioning/errors.ts';
import { type Outcome, settleAll } from '../provisioning/graph.ts';
import { reconcile } from '../provisioning/reconcile.ts';
import type { AwsCall, Registry } from '../provisioning/resource.ts';
import { teardown } from '../provisioning/teardown.ts';
import type { WorkQueue } from '../queue.ts';
import type { EventStore } from '../store/events.ts';
import type { LeaseStore } from '../store/lease.ts';
import type { Quota } from '../store/quota.ts';
import { enqueue } from './enqueue.ts';
import { recordJournal } from './journal.ts';
import { lookForDrift } from './look.ts';
import { publish, type RunLog, runLog } from './tell.ts';

export interface WorkerServices {
  lease: LeaseStore;
  events: EventStore;
  bus: Bus;
  queue: WorkQueue;
  /** Absent: tenants may have any number of environments. */
  quota?: Quota;
  /** The handlers, each call of which is reported. */
  handlers: (report: (call: AwsCall) => void) => Registry;
  deployment: Deployment;
  /** Whether to look for drift from time to time, and to repair what is found. */
  driftCheck: 'off' | 'report' | 'repair';
  /** Seconds between two looks for drift. */
  driftCheckSeconds: number;
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
  now: () => Date;
  /** A number in [0, 1). */
  random: () => number;
}

/** Seconds after which what could not be published is tried again. */
const PUBLISH_AGAIN_AFTER_SECONDS = 60;

export interface Budget {
  /** When the worker is certainly over: the lease lasts until then. */
  end: Date;
  /** Aborted when no further step may be taken. */
  signal: AbortSignal;
}

/** How a run came out; `undefined` in place of it: there was nothing to do, or it was another worker's. */
export interface Converged {
  record: EnvironmentRecord;
  conclusion: Conclusion;
  superseded: boolean;
}

/**
 * One run on one record: claims it, makes the world match it, saves how that went, tells it, and sees to it
 * that the next run comes when one is needed. It may die anywhere: the record is due again when the lease
 * ends, and what is in its outbox is told then.
 *
 * @throws LeaseLost when the run took longer than its lease
 */
export async function converge(
  services: WorkerServices,
  key: EnvironmentKey,
  budget: Budget,
): Promise<Converged | undefined> {
  const { lease, now } = services;
  const claimed = await lease.claim(key, now(), budget.end);
  if (!claimed) return undefined;
  const record = hasExpired(claimed, now()) ? await lease.expire(claimed, now()) : claimed;

  const log = runLog(services, key);
  const [run, published] = await settleAll([
    carryOut(record, services, budget.signal, log),
    publish(services, record, Object.values(record.outbox)),
  ]);
  const { conclusion, ended, crash, ...made } = run;
  // Before it is DELETED: from then on the id may be somebody's new environment.
  if (conclusion.status === 'DELETED' && record.status !== 'DELETED') await giveBack(services, record);
  const news = newsOf(record, made.resources ?? record.resources, conclusion, ended);
  const visible = made.resources !== undefined || conclusion.drift !== record.drift;
  const end = { conclusion, ...made, now: ended, news, published, visible };
  const unpublished = Object.keys(record.outbox).length > published.length;
  const superseded = await finish(services, record, end, { unpublished, log });
  if (superseded && conclusion.status === 'DELETED') await takeAgain(services, record);
  const delay = superseded ? 0 : conclusion.againInSeconds;
  if (delay !== undefined) await enqueue(services, key, delay);
  await log.kept();
  if (crash) throw crash;
  return { record, conclusion, superseded };
}

/** Gives the environment's place in the quota back. One that stays taken is found out when there is no other. */
async function giveBack({ quota }: WorkerServices, { tenant, uid }: EnvironmentRecord): Promise<void> {
  try {
    await quota?.give(tenant, uid);
  } catch (error) {
    logger.warn('place in the quota not given back; a later count does it', { error });
  }
}

/** The deletion was taken back while its last run gave the place away. Without room there is one too many for once. */
async function takeAgain({ quota, now }: WorkerServices, { tenant, uid }: EnvironmentRecord): Promise<void> {
  await quota?.take(tenant, uid, now());
}

/** Saves the end of a run, tells what is new, and gives the lease back. @returns whether it was superseded */
async function finish(
  services: WorkerServices,
  record: EnvironmentRecord,
  end: Parameters<LeaseStore['finish']>[1],
  { unpublished, log }: { unpublished: boolean; log: RunLog },
): Promise<boolean> {
  const { lease, now } = services;
  const { conclusion, news } = end;
  const soon = new Date(now().getTime() + PUBLISH_AGAIN_AFTER_SECONDS * 1000).toISOString();
  const dueAt = (owed: boolean): string | undefined =>
    owed ? [soon, conclusion.dueAt ?? soon].sort()[0] : conclusion.dueAt;
  const due = dueAt(unpublished);
  const { superseded } = await lease.finish(record, {
    ...end,
    conclusion: { ...conclusion, ...(due && { dueAt: due }) },
  });
  if (superseded || news.length === 0) return superseded;
  const [published] = await settleAll([publish(services, record, news), log.kept()]);
  const owed = unpublished || published.length < news.length;
  try {
    return (await lease.release(record, { dueAt: dueAt(owed), published })).superseded;
  } catch (error) {
    // What is DELETED may have made room for a new life meanwhile; how this one ended is saved.
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}

interface RunResult {
  conclusion: Conclusion;
  ended: Date;
  /** As the run left them; absent: it did not touch them. */
  resources?: EnvironmentRecord['resources'];
  /** A bug. The record counts it as a failed attempt; the message fails too, so that somebody is told. */
  crash?: unknown;
}

/** What the record asks for at this moment. */
async function carryOut(
  record: EnvironmentRecord,
  services: WorkerServices,
  signal: AbortSignal,
  log: RunLog,
): Promise<RunResult> {
  const { driftCheck, driftCheckSeconds, now, random } = services;
  const concluded = (conclusionAt: (moment: Moment) => Conclusion) => {
    const moment = { now: now(), random: random(), driftCheckSeconds };
    return { conclusion: conclusionAt(moment), ended: moment.now };
  };
  const task = taskOf(record, now());
  if (task === 'converge') {
    const { outcomes, ...rest } = await runOn(record, services, signal, log);
    return { ...concluded((moment) => conclude(record, outcomes, moment)), ...rest };
  }
  const repair = driftCheck === 'repair';
  if (task === 'tell' || driftCheck === 'off') {
    return concluded((moment) => concludeLook(record, { drift: undefined, repair }, moment));
  }
  try {
    const handlers = services.handlers(noReport);
    const drift = await lookForDrift({ ...services, handlers }, record, signal);
    return concluded((moment) => concludeLook(record, { drift, repair }, moment));
  } catch (crash) {
    return { ...concluded((moment) => concludeLook(record, { drift: undefined, repair }, moment)), crash };
  }
}

/** A look at an environment with which nothing is under way is no news. */
const noReport = () => undefined;

interface Work {
  outcomes: Outcome[];
  resources: EnvironmentRecord['resources'];
  crash?: unknown;
}

async function runOn(
  record: EnvironmentRecord,
  services: WorkerServices,
  signal: AbortSignal,
  log: RunLog,
): Promise<Work> {
  const { lease, deployment, now, visibleAfterSeconds } = services;
  let { resources } = record;
  if (record.status === 'PENDING') {
    const message = `The environment is ${statusInProgress(record)}.`;
    log.add(newEvent('environment.provisioning', record, now(), message));
  }
  try {
    const nodes = blueprint(record, deployment);
    const superseding = new AbortController();
    const onSuperseded = () => superseding.abort();
    const journal = recordJournal({ lease, claim: record, nodes, now, onSuperseded });
    resources = journal.resources;
    const run = {
      nodes,
      handlers: services.handlers((call) => log.add(awsCallEvent(record, call))),
      journal,
      now,
      visibleAfterSeconds,
      signal: AbortSignal.any([signal, superseding.signal]),
    };
    const outcomes = await (record.desired === 'present'
      ? reconcile(run)
      : teardown({ ...run, force: record.force }));
    return { outcomes, resources };
  } catch (crash) {
    if (crash instanceof LeaseLost) throw crash;
    const message = 'The service made an error. Its log has the details under this environment.';
    const error = { code: 'internal-error', message, retryable: true };
    return { outcomes: [{ logicalId: 'environment', result: 'failed', error }], resources, crash };
  }
}
