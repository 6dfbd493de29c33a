import { blueprint } from '../environment/blueprint.ts';
import type { Deployment, EnvironmentKey, EnvironmentRecord } from '../environment/environment.ts';
import { type Conclusion, conclude } from '../environment/status.ts';
import { LeaseLost } from '../provisioning/errors.ts';
import type { Outcome } from '../provisioning/graph.ts';
import { reconcile } from '../provisioning/reconcile.ts';
import type { Registry } from '../provisioning/resource.ts';
import { teardown } from '../provisioning/teardown.ts';
import type { WorkQueue } from '../queue.ts';
import type { LeaseStore } from '../store/lease.ts';
import { enqueue } from './enqueue.ts';
import { recordJournal } from './journal.ts';

export interface WorkerServices {
  lease: LeaseStore;
  queue: WorkQueue;
  handlers: Registry;
  deployment: Deployment;
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
  now: () => Date;
  /** A number in [0, 1). */
  random: () => number;
}

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
 * One run on one record: claims it, makes the world match it, saves how that went, and sees to it that the
 * next run comes when one is needed. It may die anywhere: the record is due again when the lease ends.
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

  const { outcomes, resources, crash } = await runOn(record, services, budget.signal);
  const conclusion = conclude(record, outcomes, { now: now(), random: services.random() });
  const { superseded } = await lease.finish(record, { conclusion, resources, now: now() });
  const delay = superseded ? 0 : conclusion.againInSeconds;
  if (delay !== undefined) await enqueue(services, key, delay);
  if (crash) throw crash;
  return { record, conclusion, superseded };
}

interface RunResult {
  outcomes: Outcome[];
  resources: EnvironmentRecord['resources'];
  /** A bug. The record counts it as a failed attempt; the message fails too, so that somebody is told. */
  crash?: unknown;
}

async function runOn(
  record: EnvironmentRecord,
  { lease, handlers, deployment, now, visibleAfterSeconds }: WorkerServices,
  signal: AbortSignal,
): Promise<RunResult> {
  let { resources } = record;
  try {
    const nodes = blueprint(record, deployment);
    const superseding = new AbortController();
    const onSuperseded = () => superseding.abort();
    const journal = recordJournal({ lease, claim: record, nodes, now, onSuperseded });
    resources = journal.resources;
    const run = {
      nodes,
      handlers,
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

const hasExpired = ({ desired, expiresAt, spec }: EnvironmentRecord, now: Date): boolean =>
  desired === 'present' &&
  !spec.deletionProtection &&
  expiresAt !== undefined &&
  Date.parse(expiresAt) <= now.getTime();
