import { describe, expect, it } from '@jest/globals';
import { copyOf, idOf, type RawItem, standInFor } from '../../../bench/growth/seed.ts';

const model: RawItem = {
  tenant: { S: 'local' },
  id: { S: 'model-environment' },
  uid: { S: 'aaaabbbbccccdddd' },
  status: { S: 'READY' },
  resources: { M: { role: { M: { physicalId: { S: 'groundwork-model-environment-aaaabbbbcccc' } } } } },
  duePartition: { S: 'due' },
  dueAt: { S: '2030-01-01T00:00:00.000Z' },
};

describe('a copied record', () => {
  it('has the id and the life of its own wherever the model has them', () => {
    const copy = copyOf(model, 'env-000007', 'eeeeffffgggghhhh', false);
    expect(copy).toMatchObject({ id: { S: 'env-000007' }, uid: { S: 'eeeeffffgggghhhh' } });
    expect(JSON.stringify(copy)).toContain('groundwork-env-000007-');
    expect(JSON.stringify(copy)).not.toContain('model-environment');
    expect(copy.dueAt).toEqual(model.dueAt);
  });

  it('that is due has been so for long', () => {
    expect(copyOf(model, 'env-000007', 'eeeeffffgggghhhh', true).dueAt).toEqual({
      S: '1970-01-01T00:00:00.000Z',
    });
  });
});

describe('what stands in for a record', () => {
  it('has its keys, its place in the index, and no status that anybody could read', () => {
    const { rest, ...keys } = standInFor(model, 'env-000007');
    const { tenant, duePartition, dueAt } = model;
    expect(keys).toEqual({ tenant, id: { S: 'env-000007' }, duePartition, dueAt });
    expect(rest?.S?.length).toBeGreaterThan(50);
  });

  it('needs a model that is in the index', () => {
    const { dueAt: _, ...settled } = model;
    expect(() => standInFor(settled, 'env-000007')).toThrow('not in the index');
  });
});

it('ids are in the order of their numbers', () => {
  const ids = [0, 9, 10, 99_999].map(idOf);
  expect(ids).toEqual(ids.toSorted());
});
