import type { EnvironmentRecord } from './environment.ts';
import { isSettled } from './statuses.ts';

/** How long before its end an environment's expiry is announced. */
const NOTICE_MILLISECONDS = 60 * 60 * 1000;

interface Timed extends Pick<EnvironmentRecord, 'desired' | 'status' | 'spec' | 'expiresAt'> {
  expiryTold?: string | undefined;
  driftDueAt?: string | undefined;
}

/** When the environment ends by itself; one that is protected never does. */
const endOf = ({ desired, spec, expiresAt }: Timed): string | undefined =>
  desired === 'present' && !spec.deletionProtection ? expiresAt : undefined;

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

/** When an environment that exists and with which nothing is under way wants to be looked at next. */
export function restingDue(record: Timed): string | undefined {
  const check = record.status === 'READY' ? record.driftDueAt : undefined;
  const times = [noticeDue(record), endOf(record), check];
  return times.filter((time) => time !== undefined).sort()[0];
}

/** What a worker that claimed the record has to do: make AWS match, look for drift, or only tell news. */
export type Task = 'converge' | 'check' | 'tell';

export function taskOf(record: Timed, now: Date): Task {
  // A deletion that failed and is due is to be tried again.
  if (!isSettled(record.status) || record.status === 'DELETE_FAILED') return 'converge';
  return record.status === 'READY' && isPast(record.driftDueAt, now) ? 'check' : 'tell';
}
