import type { Outcome } from '../provisioning/graph.ts';
import type { ResourceError } from '../provisioning/resource.ts';
import { MAX_ATTEMPTS, retryDelaySeconds } from '../provisioning/retry.ts';
import { wasHandedOver } from './adoption.ts';
import { earliest, endOf, isNoticeDue, restingDue } from './due.ts';
import type { Condition, Drift, EnvironmentRecord, Status } from './environment.ts';
import { isSettled, statusInProgress } from './statuses.ts';

/** What a run means for the record: everything the final save writes besides the resources. */
export interface Conclusion {
  status: Status;
  statusReason?: string;
  conditions: Condition[];
  observedGeneration: number;
  attempts: number;
  /** When to look again; absent: only when somebody asks. */
  dueAt?: string;
  readyAt?: string;
  deletedAt?: string;
  /** The end whose approach is announced with this. */
  expiryTold?: string;
  drift?: Drift;
  driftDueAt?: string;
  retryAt?: string;
  /** Present, and undefined: there is none any more. */
  retiredPolicies?: undefined;
  /** Seconds until the next run, when one follows by itself. */
  againInSeconds?: number;
}

export interface Moment {
  now: Date;
  /** Seconds between two looks for drift. They are kept also where nobody looks: it may be turned on later. */
  driftCheckSeconds: number;
  /** A number in [0, 1) that spreads retries. */
  random: number;
}

type Verdict = 'done' | 'continues' | 'retries' | 'failed';

/** A deletion that failed for reasons that may pass is not given up: nobody may be there to ask again. */
const DELETION_AGAIN_AFTER_SECONDS = 3600;

/** One row per verdict and desired state; the status while work goes on depends on the environment's past. */
const FINAL: Record<EnvironmentRecord['desired'], Record<'done' | 'failed', Status>> = {
  present: { done: 'READY', failed: 'FAILED' },
  absent: { done: 'DELETED', failed: 'DELETE_FAILED' },
};

/**
 * Derives status, conditions and the next due time from how the nodes came out of a run. Pure.
 *
 * @param record with its resources as the run left them
 */
export function conclude(
  record: EnvironmentRecord,
  outcomes: readonly Outcome[],
  moment: Moment,
): Conclusion {
  const errors = outcomes.flatMap((outcome) =>
    outcome.result === 'failed' ? [{ logicalId: outcome.logicalId, error: outcome.error }] : [],
  );
  const verdict = verdictOf(outcomes, errors, record.attempts + 1);
  // An interruption is no attempt, and it doesn't make the earlier ones undone either.
  const attempts = {
    done: 0,
    continues: record.attempts,
    retries: record.attempts + 1,
    failed: record.attempts + 1,
  }[verdict];
  const worst = errors.find(({ error }) => !error.retryable) ?? errors[0];
  const settled = verdict === 'done' || verdict === 'failed';
  const status = settled ? FINAL[record.desired][verdict] : statusInProgress(record);
  const delay = { done: undefined, failed: undefined, continues: 0, retries: delayOf(attempts, moment) }[
    verdict
  ];
  const time = moment.now.toISOString();
  const handedOver = status === 'DELETED' && wasHandedOver(record.resources);
  const reason = worst ? `${worst.error.code}: ${worst.error.message}` : handedOver ? 'retained' : undefined;
  const drift = record.desired === 'present' ? driftAfter(record.drift, status, time) : undefined;
  return scheduled(record, moment, {
    status,
    ...(reason && { statusReason: reason }),
    conditions: conditionsOf(record.conditions, { status, verdict, worst, handedOver }, time),
    observedGeneration: verdict === 'done' ? record.generation : record.observedGeneration,
    attempts,
    ...(drift && { drift }),
    ...(status === 'READY' && {
      readyAt: record.readyAt ?? time,
      driftDueAt: after(moment.now, moment.driftCheckSeconds),
      // Whatever is made under their names from now on is somebody else's.
      ...(record.retiredPolicies && { retiredPolicies: undefined }),
    }),
    ...(status === 'DELETED' && { deletedAt: time }),
    ...(status === 'DELETE_FAILED' &&
      worst?.error.retryable && { retryAt: after(moment.now, DELETION_AGAIN_AFTER_SECONDS) }),
    ...(delay !== undefined && { dueAt: after(moment.now, delay), againInSeconds: delay }),
  });
}

/**
 * What a look at an environment with which nothing was under way means for its record.
 *
 * @param drift  what it told; undefined: there was no look
 * @param repair whether what it told is to be made as desired at once
 */
export function concludeLook(
  record: EnvironmentRecord,
  { drift, repair }: { drift: Drift | undefined; repair: boolean },
  moment: Moment,
): Conclusion {
  const { statusReason, conditions, observedGeneration, attempts } = record;
  const goesOn = repair && drift !== undefined && drift.differences.length > 0;
  const latest = drift ?? record.drift;
  return scheduled(record, moment, {
    status: goesOn ? statusInProgress(record) : record.status,
    ...(statusReason && { statusReason }),
    conditions,
    observedGeneration,
    attempts,
    ...(latest && { drift: latest }),
    ...(record.retryAt && { retryAt: record.retryAt }),
    ...(record.status === 'READY' && { driftDueAt: nextCheck(record, moment) }),
    ...(goesOn && { dueAt: moment.now.toISOString(), againInSeconds: 0 }),
  });
}

const nextCheck = ({ driftDueAt }: EnvironmentRecord, { now, driftCheckSeconds }: Moment): string =>
  driftDueAt && Date.parse(driftDueAt) > now.getTime() ? driftDueAt : after(now, driftCheckSeconds);

/** The conditions once something was asked for: whatever was so before, it is not so yet. */
export const conditionsOnRequest = (previous: readonly Condition[], now: Date): Condition[] =>
  transitions(previous, now.toISOString(), {
    ready: false,
    progressing: true,
    reason: 'Requested',
    message: 'What was asked for is not done yet.',
  });

/** Adds when to look again, and whether the environment's end is announced with this. */
function scheduled(record: EnvironmentRecord, { now }: Moment, conclusion: Conclusion): Conclusion {
  const { status, driftDueAt, retryAt } = conclusion;
  const { expiresAt, expiryTold: told } = record;
  const expiryTold = isSettled(status) && isNoticeDue(record, now) ? expiresAt : told;
  const next = { ...record, status, expiryTold, driftDueAt, retryAt };
  // Whatever is to be tried again, its end is not put off for it.
  const dueAt = conclusion.dueAt ? earliest(conclusion.dueAt, endOf(next)) : restingDue(next);
  return { ...conclusion, ...(dueAt && { dueAt }), ...(expiryTold && { expiryTold }) };
}

/** Where everything was read back as desired, there is no drift any more. */
const driftAfter = (drift: Drift | undefined, status: Status, time: string): Drift | undefined =>
  drift && status === 'READY' && drift.differences.length > 0 && !drift.repairedAt
    ? { ...drift, repairedAt: time }
    : drift;

function verdictOf(
  outcomes: readonly Outcome[],
  errors: readonly { error: ResourceError }[],
  attempts: number,
): Verdict {
  if (errors.some(({ error }) => !error.retryable)) return 'failed';
  if (errors.length > 0) return attempts >= MAX_ATTEMPTS ? 'failed' : 'retries';
  return outcomes.every(({ result }) => result === 'done') ? 'done' : 'continues';
}

const delayOf = (attempts: number, { random }: Moment): number =>
  retryDelaySeconds(Math.max(attempts, 1), random);

const after = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

interface Finding {
  status: Status;
  verdict: Verdict;
  worst: { logicalId: string; error: ResourceError } | undefined;
  handedOver: boolean;
}

function conditionsOf(previous: readonly Condition[], finding: Finding, time: string): Condition[] {
  const { status } = finding;
  const facts = { ready: status === 'READY', progressing: !isSettled(status), ...inWords(finding) };
  return transitions(previous, time, facts);
}

function inWords({ status, verdict, worst, handedOver }: Finding): Pick<Facts, 'reason' | 'message'> {
  if (worst) {
    const { logicalId, error } = worst;
    return { reason: pascalCase(error.code), message: `${logicalId}: ${error.message}` };
  }
  if (handedOver) {
    return { reason: 'Retained', message: 'The resources are left as they are, without the ownership tags.' };
  }
  return status === 'DELETED'
    ? { reason: 'Deleted', message: 'Everything is deleted; a key stays in its deletion window.' }
    : { reason: REASONS[verdict], message: SENTENCES[verdict] };
}

interface Facts {
  ready: boolean;
  progressing: boolean;
  reason: string;
  message: string;
}

/** Both conditions; each keeps its time while its status stays. */
function transitions(
  previous: readonly Condition[],
  time: string,
  { ready, progressing, reason, message }: Facts,
): Condition[] {
  const condition = (type: Condition['type'], holds: boolean): Condition => {
    const before = previous.find((entry) => entry.type === type);
    const value = holds ? 'True' : 'False';
    const lastTransitionTime = before?.status === value ? before.lastTransitionTime : time;
    return { type, status: value, reason, message, lastTransitionTime };
  };
  return [condition('Ready', ready), condition('Progressing', progressing)];
}

const REASONS: Record<Verdict, string> = {
  done: 'AsDesired',
  continues: 'Continues',
  retries: 'Retries',
  failed: 'Failed',
};

const SENTENCES: Record<Verdict, string> = {
  done: 'Every resource was read back as desired.',
  continues: 'The work goes on in another run.',
  retries: 'A step failed and is tried again.',
  failed: 'A step failed.',
};

const pascalCase = (code: string): string =>
  code.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
