import type { EnvironmentRecord } from './environment.ts';
import { isSettled } from './statuses.ts';

/** How long before its end an environment's expiry is announced. */
const NOTICE_MILLISECONDS = 60 * 60 * 1000;

interface Timed extends Pick<EnvironmentRecord, 'desired' | 'status' | 'spec' | 'expiresAt'> {
  expiryTold?: string | undefined;
  driftDueAt?: string | undefined;
  retryAt?: string | undefined;
}

/** When the environment ends by itself; one that is protected never does. */
export const endOf = ({ desired, spec, expiresAt }: Timed): string | undefined =>
  desired === 'present' && !spec.deletionProtection ? expiresAt : undefined;

/** Of times in the one form that the record uses. */
export const earliest = (...times: (string | undefined)[]): string | undefined =>
  times.filter((time) => time !== undefined).sort()[0];

const isPast = (time: string | undefined, now: Date): boolean =>
  time !== undefined && Date.parse(time) <= now.getTime();

/** Whether the time has come to tear it down. */
export const hasExpired = (record: Timed, now: Date): boolean => isPast(endOf(record), now);

/** When its end is to be announced: an hour before, once for each end. */
function noticeDue(record: Timed): string | undefined {
  const end = endOf(record);
  if (end === undefined || record.expiryTold === end) return undefined;
  return new Date(Date.parse(end) - NOTICE_MILLISECONDS).toISOString();
}

export const isNoticeDue = (record: Timed, now: Date): boolean => isPast(noticeDue(record), now);

/** When an environment with which nothing is under way wants to be looked at next. */
export function restingDue(record: Timed): string | undefined {
  const check = record.status === 'READY' ? record.driftDueAt : undefined;
  const times = [noticeDue(record), endOf(record), check, record.retryAt];
  return earliest(...times);
}

/** What a worker that claimed the record has to do: make AWS match, look for drift, or only tell news. */
export type Task = 'converge' | 'check' | 'tell';

export function taskOf(record: Timed, now: Date): Task {
  if (!isSettled(record.status) || isPast(record.retryAt, now)) return 'converge';
  return record.status === 'READY' && isPast(record.driftDueAt, now) ? 'check' : 'tell';
}
