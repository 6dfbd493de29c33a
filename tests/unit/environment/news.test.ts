import { describe, expect, it } from '@jest/globals';
import type { Drift, EnvironmentRecord, Status } from '../../../lib/environment/environment.ts';
import { newsOf } from '../../../lib/environment/news.ts';
import type { Conclusion } from '../../../lib/environment/status.ts';
import { newborn } from './sample.ts';

const NOW = new Date('2030-01-01T12:00:00.000Z');
const BEFORE = '2029-12-31T12:00:00.000Z';
const END = '2030-01-01T13:00:00.000Z';

function news(past: Partial<EnvironmentRecord>, conclusion: Partial<Conclusion>) {
  const record = newborn(NOW, { generation: 4, requestedBy: 'arn:her', ...past });
  const all = { status: record.status, conditions: [], observedGeneration: 4, attempts: 0, ...conclusion };
  return newsOf(
    record,
    { role: { type: 'iam-role', status: 'READY', physicalId: 'r', arn: 'arn:r' } },
    all,
    NOW,
  );
}
const types = (...args: Parameters<typeof news>) => news(...args).map(({ type }) => type);

describe('the end of a run tells', () => {
  it.each<[Status, Status, string[]]>([
    ['PROVISIONING', 'READY', ['environment.ready']],
    ['UPDATING', 'FAILED', ['environment.failed']],
    ['DELETING', 'DELETE_FAILED', ['environment.failed']],
    ['DELETING', 'DELETED', ['environment.deleted']],
    ['READY', 'READY', []],
    ['DELETE_FAILED', 'DELETE_FAILED', []],
    ['PENDING', 'PROVISIONING', []],
    ['READY', 'UPDATING', []],
  ])('from %s to %s: %j', (before, status, expected) =>
    expect(types({ status: before }, { status })).toEqual(expected),
  );

  it('who asked for it, the generation, and at READY the outputs', () => {
    expect(news({ status: 'UPDATING' }, { status: 'READY' })).toMatchObject([
      {
        actor: 'arn:her',
        generation: 4,
        time: NOW.toISOString(),
        data: { status: 'READY', previousStatus: 'UPDATING', outputs: { roleName: 'r' } },
      },
    ]);
  });

  it('why it failed', () => {
    const [event] = news({ status: 'UPDATING' }, { status: 'FAILED', statusReason: 'aws-error: no' });
    expect(event).toMatchObject({ message: 'aws-error: no', data: { statusReason: 'aws-error: no' } });
    expect(event?.data).not.toHaveProperty('outputs');
  });

  it('the coming end once, and another one anew', () => {
    expect(types({ status: 'READY' }, { expiryTold: END })).toEqual(['environment.expiring']);
    expect(types({ status: 'READY', expiryTold: END }, { expiryTold: END })).toEqual([]);
    expect(types({ status: 'READY', expiryTold: NOW.toISOString() }, { expiryTold: END })).toEqual([
      'environment.expiring',
    ]);
  });
});

describe('drift is news', () => {
  const drift = (aspects: string[], changes: Partial<Drift> = {}): Drift => ({
    checkedAt: NOW.toISOString(),
    differences: aspects.map((aspect) => ({ logicalId: 'role', aspect })),
    unclear: [],
    ...changes,
  });
  const repairedAt = NOW.toISOString();
  const earlier = (changes: Partial<Drift>): Partial<Drift> => ({ checkedAt: BEFORE, ...changes });
  it.each<[string, Drift | undefined, Drift, string[]]>([
    ['when there was none', undefined, drift(['trust']), ['environment.drifted']],
    ['when there is more', drift(['trust'], earlier({})), drift(['trust', 'tags']), ['environment.drifted']],
    ['when it is another', drift(['trust'], earlier({})), drift(['tags']), ['environment.drifted']],
    [
      'when it is back after a repair',
      drift(['trust'], earlier({ repairedAt })),
      drift(['trust']),
      ['environment.drifted'],
    ],
    [
      'not when it is known, in any order',
      drift(['trust', 'tags'], earlier({})),
      drift(['tags', 'trust']),
      [],
    ],
    ['not when there is none', drift(['trust'], earlier({})), drift([]), []],
    [
      'not when it is remembered, before and after its repair',
      drift(['trust'], { repairedAt, checkedAt: END }),
      drift(['trust'], { repairedAt, checkedAt: END }),
      [],
    ],
  ])('%s', (_, known, found, expected) => {
    const past = { status: 'READY' as const, ...(known && { drift: known }) };
    expect(types(past, { drift: found })).toEqual(expected);
  });
});
