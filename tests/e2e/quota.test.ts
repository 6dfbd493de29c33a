import { describe, expect, it } from '@jest/globals';
import { problem } from '../../lib/api/response-schemas.ts';
import { WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem({ env: { ENVIRONMENTS_PER_TENANT: '3' } });

const create = (id: string, query = '') =>
  system.send(`POST /environments${query}`, { body: { id, encryption: { algorithm: 'AES256' } } });
const settled = (id: string) => system.send(`GET /environments/${id}`, { headers: WAIT });
const remove = (id: string) => system.send(`DELETE /environments/${id}`, { headers: WAIT });

describe('a tenant that may have three environments', () => {
  it('gets three of ten that are asked for at once, and is told the number', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => create(`env-${index}`)));
    const refused = answers.filter(({ status }) => status === 403);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    expect(refused).toHaveLength(7);
    const body = problem.parse(refused[0]?.body);
    expect(body).toMatchObject({ code: 'quota-exceeded', retryable: false });
    expect(body.detail).toContain('3 environments');
    const { body: list } = await system.send('GET /environments');
    expect(list.items).toHaveLength(3);
  });

  it('gets no fourth one, not even as a plan, while the API stays healthy', async () => {
    expect(await create('fourth')).toMatchObject({ status: 403 });
    expect(await create('fourth', '?dryRun=true')).toMatchObject({ status: 403 });
    expect(await system.send('GET /environments/fourth')).toMatchObject({ status: 404 });
    expect(await system.send('GET /health')).toMatchObject({ status: 200 });
  });

  it('is still answered with what it has', async () => {
    const { body } = await system.send('GET /environments');
    const [{ id }] = body.items;
    await settled(id);
    const again = await create(id);
    expect(again).toMatchObject({ status: 200 });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await system.send('POST /environments', { body: { id, forceDestroy: true } })).toMatchObject({
      status: 409,
    });
  });

  it('gets another when one is gone, and can restore that one only when there is room', async () => {
    const { body } = await system.send('GET /environments');
    const [first, second] = body.items.map(({ id }: { id: string }) => id);
    expect((await remove(first)).body.status).toBe('DELETED');
    expect(await create('fourth')).toMatchObject({ status: 202 });
    const restore = () => system.send(`POST /environments/${first}/restore`, { headers: WAIT });
    expect(await restore()).toMatchObject({ status: 403, body: { code: 'quota-exceeded' } });

    await settled('fourth');
    await remove(second);
    expect(await restore()).toMatchObject({ status: 200, body: { status: 'READY' } });
    expect(await create('fifth')).toMatchObject({ status: 403 });
  });
});
