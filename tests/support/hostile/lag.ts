import type { AwsAnswer } from '../aws-request.ts';
import { madeBy, type Subject } from './subject.ts';

/** What reads that lag behind may still show, and what they may not show yet. */
export interface Lag {
  /** Whether it is about something so young that it may not be visible everywhere. */
  hides(subject: Subject): boolean;
  /** What the very same read was answered with a moment ago. */
  remembers(subject: Subject): AwsAnswer | undefined;
}

export interface LagMemory extends Lag {
  /** Takes note of a request that was carried out. */
  saw(subject: Subject, answer: AwsAnswer): void;
}

/** Services whose reads are not consistent with the writes before. Of S3 that is true of buckets' settings. */
const mayBeStale = ({ service, isRead, bucketConfig }: Subject): boolean =>
  isRead && (service === 'KMS' || service === 'IAM' || bucketConfig === 'read');

/** @param milliseconds how long something new may be invisible, and how old a stale read may be */
export function lagMemory(milliseconds: number, now: () => number = () => performance.now()): LagMemory {
  const made = new Map<string, number>();
  const answered = new Map<string, { at: number; answer: AwsAnswer }>();
  const isRecent = (time: number | undefined): boolean => time !== undefined && now() - time < milliseconds;
  return {
    hides: ({ things }) => things.some((thing) => isRecent(made.get(thing))),
    remembers(subject) {
      if (!mayBeStale(subject)) return undefined;
      const before = answered.get(subject.wording);
      return isRecent(before?.at) ? before?.answer : undefined;
    },
    saw(subject, answer) {
      for (const thing of madeBy(subject, answer)) if (!made.has(thing)) made.set(thing, now());
      if (mayBeStale(subject)) answered.set(subject.wording, { at: now(), answer });
    },
  };
}
