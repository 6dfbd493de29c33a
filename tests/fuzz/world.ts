import { BatchWriteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from '@jest/globals';
import type { EnvironmentRecord } from '../../lib/environment/environment.ts';
import type { EnvironmentEvent } from '../../lib/environment/events.ts';
import { documentClient } from '../../lib/store/client.ts';
import { atRest, changeRecord, type TestSystem, WAIT } from '../support/http.ts';
import { CALLER, TENANT } from './caller.ts';
import type { Known } from './draft.ts';
import type { Grant } from './ledger.ts';

/** What the requests meet: environments in several states, one that is somebody else's, and what the tables hold. */

/** Of nobody's requests. */
const STRANGER = {
  tenant: 'repository_id:444455556666',
  account: '444455556666',
  id: 'stranger',
  uid: 'strangersstrange',
  secret: 'strangers-secret',
};
/** What stands in the stranger's environment and nowhere else. */
export const SECRETS = [STRANGER.account, STRANGER.uid, STRANGER.secret];

type Send = TestSystem['send'];

const VICTIMS = ['victim-a', 'victim-b', 'victim-c'];
const BRAKES = { 'Idempotency-Key': 'spent', 'If-Match': '"aaaaaaaaaaaaaaaa-1"' };

const MADE: Readonly<Record<string, object>> = {
  ready: { tags: { team: 'a b' } },
  guarded: { deletionProtection: true, encryption: { algorithm: 'AES256' } },
  failed: {},
  moving: {},
  deleted: {},
  ...Object.fromEntries(VICTIMS.map((id) => [id, {}])),
};

/** Makes the environments. @param authorization of the caller @returns what requests can know of them */
export async function prepare(system: TestSystem, authorization: string): Promise<Known> {
  const send: Send = (route, { headers, ...request } = {}) =>
    system.send(route, { ...request, headers: { ...headers, authorization } });
  const made = await Promise.all(
    Object.entries(MADE).map(([id, spec]) =>
      send('POST /environments', {
        headers: WAIT,
        body: { id, allowedCidrs: ['203.0.113.7'], ...spec },
      }),
    ),
  );
  expect(made.map(({ body }) => body.status)).toEqual(made.map(() => 'READY'));
  await send('DELETE /environments/deleted', { headers: WAIT });
  const headers = { 'idempotency-key': BRAKES['Idempotency-Key'] };
  await send('POST /environments', { headers, body: { id: 'spender' } });
  await changeRecord(system, 'failed', { status: 'FAILED', statusReason: 'aws-error: no' }, TENANT);
  await changeRecord(system, 'moving', { status: 'PROVISIONING' }, TENANT);
  await atRest(system);
  await addStranger(system);
  return knownOf(send);
}

async function knownOf(send: Send): Promise<Known> {
  const environments = await send('GET /environments?limit=1');
  const events = await send('GET /environments/ready/events?limit=1');
  const { headers } = await send('GET /environments/ready');
  const others = ['', `/${STRANGER.id}`].map((list) => JSON.stringify([STRANGER.tenant + list, 'a']));
  const tokens = [environments.body.nextPageToken, events.body.nextPageToken].map(String);
  return {
    values: {
      id: [...Object.keys(MADE).filter((id) => !VICTIMS.includes(id)), STRANGER.id, 'nobody'],
      pageToken: [...tokens, ...others.map((text) => Buffer.from(text).toString('base64url'))],
      'If-None-Match': [headers.get('etag') ?? '', '*'],
      'tag.KEY': ['a b'],
      status: ['READY'],
    },
    victims: VICTIMS,
    brakes: BRAKES,
    nobody: 'nobody',
  };
}

/** Another tenant's environment, as real as ours: it is ours with other names in it. */
async function addStranger(system: TestSystem): Promise<void> {
  const { records, events } = await tablesOf(system);
  const ready = records.find(({ id }) => id === 'ready');
  const { dueAt: _, ...theirs } = strange(ready, system);
  const told = events.filter(({ environment }) => environment === `${TENANT}/ready`).slice(0, 20);
  const client = documentClient();
  await client.send(new PutCommand({ TableName: system.tableName, Item: theirs }));
  const writes = told.map((event) => ({ PutRequest: { Item: strange(event, system) } }));
  await client.send(new BatchWriteCommand({ RequestItems: { [eventsTable(system)]: writes } }));
}

function strange(item: unknown, { accountId }: TestSystem): Record<string, unknown> {
  const { uid = '' } = item as { uid?: string };
  const ours = JSON.stringify(item)
    .replaceAll(accountId, STRANGER.account)
    .replaceAll(uid || '\0', STRANGER.uid)
    .replaceAll('a b', STRANGER.secret)
    .replaceAll(`"${TENANT}/ready"`, `"${STRANGER.tenant}/${STRANGER.id}"`)
    .replaceAll('"ready"', `"${STRANGER.id}"`)
    .replaceAll(`"${TENANT}"`, `"${STRANGER.tenant}"`)
    .replaceAll(CALLER, 'somebody else');
  return JSON.parse(ours) as Record<string, unknown>;
}

export type StoredEvent = EnvironmentEvent & { environment: string };

/** All that is stored. */
export interface Tables {
  records: EnvironmentRecord[];
  events: StoredEvent[];
}

const eventsTable = ({ environment }: TestSystem): string => environment.EVENTS_TABLE_NAME ?? '';

/** First the records: an event that moves from there to its table meanwhile is seen twice, never not at all. */
export async function tablesOf(system: TestSystem): Promise<Tables> {
  const records = (await scan(system.tableName)) as unknown as EnvironmentRecord[];
  const published = (await scan(eventsTable(system))) as unknown as StoredEvent[];
  const waiting = records.flatMap(({ tenant, id, outbox }) =>
    Object.values(outbox).map((event) => ({ ...event, environment: `${tenant}/${id}` })),
  );
  const events = new Map([...waiting, ...published].map((event) => [event.environment + event.id, event]));
  return { records, events: [...events.values()] };
}

type Item = Record<string, unknown>;

async function scan(TableName: string, options: object = {}): Promise<Item[]> {
  const { Items = [], LastEvaluatedKey } = await documentClient().send(
    new ScanCommand({ TableName, ...options }),
  );
  if (!LastEvaluatedKey) return Items;
  return [...Items, ...(await scan(TableName, { ...options, ExclusiveStartKey: LastEvaluatedKey }))];
}

/** What callers have asked for until now, each environment with its life and its generation. */
export async function desiredIn({ tableName }: TestSystem): Promise<string[]> {
  const items = await scan(tableName, {
    ProjectionExpression: 'tenant, id, createdAt, generation, requestedBy',
    FilterExpression: 'requestedBy = :caller',
    ExpressionAttributeValues: { ':caller': CALLER },
  });
  return items.map(desireOf);
}

/** What somebody asked for, in a word. */
export const desireOf = ({ id, createdAt, generation }: Item | Grant): string =>
  `${id} ${createdAt} ${generation}`;

/** What is stored of others. */
export const ofOthers = ({ records, events }: Tables): unknown[] => [
  ...records.filter(({ tenant }) => tenant !== TENANT),
  ...events.filter(({ environment }) => !environment.startsWith(`${TENANT}/`)),
];
