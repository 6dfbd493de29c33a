import { beforeEach, expect, it } from '@jest/globals';
import { useRecordedSystem } from '../support/suite.ts';

const { system, proxy } = useRecordedSystem({ delivers: false });
const body = (id: string) => ({ body: { id, allowedCidrs: ['203.0.113.7'] } });
const made = () => proxy.calls.map(({ name }) => name);

beforeEach(() => {
  proxy.calls.length = 0;
});

it('to create makes one write and sends one message', async () => {
  expect(await system.send('POST /environments', body('pr-1'))).toMatchObject({ status: 202 });
  expect(made()).toEqual(['DynamoDB.PutItem', 'SQS.SendMessage']);
});

it('to describe makes one read', async () => {
  expect(await system.send('GET /environments/pr-1')).toMatchObject({ status: 200 });
  expect(made()).toEqual(['DynamoDB.GetItem']);
});

it('to list makes one query for each page', async () => {
  for (const id of ['pr-2', 'pr-3', 'pr-4']) await system.send('POST /environments', body(id));
  proxy.calls.length = 0;
  const first = await system.send('GET /environments?limit=3');
  expect(first.body.items).toHaveLength(3);
  expect(made()).toEqual(['DynamoDB.Query']);
  const next = await system.send(`GET /environments?limit=3&pageToken=${first.body.nextPageToken}`);
  expect(next.body.items).toHaveLength(1);
  expect(made()).toEqual(['DynamoDB.Query', 'DynamoDB.Query']);
});

it.each(['PATCH', 'DELETE'])(
  'to change what is desired with %s reads, writes and sends once',
  async (method) => {
    const change = method === 'PATCH' ? { body: { deletionProtection: false, ttl: '1h' } } : {};
    expect(await system.send(`${method} /environments/pr-1`, change)).toMatchObject({ status: 202 });
    expect(made()).toEqual(['DynamoDB.GetItem', 'DynamoDB.UpdateItem', 'SQS.SendMessage']);
  },
);

it('that is refused makes no call at all, or only the look that refuses it', async () => {
  expect(await system.send('POST /environments', { body: { id: 'no good' } })).toMatchObject({ status: 400 });
  expect(made()).toEqual([]);
  expect(await system.send('DELETE /environments/none-such')).toMatchObject({ status: 404 });
  expect(made()).toEqual(['DynamoDB.GetItem']);
});
