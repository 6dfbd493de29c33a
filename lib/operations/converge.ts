import { hasExpired } from '../environment/due.ts';
import type { EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { newsOf } from '../environment/news.ts';
import type { Conclusion } from '../environment/status.ts';
import { isFailed } from '../environment/statuses.ts';
import { logger } from '../logger.ts';
import { LeaseLost } from '../provisioning/errors.ts';
import { settleAll } from '../provisioning/graph.ts';
import type { LeaseStore } from '../store/lease.ts';
import type { Budget } from './budget.ts';
import { carryOut } from './carry-out.ts';
import { enqueue } from './enqueue.ts';
import { publish, type RunLog, runLog } from './tell.ts';
import type { WorkerServices } from './worker-services.ts';

/** Seconds after which what could not be published is tried again. */
const PUBLISH_AGAIN_AFTER_SECONDS = 60;

/** How a run came out; `undefined` in place of it: there was nothing to do, or it was another worker's. */
export interface Converged {
  record: EnvironmentRecord;
  conclusion: Conclusion;
  superseded: boolean;
  /** An error of the service itself. The record counts it as a failed attempt. */
  crash?: unknown;
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
  try {
    return await runAndTell(services, record, budget, log);
  } finally {
    await log.kept();
  }
}

async function runAndTell(
  services: WorkerServices,
  record: EnvironmentRecord,
  budget: Budget,
  log: RunLog,
): Promise<Converged> {
  const [run, published] = await settleAll([
    carryOut(record, services, budget, log),
    publish(services, record, Object.values(record.outbox)),
  ]);
  const { conclusion, ended, crash, ...made } = run;
  // Before it is DELETED: from then on the id may be somebody's new environment.
  if (conclusion.status === 'DELETED' && record.status !== 'DELETED') await giveBack(services, record);
  const news = newsOf(record, made.resources ?? record.resources, conclusion, ended);
  const visible = made.resources !== undefined || conclusion.drift !== record.drift;
  const end = { conclusion, ...made, now: ended, news, published, visible };
  const unpublished = Object.keys(record.outbox).length > published.length;
  if (crash !== undefined && isFailed(conclusion.status)) await bury(services, record, conclusion);
  const superseded = await finish(services, record, end, { unpublished, log });
  if (superseded && conclusion.status === 'DELETED') await takeAgain(services, record);
  const delay = superseded ? 0 : conclusion.againInSeconds;
  if (delay !== undefined) await enqueue(services, record, delay);
  return { record, conclusion, superseded, ...(crash !== undefined && { crash }) };
}

/** No further attempt follows by itself, so somebody has to look at it. */
async function bury(
  { deadLetters }: WorkerServices,
  record: EnvironmentRecord,
  { statusReason = '' }: Conclusion,
): Promise<void> {
  try {
    await deadLetters.bury(record, statusReason);
  } catch (error) {
    logger.error('given up, and not in the dead-letter queue', { statusReason, error });
  }
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
async function takeAgain({ quota, now }: WorkerServices, record: EnvironmentRecord): Promise<void> {
  await quota?.take(record, now());
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
