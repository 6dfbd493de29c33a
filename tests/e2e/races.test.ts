import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Answer, REGION } from '../support/http.ts';
import { namedAfter } from '../support/inventory.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

const spec = (last: number) => ({ allowedCidrs: [`203.0.113.${last}/32`] });
const post = (id: string, body: object) => system.send('POST /environments', { body: { id, ...body } });

/** What is there of one environment; it waits until nothing further happens to it. */
async function settled(id: string) {
  for (;;) {
    const { body } = await system.send(`GET /environments/${id}`, { headers: { prefer: 'wait=20' } });
    if (['READY', 'DELETED', 'FAILED', 'DELETE_FAILED'].includes(body.status)) return body;
  }
}

const thingsOf = (id: string) => namedAfter(id, { region: REGION });

async function expectOneOfEach(id: string, { outputs }: Answer['body']): Promise<void> {
  const { buckets, kmsKeyAlias, kmsKeyId, roleName, instanceProfileName } = outputs;
  expect(await thingsOf(id)).toEqual({
    aliases: [`${kmsKeyAlias} -> ${kmsKeyId}`],
    buckets: [buckets.final.name, buckets.initial.name],
    roles: [roleName],
    instanceProfiles: [`${instanceProfileName} (${roleName})`],
  });
}

// A hundred at once are in tests/faults/crowds.test.ts: here all would wait for the sockets of one client.
it('ten POSTs of one id at once make one environment, and everyone gets it', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('crowd', spec(1))));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: 9 }, () => 200), 202]);
  const lives = answers.map(({ body }) => [body.id, body.createdAt, body.generation].join());
  expect([...new Set(lives)]).toHaveLength(1);
  const body = await settled('crowd');
  expect(body.status).toBe('READY');
  await expectOneOfEach('crowd', body);
});

it('of ten POSTs of one id with two specs, one spec wins and the others get 409', async () => {
  const asked = Array.from({ length: 10 }, (_, index) => (index % 2) + 1);
  const answers = await Promise.all(asked.map((last) => post('rivals', spec(last))));
  const body = await settled('rivals');
  const won = asked.find((last) => spec(last).allowedCidrs[0] === body.spec.allowedCidrs[0]);
  const toWinners = answers.filter((_, index) => asked[index] === won);
  const toLosers = answers.filter((_, index) => asked[index] !== won);
  expect(toWinners.map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 4 }, () => 200),
    202,
  ]);
  expect(toLosers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
    Array.from({ length: 5 }, () => '409 environment-exists'),
  );
  await expectOneOfEach('rivals', body);
});

interface Request {
  method: 'POST' | 'PATCH' | 'DELETE';
  /** Last octet of the allowed address. */
  last: number;
  pauseMilliseconds: number;
  waits: boolean;
  isConditional: boolean;
}

const REQUEST: fc.Arbitrary<Request> = fc.record({
  method: fc.constantFrom('POST', 'PATCH', 'PATCH', 'DELETE'),
  last: fc.integer({ min: 0, max: 3 }),
  pauseMilliseconds: fc.integer({ min: 0, max: 600 }),
  waits: fc.boolean(),
  isConditional: fc.boolean(),
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function send(id: string, request: Request, etag: string): Promise<Answer> {
  const { method, last, waits, isConditional } = request;
  const headers = {
    ...(waits && { prefer: 'wait=2' }),
    ...(isConditional && method !== 'POST' && { 'if-match': etag }),
  };
  if (method === 'POST') return system.send('POST /environments', { headers, body: { id, ...spec(last) } });
  const body = method === 'PATCH' ? { body: spec(last) } : {};
  return system.send(`${method} /environments/${id}`, { headers, ...body });
}

/** A client that sends its requests one after another. @returns what was accepted */
async function client(id: string, requests: readonly Request[], first: Answer): Promise<Answer[]> {
  const accepted: Answer[] = [];
  let { headers } = first;
  for (const request of requests) {
    await pause(request.pauseMilliseconds);
    const answer = await send(id, request, headers.get('etag') ?? '');
    expect([200, 201, 202, 409, 410, 412]).toContain(answer.status);
    if (answer.status > 202) continue;
    accepted.push(answer);
    headers = answer.headers;
  }
  return accepted;
}

const isGoing = ({ status }: Answer['body']): boolean => status === 'DELETING' || status === 'DELETED';

/** Later lives after earlier ones, and in a life by what was asked for. */
const inOrder = ({ body: a }: Answer, { body: b }: Answer): number =>
  a.createdAt === b.createdAt ? a.generation - b.generation : a.createdAt < b.createdAt ? -1 : 1;

let runs = 0;

it('of POST, PATCH and DELETE of one id in any order, the last accepted one is what exists in the end', async () => {
  const clients = fc.array(fc.array(REQUEST, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 });
  const property = fc.asyncProperty(clients, async (all) => {
    runs += 1;
    const id = `race-${runs}`;
    const first = await post(id, spec(0));
    expect(first.status).toBe(202);
    const accepted = (await Promise.all(all.map((requests) => client(id, requests, first)))).flat();
    const { body: last } = [first, ...accepted].sort(inOrder).at(-1) ?? first;

    const end = await settled(id);
    expect([end.createdAt, end.generation]).toEqual([last.createdAt, last.generation]);
    expect(end.status).toBe(isGoing(last) ? 'DELETED' : 'READY');
    if (isGoing(last)) {
      expect(await thingsOf(id)).toEqual({ aliases: [], buckets: [], roles: [], instanceProfiles: [] });
      return;
    }
    expect(end.spec).toEqual(last.spec);
    await expectOneOfEach(id, end);
    expect((await system.send(`GET /environments/${id}/drift`)).body).toMatchObject({ inSync: true });
  });
  // A smaller counterexample would take minutes to find; the one that was found is short.
  await fc.assert(property, { numRuns: 10, endOnFailure: true });
}, 180_000);
