import type { EnvironmentRecord, Status } from './environment.ts';

const SETTLED: ReadonlySet<Status> = new Set(['READY', 'FAILED', 'DELETE_FAILED', 'DELETED']);

/** Whether nothing further happens to the environment by itself. */
export const isSettled = (status: Status): boolean => SETTLED.has(status);

/** Whether what was asked for was given up. */
export const isFailed = (status: Status): boolean => status === 'FAILED' || status === 'DELETE_FAILED';

/** The status of an environment that a worker is busy with. */
export const statusInProgress = ({
  desired,
  observedGeneration,
}: Pick<EnvironmentRecord, 'desired' | 'observedGeneration'>): Status =>
  desired === 'absent' ? 'DELETING' : observedGeneration === 0 ? 'PROVISIONING' : 'UPDATING';
