import { describe, expect, it } from '@jest/globals';
import { isComplete, outputs } from '../../../lib/environment/outputs.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import { spec } from './sample.ts';

const made = (physicalId: string, changes: Partial<ResourceState> = {}): ResourceState => ({
  type: 'any',
  status: 'READY',
  physicalId,
  arn: `arn:${physicalId}`,
  ...changes,
});

const all = {
  key: made('1234'),
  alias: made('alias/a'),
  initialBucket: made('initial-a'),
  finalBucket: made('final-a'),
  role: made('a-role'),
  instanceProfile: made('a-profile'),
};

const outputsOf = (resources: Record<string, ResourceState>) => outputs({ spec: spec(), resources });

describe('the outputs of an environment', () => {
  it('are complete when everything is made', () => {
    expect(outputsOf(all)).toStrictEqual({
      region: 'eu-west-1',
      buckets: {
        initial: { name: 'initial-a', arn: 'arn:initial-a' },
        final: { name: 'final-a', arn: 'arn:final-a' },
      },
      kmsKeyId: '1234',
      kmsKeyArn: 'arn:1234',
      kmsKeyAlias: 'alias/a',
      roleName: 'a-role',
      roleArn: 'arn:a-role',
      instanceProfileName: 'a-profile',
      instanceProfileArn: 'arn:a-profile',
    });
  });

  it('are the region alone before anything is made', () => {
    expect(outputsOf({})).toStrictEqual({ region: 'eu-west-1', buckets: {} });
  });

  it('have neither key nor alias with AES256', () => {
    const { key: _, alias: __, ...rest } = all;
    expect(Object.keys(outputsOf(rest)).filter((name) => name.startsWith('kms'))).toEqual([]);
  });

  it('name what exists although it is not as desired', () => {
    expect(outputsOf({ role: made('a-role', { status: 'FAILED' }) })).toMatchObject({ roleName: 'a-role' });
  });

  it.each<[string, ResourceState]>([
    ['was deleted', made('a-role', { status: 'DELETED' })],
    ['was only intended', { type: 'any', status: 'CREATING', intendedAt: '2030-01-01T00:00:00Z' }],
    ['was not begun', { type: 'any', status: 'PENDING' }],
  ])('leave out what %s', (_, role) => {
    expect(outputsOf({ role })).toStrictEqual({ region: 'eu-west-1', buckets: {} });
  });
});

describe('the outputs are complete', () => {
  const withoutKey = { ...spec(), encryption: { algorithm: 'AES256' as const } };
  const { key: _, alias: __, ...keyless } = all;

  it('when nothing is missing that the spec asks for', () => {
    expect(isComplete(outputsOf(all), spec())).toBe(true);
    expect(isComplete(outputsOf(keyless), withoutKey)).toBe(true);
    expect(isComplete(outputsOf(keyless), spec())).toBe(false);
  });

  it.each(Object.keys(all))('not without %s', (logicalId) => {
    const state: ResourceState = { type: 'any', status: 'CREATING' };
    expect(isComplete(outputsOf({ ...all, [logicalId]: state }), spec())).toBe(false);
  });
});
