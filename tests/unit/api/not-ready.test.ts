import { describe, expect, it } from '@jest/globals';
import { notReady } from '../../../lib/api/not-ready.ts';
import type { Status } from '../../../lib/environment/environment.ts';
import { newborn } from '../environment/sample.ts';

const resources = {
  key: { type: 'kms-key', status: 'READY' },
  role: { type: 'iam-role', status: 'CREATING' },
} as const;
const told = (status: Status) =>
  notReady({ ...newborn(new Date(0)), status, resources, statusReason: 'aws-error: no' });

describe('an environment that is not ready', () => {
  it.each<[Status, string]>([
    ['PENDING', 'unavailable'],
    ['PROVISIONING', 'unavailable'],
    ['UPDATING', 'unavailable'],
    ['FAILED', 'not-ready'],
    ['DELETE_FAILED', 'not-ready'],
    ['DELETING', 'gone'],
    ['DELETED', 'gone'],
  ])('because it is %s is told as %s', (status, code) => {
    const problem = told(status);
    expect([problem.code, problem.message.startsWith(`Environment pr-123 is ${status}`)]).toEqual([
      code,
      true,
    ]);
    expect(problem.options.nextAction).toMatch(/./);
    expect(problem.options.headers).toEqual(code === 'unavailable' ? { 'retry-after': '2' } : undefined);
  });

  it('yet says how far it is', () => {
    expect(told('PROVISIONING').message).toBe(
      'Environment pr-123 is PROVISIONING: 1 of 2 resources are ready.',
    );
  });

  it('for good says why', () => {
    expect(told('FAILED').message).toBe('Environment pr-123 is FAILED. aws-error: no');
    expect(told('FAILED').options.nextAction).toContain('/reconcile');
    expect(told('DELETED').options.nextAction).not.toContain('/reconcile');
  });
});
