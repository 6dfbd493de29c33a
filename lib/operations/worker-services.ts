import type { Bus } from '../bus.ts';
import type { Deployment } from '../environment/environment.ts';
import type { CallWatch, Registry } from '../provisioning/resource.ts';
import type { DeadLetters, WorkQueue } from '../queue.ts';
import type { EventStore } from '../store/events.ts';
import type { LeaseStore } from '../store/lease.ts';
import type { Quota } from '../store/quota.ts';

/** What a run works with; made once per container. */
export interface WorkerServices {
  lease: LeaseStore;
  events: EventStore;
  bus: Bus;
  queue: WorkQueue;
  /** Absent: tenants may have any number of environments. */
  quota?: Quota;
  /** Where the keys of environments go that are given up because of an error of the service. */
  deadLetters: DeadLetters;
  /** The handlers, each call of which is watched. */
  handlers: (watch: CallWatch) => Registry;
  deployment: Deployment;
  /** Whether anything may be taken over. */
  takesOver: boolean;
  /** Whether to look for drift from time to time, and to repair what is found. */
  driftCheck: 'off' | 'report' | 'repair';
  /** Seconds between two looks for drift. */
  driftCheckSeconds: number;
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
  now: () => Date;
  /** A number in [0, 1). */
  random: () => number;
}
