import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../client/contract.ts';
import { isRestorable, nextStep } from '../../../../console/page/environment/next-step.ts';

const NOW = Date.parse('2030-01-31T00:00:00Z');

const environment = (more: object): Environment =>
  ({
    resources: [],
    spec: { encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 } },
    ...more,
  }) as never;

const failing = (status: string, code: string, retryable: boolean) =>
  environment({
    status,
    statusReason: `${code}: It went wrong.`,
    resources: [{ logicalId: 'finalBucket', error: { code, message: 'It went wrong.', retryable } }],
  });

const told = (one: Environment) => {
  const { reasons = [], steps = [] } = nextStep(one, NOW) ?? {};
  return [...reasons, ...steps].join(' ');
};

describe('what to do next', () => {
  it('is nothing where all is well or under way', () => {
    for (const status of ['READY', 'PENDING', 'UPDATING', 'DELETING']) {
      expect(nextStep(environment({ status }), NOW)).toBeUndefined();
    }
  });

  it('hangs on whether the reason may pass', () => {
    expect(told(failing('FAILED', 'aws-error', true))).toMatch(/^Final bucket: It went wrong. It was tried/);
    expect(told(failing('FAILED', 'foreign-resource', false))).toContain('Put right what the reason names');
    expect(told(failing('DELETE_FAILED', 'aws-error', true))).toContain('by itself every hour');
    expect(told(failing('DELETE_FAILED', 'bucket-not-empty', false))).toContain('have the buckets emptied');
  });

  it('is to put right what does not pass, beside what may', () => {
    const one = failing('FAILED', 'foreign-resource', false);
    const other = failing('FAILED', 'aws-error', true);
    expect(told({ ...one, resources: [...other.resources, ...one.resources] })).toContain('Put right what');
  });

  it('is told without the code where no resource has an error', () => {
    expect(told(environment({ status: 'FAILED', statusReason: 'worker-died: It died.' }))).toMatch(
      /^It died\./,
    );
  });
});

describe('a deletion', () => {
  const deleted = (deletedAt: string, more: object = {}) =>
    environment({ status: 'DELETED', deletedAt, ...more });

  it('can be taken back while the key is there', () => {
    expect(isRestorable(deleted('2030-01-22T00:00:00Z'), NOW)).toBe(true);
    expect(isRestorable(deleted('2030-01-21T00:00:00Z'), NOW)).toBe(false);
    expect(told(deleted('2030-01-21T00:00:00Z'))).toContain('gone for good');
    const keyless = { spec: { encryption: { algorithm: 'AES256' } } };
    expect(isRestorable(deleted('2020-01-01T00:00:00Z', keyless), NOW)).toBe(true);
  });

  it('can be while it is under way or stuck, and not after the resources were handed over', () => {
    expect(isRestorable(environment({ status: 'DELETING' }), NOW)).toBe(true);
    expect(isRestorable(environment({ status: 'DELETE_FAILED' }), NOW)).toBe(true);
    expect(isRestorable(environment({ status: 'READY' }), NOW)).toBe(false);
    const retained = deleted('2030-01-30T00:00:00Z', { statusReason: 'retained' });
    expect(isRestorable(retained, NOW)).toBe(false);
    expect(told(retained)).toContain('POST /imports');
  });
});
