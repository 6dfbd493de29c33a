import { isKept } from '../environment/adoption.ts';
import { blueprint } from '../environment/blueprint.ts';
import { taskOf } from '../environment/due.ts';
import type { EnvironmentRecord } from '../environment/environment.ts';
import { awsCallEvent, newEvent } from '../environment/events.ts';
import { runsThatDied } from '../environment/record.ts';
import { type Conclusion, conclude, concludeLook, type Moment } from '../environment/status.ts';
import { statusInProgress } from '../environment/statuses.ts';
import { Interrupted, LeaseLost } from '../provisioning/errors.ts';
import type { Outcome } from '../provisioning/graph.ts';
import { reconcile } from '../provisioning/reconcile.ts';
import { MAX_ATTEMPTS } from '../provisioning/retry.ts';
import { teardown } from '../provisioning/teardown.ts';
import type { Budget } from './budget.ts';
import { recordJournal } from './journal.ts';
import { lookForDrift } from './look.ts';
import type { RunLog } from './tell.ts';
import type { WorkerServices } from './worker-services.ts';

export interface RunResult {
  conclusion: Conclusion;
  ended: Date;
  /** As the run left them; absent: it did not touch them. */
  resources?: EnvironmentRecord['resources'];
  /** What a bug threw, or that the runs before died. */
  crash?: unknown;
}

/** What the record asks for at this moment. */
export async function carryOut(
  record: EnvironmentRecord,
  services: WorkerServices,
  budget: Budget,
  log: RunLog,
): Promise<RunResult> {
  const { driftCheck, driftCheckSeconds, now, random } = services;
  const died = runsThatDied(record) >= MAX_ATTEMPTS;
  const concluded = (conclusionAt: (moment: Moment) => Conclusion) => {
    const moment = { now: now(), random: random(), driftCheckSeconds };
    return { conclusion: conclusionAt(moment), ended: moment.now };
  };
  const task = taskOf(record, now());
  if (task === 'converge') {
    const refused = died ? givenUp(record) : services.takesOver ? undefined : unlessPending(record);
    const { outcomes, ...rest } = refused ?? (await runOn(record, services, budget, log));
    const after = { ...record, resources: rest.resources };
    return { ...concluded((moment) => conclude(after, outcomes, moment)), ...rest };
  }
  const repair = driftCheck === 'repair';
  if (task === 'tell' || driftCheck === 'off' || died) {
    return concluded((moment) => concludeLook(record, { drift: undefined, repair }, moment));
  }
  try {
    // A look at an environment with which nothing is under way is no news.
    const handlers = services.handlers({ before: unlessOver(services, budget), after: () => undefined });
    const drift = await lookForDrift({ ...services, handlers }, record, budget.signal);
    return concluded((moment) => concludeLook(record, { drift, repair }, moment));
  } catch (crash) {
    return { ...concluded((moment) => concludeLook(record, { drift: undefined, repair }, moment)), crash };
  }
}

/**
 * Keeps calls back that could still be under way when the lease is somebody else's: the record's epoch stops a
 * late write to the record, and only this one to AWS. It asks the clock, which goes on while a process sleeps.
 */
const unlessOver =
  ({ now }: WorkerServices, { stop }: Budget) =>
  (): void => {
    if (now() >= stop) throw new Interrupted('the time for calls to AWS is over');
  };

/** A run that ends the worker, whatever is tried, is not begun again and again. */
function givenUp(record: EnvironmentRecord): Work {
  const message = `The worker ended ${runsThatDied(record)} times in a row in the middle of its work. Its log may say why.`;
  const error = { code: 'worker-died', message, retryable: false };
  return {
    outcomes: [{ logicalId: 'environment', result: 'failed', error }],
    resources: record.resources,
    crash: new Error(message),
  };
}

/**
 * Where nothing is taken over, nothing is, whoever wrote into the record that it is to be. A deletion leaves it anyhow.
 */
function unlessPending({ desired, resources }: EnvironmentRecord): Work | undefined {
  const isPending = Object.values(resources).some(({ adopted }) => adopted === 'pending');
  if (!isPending || desired === 'absent') return undefined;
  const message =
    'This deployment takes nothing over any more: deploy it with imports, or delete this environment.';
  const error = { code: 'imports-off', message, retryable: false };
  return { outcomes: [{ logicalId: 'environment', result: 'failed', error }], resources };
}

interface Work {
  outcomes: Outcome[];
  resources: EnvironmentRecord['resources'];
  crash?: unknown;
}

async function runOn(
  record: EnvironmentRecord,
  services: WorkerServices,
  budget: Budget,
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
    const over = new AbortController();
    const journal = recordJournal({ lease, claim: record, nodes, now, onOver: () => over.abort() });
    resources = journal.resources;
    const run = {
      nodes,
      handlers: services.handlers({
        before: unlessOver(services, budget),
        after: (call) => log.add(awsCallEvent(record, call)),
      }),
      journal,
      now,
      visibleAfterSeconds,
      signal: AbortSignal.any([budget.signal, over.signal]),
    };
    const work =
      record.desired === 'present'
        ? reconcile(run)
        : teardown({ ...run, force: record.force, isKept: (logicalId) => isKept(record, logicalId) });
    const outcomes = await work.finally(journal.closed);
    return { outcomes, resources };
  } catch (crash) {
    if (crash instanceof LeaseLost) throw crash;
    const message = 'The service made an error. Its log has the details under this environment.';
    const error = { code: 'internal-error', message, retryable: true };
    return { outcomes: [{ logicalId: 'environment', result: 'failed', error }], resources, crash };
  }
}
