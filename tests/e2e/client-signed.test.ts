import { beforeAll, describe, expect, it } from '@jest/globals';
import { authenticationFor } from '../../client/authenticate.ts';
import { answerOf, createClient, type GroundworkClient } from '../../client/client.ts';
import type { Environment } from '../../client/contract.ts';
import { ProblemError } from '../../client/errors.ts';
import { watch } from '../../client/watch.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem({ env: { AUTH: 'iam' } });
const SIGNED = { GROUNDWORK_AUTH: 'iam', AWS_REGION: 'eu-west-1' };

let client: GroundworkClient;
beforeAll(() => {
  const authenticate = authenticationFor(new URL(system.url), SIGNED);
  client = createClient({ url: system.url, authenticate });
});

describe('the client signs', () => {
  it('what creates, with a body that is not all ASCII', async () => {
    const body = {
      id: 'signed',
      allowedCidrs: ['203.0.113.7'],
      tags: { team: 'Grün + Blau', 'a b': 'x+y=z/ü@:' },
    };
    const accepted = (await answerOf(client.POST('/environments', { body }))) as Environment;
    expect(accepted).toMatchObject({ id: 'signed', tenant: system.accountId });
    const seen: Environment[] = [];
    for await (const environment of watch(client, 'signed')) seen.push(environment);
    expect(seen.at(-1)).toMatchObject({ status: 'READY', spec: { tags: body.tags } });
  });

  it.each([
    ['unsorted', { status: 'READY', limit: 10, 'tag.team': 'Grün + Blau' }],
    ['with characters that are escaped, or not', { 'tag.a b': 'x+y=z/ü@:' }],
    ['with an empty value', { 'tag.team': '' }],
  ])('a query: %s', async (_, query) => {
    const { items } = await answerOf(client.GET('/environments', { params: { query: query as object } }));
    const isMeant = Object.values(query).some((value) => value === 'Grün + Blau' || value === 'x+y=z/ü@:');
    expect(items.map(({ id }) => id)).toEqual(isMeant ? ['signed'] : []);
  });

  it("a query with what SigV4 escapes and JavaScript doesn't, though no tag may be so", async () => {
    const query = { 'tag.a&b': "it's (so)!*~" } as object;
    const { response } = await client.GET('/environments', { params: { query } });
    expect(response.status).toBe(400);
  });

  it('headers, changes, and requests without a body', async () => {
    const path = { id: 'signed' };
    const { response } = await client.GET('/environments/{id}', { params: { path } });
    const etag = response.headers.get('etag') ?? '';
    const again = await client.GET('/environments/{id}', {
      params: { path, header: { 'If-None-Match': etag, Prefer: 'wait=1' } },
    });
    expect(again.response.status).toBe(304);
    const header = { 'If-Match': etag, Prefer: 'wait=20' };
    const changed = client.PATCH('/environments/{id}', {
      params: { path, header },
      body: { tags: { owner: 'ada' } },
    });
    expect(await answerOf(changed)).toMatchObject({ status: 'READY', spec: { tags: { owner: 'ada' } } });
    const repaired = client.POST('/environments/{id}/reconcile', { params: { path } });
    expect(await answerOf(repaired)).toMatchObject({ id: 'signed' });
    const planned = client.DELETE('/environments/{id}', {
      params: { path, query: { force: 'true', dryRun: 'true' } },
    });
    expect(await answerOf(planned)).toMatchObject({ request: 'delete' });
  });

  it('and who does not is refused, as a problem', async () => {
    const unsigned = createClient({ url: system.url });
    const error = await answerOf(unsigned.GET('/environments')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem).toMatchObject({ code: 'forbidden', status: 403 });
    const elsewhere = authenticationFor(new URL(system.url), { ...SIGNED, AWS_REGION: 'eu-central-1' });
    const refused = createClient({ url: system.url, authenticate: elsewhere }).GET('/environments');
    expect((await refused).response.status).toBe(403);
  });
});
