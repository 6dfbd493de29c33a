import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import type { Conclusion } from '../../../lib/environment/status.ts';
import { logger } from '../../../lib/logger.ts';
import { metrics } from '../../../lib/metrics.ts';
import { reportRun } from '../../../lib/operations/report.ts';
import { newborn } from '../environment/sample.ts';

const record = newborn(new Date(Date.now() - 60_000), { status: 'PROVISIONING' });

/** The metrics that a run leaves behind, by name. */
function counted(status: Conclusion['status'], past: Partial<EnvironmentRecord> = {}, superseded = false) {
  const conclusion: Conclusion = { status, conditions: [], observedGeneration: 1, attempts: 0 };
  reportRun({ record: { ...record, ...past }, conclusion, superseded });
  const stored: Record<string, unknown> = metrics.serializeMetrics();
  return Object.fromEntries(Object.entries(stored).filter(([name]) => /^(Environments|TimeTo)/.test(name)));
}

beforeEach(() => {
  logger.setLogLevel('SILENT');
  metrics.setThrowOnEmptyMetrics(false);
});
afterEach(() => {
  metrics.clearMetrics();
});

describe('a run that came into', () => {
  it.each([
    ['FAILED', 'EnvironmentsFailed'],
    ['DELETED', 'EnvironmentsDeleted'],
    ['DELETE_FAILED', 'EnvironmentsFailed'],
  ] as const)('%s counts as %s', (status, metric) => expect(counted(status)).toEqual({ [metric]: 1 }));

  it('READY for the first time counts, with the time it took', () => {
    const { TimeToReady, ...rest } = counted('READY');
    expect(rest).toEqual({ EnvironmentsReady: 1 });
    expect(Number(TimeToReady)).toBeGreaterThanOrEqual(60_000);
    expect(Number(TimeToReady)).toBeLessThan(70_000);
  });

  it('READY after an update counts without a time', () => {
    expect(counted('READY', { readyAt: record.createdAt })).toEqual({ EnvironmentsReady: 1 });
  });
});

describe('a run counts nothing', () => {
  it.each<[string, Parameters<typeof counted>]>([
    ['while the work goes on', ['PROVISIONING']],
    ['that found the status as it was', ['FAILED', { status: 'FAILED' }]],
    ['that was superseded', ['READY', {}, true]],
  ])('%s', (_, [status, past, superseded]) => expect(counted(status, past, superseded)).toEqual({}));

  it('that had nothing to do', () => {
    expect(() => reportRun(undefined)).not.toThrow();
  });
});
