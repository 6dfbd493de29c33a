import type { Environment } from '../../../client/contract.ts';
import { nameOf } from './words.ts';

/** What an environment is in that is not as it should be, and what to do. */
export interface NextStep {
  tone: 'bad' | 'quiet';
  title: string;
  reasons: string[];
  /** What somebody can do now, the nearest first. */
  steps: string[];
}

const DAY = 24 * 60 * 60 * 1000;

/** What to tell before everything else; undefined: nothing. */
export function nextStep(environment: Environment, now: number): NextStep | undefined {
  const { status, statusReason } = environment;
  const failures = environment.resources.filter(({ error }) => error);
  const told = failures.map(({ logicalId, error }) => `${nameOf(logicalId)}: ${error?.message}`);
  const reasons = told.length > 0 ? told : statusReason ? [withoutCode(statusReason)] : [];
  const mayPass = failures.length > 0 && failures.every(({ error }) => error?.retryable);
  if (status === 'FAILED') {
    return {
      tone: 'bad',
      title: 'It could not be made as desired',
      reasons,
      steps: [
        mayPass
          ? 'It was tried several times. The reason may have passed by now: reconcile tries again.'
          : 'Put right what the reason names, then reconcile: it goes on where it stopped.',
        'Or change what is desired, or delete it.',
      ],
    };
  }
  if (status === 'DELETE_FAILED') {
    const isFull = failures.some(({ error }) => error?.code === 'bucket-not-empty');
    return {
      tone: 'bad',
      title: 'It could not be deleted',
      reasons,
      steps: isFull
        ? [
            'Delete it again and have the buckets emptied, or empty them yourself first.',
            'Or restore it: what was deleted already is made anew.',
          ]
        : [
            mayPass
              ? 'It is tried again by itself every hour. Delete asks for it at once.'
              : 'Put right what the reason names, then delete it again.',
            'Or restore it.',
          ],
    };
  }
  return status === 'DELETED' ? deleted(environment, now) : undefined;
}

function deleted(environment: Environment, now: number): NextStep {
  if (environment.statusReason === 'retained') {
    return {
      tone: 'quiet',
      title: 'It was handed over',
      reasons: ['Its resources are left at AWS as they are, without the ownership tags.'],
      steps: ['To take them over again: POST /imports, as docs/terraform.md says.'],
    };
  }
  const until = restorableUntil(environment);
  const isOver = until !== undefined && until <= now;
  return {
    tone: 'quiet',
    title: 'It is deleted',
    reasons: [],
    steps: isOver
      ? ['Its key is gone for good. Create it anew: its id is free.']
      : ['Restore takes the deletion back. Buckets are made anew, without the objects that were in them.'],
  };
}

/** Until when a deletion can be taken back, in milliseconds since 1970; undefined: there is no end to it. */
export function restorableUntil({ spec, deletedAt }: Environment): number | undefined {
  const { deletionWindowDays } = spec.encryption;
  if (deletionWindowDays === undefined || deletedAt === undefined) return undefined;
  return Date.parse(deletedAt) + deletionWindowDays * DAY;
}

/** Whether there is a deletion that can be taken back. */
export function isRestorable(environment: Environment, now: number): boolean {
  const { status, statusReason } = environment;
  if (status === 'DELETING' || status === 'DELETE_FAILED') return true;
  if (status !== 'DELETED' || statusReason === 'retained') return false;
  return (restorableUntil(environment) ?? Number.POSITIVE_INFINITY) > now;
}

const withoutCode = (reason: string): string => reason.replace(/^[a-z-]+: /, '');
