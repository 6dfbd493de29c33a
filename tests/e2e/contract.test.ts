import { beforeAll, expect, it } from '@jest/globals';
import { OPERATIONS } from '../../lib/api/operations.ts';
import type { OperationId } from '../../lib/api/routes.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

beforeAll(async () => {
  expect(await system.create('pr-123')).toMatchObject({ status: 201 });
});

const ROUTE_OF: Partial<Record<OperationId, string>> = {
  createEnvironment: 'POST /environments',
  createImport: 'POST /imports',
  updateEnvironment: 'PATCH /environments/pr-123',
};

it('has bodies in the operations that are tried here', () => {
  const withBody = Object.entries(OPERATIONS).filter(([, { body }]) => body);
  expect(withBody.map(([operationId]) => operationId).toSorted()).toEqual(Object.keys(ROUTE_OF).toSorted());
});

it.each(Object.entries(ROUTE_OF))(
  '%s: the example of a request is taken as it stands, as a plan, in each of its media types',
  async (operationId, route) => {
    const { body } = OPERATIONS[operationId as OperationId];
    for (const type of ['application/json', ...(body?.types ?? [])]) {
      const headers = { 'content-type': type };
      const { status } = await system.send(`${route}?dryRun=true`, { body: body?.example, headers });
      expect([type, status]).toEqual([type, 200]);
    }
  },
);
