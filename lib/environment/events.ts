import { randomBytes } from 'node:crypto';
import type { AwsCall } from '../provisioning/resource.ts';
import type { EventType } from './event-types.ts';
import { letters } from './random.ts';

/** Something that happened to an environment. */
export interface EnvironmentEvent {
  /** Sorts by time; the same event published twice has the same one. */
  id: string;
  time: string;
  type: EventType;
  /** Sentence for people. */
  message: string;
  /** Who asked for what led to it. */
  actor: string;
  generation: number;
  data: Record<string, unknown>;
}

/** Events that others are told of on EventBridge, besides being kept. */
const ANNOUNCED: ReadonlySet<EventType> = new Set([
  'environment.ready',
  'environment.failed',
  'environment.deleted',
  'environment.drifted',
  'environment.expiring',
]);

export const isAnnounced = ({ type }: EnvironmentEvent): boolean => ANNOUNCED.has(type);

/** Days that events are kept. */
export const KEEP_EVENTS_DAYS = 90;

/** Characters of base 36 that hold every time until the year 5188. */
const TIME_LENGTH = 9;
const RANDOM_LENGTH = 8;

/** A new id: the time so that it sorts, and something random. */
const eventId = (time: Date): string =>
  time.getTime().toString(36).padStart(TIME_LENGTH, '0') + letters(randomBytes(RANDOM_LENGTH));

/** The environment as it is after what happened. */
interface About {
  generation: number;
  requestedBy: string;
}

/** An event of this moment. */
export const newEvent = (
  type: EventType,
  about: About,
  now: Date,
  message: string,
  data: Record<string, unknown> = {},
): EnvironmentEvent => ({
  id: eventId(now),
  time: now.toISOString(),
  type,
  message,
  actor: about.requestedBy,
  generation: about.generation,
  data,
});

/** What a caller, or the clock, asked for and got granted. */
export const accepted = (
  about: About,
  now: Date,
  request: 'create' | 'import' | 'update' | 'delete' | 'reconcile' | 'restore',
  data: Record<string, unknown> = {},
): EnvironmentEvent =>
  newEvent('request.accepted', about, now, `${about.requestedBy} asked for: ${request}.`, {
    request,
    ...data,
  });

/** One call to AWS. Its time is when it was sent. */
export function awsCallEvent(about: About, { startedAt, ...call }: AwsCall): EnvironmentEvent {
  const { service, operation, logicalId, milliseconds, result } = call;
  const message = `${service} ${operation} for ${logicalId}: ${result} after ${milliseconds} ms`;
  return newEvent('aws.call', about, startedAt, message, { ...call });
}

/** Events by id, as the outbox holds them. */
export const byId = (events: readonly EnvironmentEvent[]): Record<string, EnvironmentEvent> =>
  Object.fromEntries(events.map((event) => [event.id, event]));
