import { describe, expect, it } from '@jest/globals';
import { readState } from '../../../lib/terraform/state.ts';
import { block, STATES, stateWith } from './states.ts';

const read = (state: unknown) => readState(state, '/state');
const addresses = (state: unknown) => read(state).resources.map(({ address }) => address);

describe('a state', () => {
  it('tells addresses as Terraform shows them, with a pointer to each', () => {
    const state = stateWith([
      block('aws_kms_key', 'key', {}),
      {
        ...block('aws_s3_bucket', 'bucket', {}, { module: 'module.storage["eu"]' }),
        instances: [
          { index_key: 'initial', attributes: { bucket: 'a' } },
          { index_key: 1, attributes: { bucket: 'b' } },
        ],
      },
    ]);
    expect(read(state).resources).toEqual([
      {
        address: 'aws_kms_key.key',
        type: 'aws_kms_key',
        pointer: '/state/resources/0/instances/0',
        attributes: {},
      },
      {
        address: 'module.storage["eu"].aws_s3_bucket.bucket["initial"]',
        type: 'aws_s3_bucket',
        pointer: '/state/resources/1/instances/0',
        attributes: { bucket: 'a' },
      },
      {
        address: 'module.storage["eu"].aws_s3_bucket.bucket[1]',
        type: 'aws_s3_bucket',
        pointer: '/state/resources/1/instances/1',
        attributes: { bucket: 'b' },
      },
    ]);
  });

  it.each(Object.entries(STATES))('of %s reads the same as text', (_, state) => {
    expect(read(JSON.stringify(state, null, 2))).toEqual(read(state));
    expect(read(state).resources.length).toBeGreaterThan(5);
  });

  it('leaves out data sources, and objects that wait for their replacement', () => {
    const old = { deposed: '0a1b2c3d', attributes: { bucket: 'old' } };
    const replaced = { ...block('aws_s3_bucket', 'b', {}), instances: [old, { attributes: {} }] };
    const data = block('aws_s3_bucket', 'data', {}, { mode: 'data' });
    expect(addresses(stateWith([data, replaced]))).toEqual(['aws_s3_bucket.b']);
  });
});

it('what an older Terraform wrote flat, or not at all, does not spoil the rest', () => {
  const flat = {
    ...block('aws_kms_key', 'key', {}),
    instances: [{ attributes_flat: {} }, { attributes: null }],
  };
  expect(read(stateWith([flat]))).toMatchObject({
    faults: [],
    resources: [{ attributes: {} }, { attributes: {} }],
  });
});

describe('what is no such state is told with a pointer', () => {
  const { resources: _, ...without } = stateWith([]);
  it.each([
    ['version 3', { version: 3, modules: [] }, '/state/version', 'must be 4, not 3'],
    ['a version that is text', { ...stateWith([]), version: '4' }, '/state/version', 'must be 4, not "4"'],
    ['no version', { resources: [] }, '/state/version', 'no terraform.tfstate'],
    ['JSON that is cut off', '{"version": 4, "resour', '/state', 'not valid JSON'],
    ['a list', [], '/state', ''],
    ['nothing', null, '/state', ''],
    ['no resources', without, '/state/resources', ''],
    ['resources that are no list', { ...without, resources: {} }, '/state/resources', ''],
    ['a resource that is text', stateWith(['x' as never]), '/state/resources/0', ''],
    [
      'a resource without a type',
      stateWith([{ mode: 'managed', name: 'x', instances: [] }]),
      '/state/resources/0/type',
      '',
    ],
    [
      'attributes that are no object',
      stateWith([{ ...block('aws_kms_key', 'key', {}), instances: [{ attributes: 'x' }] }]),
      '/state/resources/0/instances/0/attributes',
      '',
    ],
  ])('%s', (_what, state, pointer, detail) => {
    const { resources, faults } = read(state);
    expect(resources).toEqual([]);
    expect(faults).toContainEqual({ pointer, detail: expect.stringContaining(detail) });
  });
});

describe('mistakes without end', () => {
  const blockOf = (instances: unknown[]) => ({
    mode: 'managed',
    type: 'aws_s3_bucket',
    name: 'b',
    instances,
  });

  it.each([
    ['in one block', [blockOf(Array.from({ length: 20_000 }, () => 1))]],
    ['in many blocks', Array.from({ length: 2000 }, () => blockOf([1, 1, 1]))],
    ['of blocks', Array.from({ length: 20_000 }, () => ({}))],
  ])('%s are told up to a bound', (_, resources) => {
    const { faults } = readState({ version: 4, resources }, '/state');
    expect(faults.length).toBeGreaterThanOrEqual(1000);
    expect(faults.length).toBeLessThan(1010);
  });

  it('a version that is not short is not told', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const { faults } = readState(`{"version":${deep},"resources":[]}`, '/state');
    expect(faults).toEqual([
      { pointer: '/state/version', detail: 'must be 4: let a Terraform from 0.12 on write it anew' },
    ]);
  });
});
