import { createHash } from 'node:crypto';
import type { AwsAnswer } from '../aws-request.ts';
import { absent, failed, invalidPrincipal, throttled } from './answers.ts';
import type { Lag } from './lag.ts';
import { isCreateBucket, type Subject } from './subject.ts';

export const FAULT_KINDS = [
  'delay',
  'throttle',
  'server-error',
  'cut-before',
  'cut-after',
  'not-visible-yet',
  'invalid-principal',
  'stale-read',
  'doubled-message',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What becomes of a request. A number between 0 and 1 says how, where there is a choice. */
export type Fate =
  /** It is answered instead of being carried out. */
  | { does: 'answer'; answer: AwsAnswer }
  /** It is carried out, and answered like this all the same. */
  | { does: 'answer afterwards'; answer: AwsAnswer }
  /** The connection ends without an answer; it is carried out, or not. */
  | { does: 'cut'; carriedOut: boolean }
  | { does: 'wait'; milliseconds: number }
  | { does: 'carry out twice' };

interface Fault {
  /** How often it is drawn compared to others that are possible as well; left out: 1. */
  weight?: number;
  applies: (subject: Subject, lag: Lag) => boolean;
  /** @param choice in [0, 1) */
  fate: (subject: Subject, choice: number, lag: Lag) => Fate;
}

const LONGEST_DELAY_MILLISECONDS = 300;

const COMPLAINING = new Set(['KMS', 'IAM', 'S3', 'DynamoDB', 'SQS', 'Events']);
/** What a poller does all the time is spared the faults that only hold it up. */
const isPolling = ({ name }: Subject): boolean => /^SQS\.(Receive|Delete)Message/.test(name);
const complains = (subject: Subject): boolean => COMPLAINING.has(subject.service) && !isPolling(subject);

const WITH_POLICY =
  /^(KMS\.(CreateKey|PutKeyPolicy)|IAM\.(CreateRole|UpdateAssumeRolePolicy)|S3\.PUT policy)$/;

const FAULTS: Record<FaultKind, Fault> = {
  delay: {
    applies: ({ name }) => name !== 'SQS.ReceiveMessage',
    fate: (_subject, choice) => ({ does: 'wait', milliseconds: choice * LONGEST_DELAY_MILLISECONDS }),
  },
  throttle: {
    applies: complains,
    fate: ({ service }) => ({ does: 'answer', answer: throttled(service) }),
  },
  'server-error': {
    applies: complains,
    fate: ({ service }, choice) => ({
      does: choice < 0.5 ? 'answer' : 'answer afterwards',
      answer: failed(service),
    }),
  },
  'cut-before': {
    applies: complains,
    fate: () => ({ does: 'cut', carriedOut: false }),
  },
  'cut-after': {
    applies: complains,
    fate: () => ({ does: 'cut', carriedOut: true }),
  },
  // What happens in few places only would hardly be seen among what happens everywhere.
  'not-visible-yet': {
    weight: 6,
    applies: (subject, lag) =>
      !isCreateBucket(subject) && !subject.name.startsWith('IAM.Create') && lag.hides(subject),
    fate: ({ service }) => ({ does: 'answer', answer: absent(service) }),
  },
  'invalid-principal': {
    weight: 6,
    applies: ({ name }) => WITH_POLICY.test(name),
    fate: ({ service }) => ({ does: 'answer', answer: invalidPrincipal(service) }),
  },
  'stale-read': {
    weight: 12,
    applies: (subject, lag) => lag.remembers(subject) !== undefined,
    fate: (subject, _choice, lag) => ({ does: 'answer', answer: lag.remembers(subject) as AwsAnswer }),
  },
  'doubled-message': {
    weight: 6,
    applies: ({ name }) => name === 'SQS.SendMessage',
    fate: () => ({ does: 'carry out twice' }),
  },
};

export interface Draw {
  seed: number;
  /** Share of requests that get a fault. */
  faults: number;
  kinds: readonly FaultKind[];
}

/**
 * Whether a request gets a fault, and which. The same draw decides the same.
 *
 * @param which tells this request from all others
 */
export function drawFault(
  { seed, faults, kinds }: Draw,
  subject: Subject,
  which: string,
  lag: Lag,
): { kind: FaultKind; fate: Fate } | undefined {
  const digest = createHash('sha256').update(`${seed} ${which}`).digest();
  const numbers = [0, 4, 8].map((offset) => digest.readUInt32BE(offset) / 2 ** 32);
  const [whether = 0, what = 0, how = 0] = numbers;
  if (whether >= faults) return undefined;
  const possible = kinds
    .filter((kind) => FAULTS[kind].applies(subject, lag))
    .flatMap((kind) => Array.from({ length: FAULTS[kind].weight ?? 1 }, () => kind));
  const kind = possible[Math.floor(what * possible.length)];
  return kind && { kind, fate: FAULTS[kind].fate(subject, how, lag) };
}
