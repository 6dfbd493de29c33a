import type { Status } from '../environment/environment.ts';
import { logger } from '../logger.ts';
import { metrics } from '../metrics.ts';
import type { Converged } from './converge.ts';

/** The metric that counts environments coming into a status. */
const COUNTED: Partial<Record<Status, string>> = {
  READY: 'EnvironmentsReady',
  FAILED: 'EnvironmentsFailed',
  DELETED: 'EnvironmentsDeleted',
  DELETE_FAILED: 'EnvironmentsFailed',
};

/** Logs how a run came out and counts it. */
export function reportRun(converged: Converged | undefined): void {
  if (!converged) {
    logger.info('nothing to do: not due, or another worker has it');
    return;
  }
  const { record, conclusion, superseded, crash } = converged;
  const { status, statusReason, attempts, againInSeconds } = conclusion;
  logger.info('run ended', { status, statusReason, attempts, againInSeconds, superseded });
  if (crash !== undefined) {
    logger.error('the service made an error', { error: crash as Error });
    metrics.addMetric('RunsFailed', 'Count', 1);
  }
  if (superseded) return;
  const counted = COUNTED[status];
  if (counted && record.status !== status) metrics.addMetric(counted, 'Count', 1);
  if (status === 'READY' && !record.readyAt) {
    metrics.addMetric(
      'TimeToReady',
      'Milliseconds',
      Date.now() - Date.parse(record.restoredAt ?? record.createdAt),
    );
  }
}
