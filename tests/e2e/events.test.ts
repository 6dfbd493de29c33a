import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventList } from '../../lib/api/response-schemas.ts';
import { WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const get = (path: string, headers: Record<string, string> = {}) =>
  system.send(`GET /environments/${path}`, { headers });

describe('GET /environments/{id}/events', () => {
  const events = async (query = '') => eventList.parse((await get(`eventful/events${query}`)).body);
  beforeAll(async () => {
    await system.create('eventful');
    await system.create('told');
  });

  it('tells what was asked for, each call to AWS, and what came of it, newest first', async () => {
    const { items } = await events('?limit=100');
    expect(items.at(-1)).toMatchObject({
      type: 'request.accepted',
      actor: 'local',
      generation: 1,
      data: { request: 'create' },
    });
    expect(items.map(({ time }) => time)).toEqual(
      items
        .map(({ time }) => time)
        .sort()
        .reverse(),
    );
    expect(items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['environment.provisioning', 'environment.ready']),
    );
    const calls = items.filter(({ type }) => type === 'aws.call').map(({ data }) => data);
    const made = calls.filter(({ operation }) => String(operation).startsWith('Create'));
    expect(
      made.map(({ service, operation, logicalId }) => `${service}.${operation} ${logicalId}`).sort(),
    ).toEqual([
      'IAM.CreateInstanceProfile instanceProfile',
      'IAM.CreateRole role',
      'KMS.CreateAlias alias',
      'KMS.CreateKey key',
      'S3.CreateBucket finalBucket',
      'S3.CreateBucket initialBucket',
    ]);
    for (const call of calls) {
      expect(call).toMatchObject({ milliseconds: expect.any(Number), result: expect.any(String) });
      expect(call.requestId).toMatch(/./);
    }
  });

  it('of one type can be picked out of the many, page by page', async () => {
    const { items, nextPageToken } = await events('?limit=1&type=request.accepted');
    expect(items.map(({ data }) => data.request)).toEqual(['create']);
    expect(nextPageToken).toBeUndefined();
    const first = await events('?limit=2&type=aws.call');
    const second = await events(`?limit=2&type=aws.call&pageToken=${first.nextPageToken}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([4, 4]);
    expect(await get('eventful/events?type=aws')).toMatchObject({ status: 400 });
  });

  it('come in pages that leave nothing out and tell nothing twice', async () => {
    const all = (await events('?limit=100')).items.map(({ id }) => id);
    const seen: string[] = [];
    let path: string | undefined = '/environments/eventful/events?limit=7';
    while (path) {
      const { body, headers } = await system.send(`GET ${path}`);
      seen.push(...eventList.parse(body).items.map(({ id }) => id));
      path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(all);
  });

  it('tell a request at once, before any worker has seen it, and who made each change', async () => {
    await system.send('PATCH /environments/eventful', { body: { tags: { a: 'b' } } });
    expect((await events('?limit=1')).items).toMatchObject([{ generation: 2 }]);
    await get('eventful', WAIT);
    await system.send('DELETE /environments/eventful', { headers: WAIT });
    const { items } = await events('?limit=100');
    const requests = items.filter(({ type }) => type === 'request.accepted');
    expect(requests.map(({ data, generation }) => [generation, data.request, data.changes])).toEqual([
      [3, 'delete', undefined],
      [2, 'update', ['/tags']],
    ]);
    expect(items[0]).toMatchObject({ type: 'environment.deleted', data: { previousStatus: 'DELETING' } });
  });

  it('of another environment, or by a token of another list, are not to be had', async () => {
    const { nextPageToken = '' } = await events('?limit=1');
    expect((await get('nobody/events')).status).toBe(404);
    expect(await get(`told/events?pageToken=${nextPageToken}`)).toMatchObject({ status: 400 });
    expect(await get('told/events?limit=0&colour=blue')).toMatchObject({
      body: { errors: [{ pointer: '/query/limit' }, { pointer: '/query/colour' }] },
    });
  });
});
