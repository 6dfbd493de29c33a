import type { EnvironmentRecord, Status } from './environment.ts';
import type { EventType } from './event-types.ts';
import { type EnvironmentEvent, newEvent } from './events.ts';
import { outputs } from './outputs.ts';
import type { Conclusion } from './status.ts';

const TYPES: Partial<Record<Status, EventType>> = {
  READY: 'environment.ready',
  FAILED: 'environment.failed',
  DELETE_FAILED: 'environment.failed',
  DELETED: 'environment.deleted',
};

/** What a run's end has to tell the world. @param record as it was when the run began */
export function newsOf(
  record: EnvironmentRecord,
  resources: EnvironmentRecord['resources'],
  conclusion: Conclusion,
  now: Date,
): EnvironmentEvent[] {
  const { status, statusReason, drift, expiryTold } = conclusion;
  const type = status === record.status ? undefined : TYPES[status];
  const found = drift && isNew(record, drift) ? drift.differences : [];
  return [
    ...(found.length > 0
      ? [
          newEvent('environment.drifted', record, now, `${found.length} aspects are not as desired.`, {
            differences: found,
          }),
        ]
      : []),
    ...(type
      ? [
          newEvent(type, record, now, statusReason ?? `The environment is ${status}.`, {
            status,
            previousStatus: record.status,
            ...(statusReason && { statusReason }),
            ...(status === 'READY' && { outputs: outputs({ spec: record.spec, resources }) }),
          }),
        ]
      : []),
    ...(expiryTold && expiryTold !== record.expiryTold
      ? [
          newEvent('environment.expiring', record, now, `It is torn down at ${expiryTold}.`, {
            expiresAt: expiryTold,
          }),
        ]
      : []),
  ];
}

/** Drift that was found before and is still there is no news, nor is what the record remembers of a look. */
function isNew(
  before: EnvironmentRecord,
  { checkedAt, differences }: NonNullable<Conclusion['drift']>,
): boolean {
  if (checkedAt === before.drift?.checkedAt) return false;
  const known = before.drift?.repairedAt ? [] : (before.drift?.differences ?? []);
  const names = (list: typeof differences) =>
    list.map(({ logicalId, aspect }) => `${logicalId}/${aspect}`).sort();
  return names(differences).join() !== names(known).join();
}
