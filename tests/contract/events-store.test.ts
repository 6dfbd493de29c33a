import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EnvironmentEvent, newEvent } from '../../lib/environment/events.ts';
import { documentClient } from '../../lib/store/client.ts';
import { type EventStore, eventStore } from '../../lib/store/events.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';

const NOW = new Date('2030-01-31T12:00:00.000Z');
const DAY = 86_400_000;
const KEY = { tenant: 't', id: 'pr-123' };

let table: string;
let client: ReturnType<typeof documentClient>;
let store: EventStore;
beforeAll(() => enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? ''));
beforeEach(async () => {
  table = await newTable('Events');
  client = documentClient();
  store = eventStore(client, table, () => NOW);
});

const event = (second: number): EnvironmentEvent =>
  newEvent(
    'environment.ready',
    { generation: 1, requestedBy: 'me' },
    new Date(NOW.getTime() - second * 1000),
    'It is READY.',
    { outputs: { region: 'eu-west-1', buckets: {} }, absent: undefined },
  );
/** Newest first. */
const events = (count: number) => Array.from({ length: count }, (_, index) => event(index));
const ids = (list: readonly EnvironmentEvent[]) => list.map(({ id }) => id);
const all = async (key = KEY) => (await store.list({ key, limit: 100 })).events;

/** What DynamoDB leaves undone of each batch, so many times. */
function leavesUndone(times: number): () => number {
  let sends = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { input } = args as { input: { RequestItems?: Record<string, unknown[]> } };
      if (input.RequestItems && sends++ < times) {
        const last = input.RequestItems[table]?.slice(-1) ?? [];
        Object.assign(answer.output as object, { UnprocessedItems: { [table]: last } });
      }
      return answer;
    },
    { step: 'initialize', name: 'leaveUndone' },
  );
  return () => sends;
}

describe('events are kept', () => {
  it('more than DynamoDB takes at once, and told newest first', async () => {
    const given = events(60);
    await store.put(KEY, [...given].reverse());
    const told = await all();
    expect(ids(told)).toEqual(ids(given));
    const [{ data, ...rest }] = given as [EnvironmentEvent];
    expect(told[0]).toEqual({ ...rest, data: { outputs: data.outputs } });
  });

  it('once, however often they are put', async () => {
    const [one] = events(1) as [EnvironmentEvent];
    await store.put(KEY, [one]);
    await store.put(KEY, [one]);
    expect(await all()).toHaveLength(1);
  });

  it('apart for each environment of each tenant', async () => {
    await store.put({ tenant: 't/pr', id: 'abc' }, events(1));
    await store.put({ tenant: 'u', id: 'pr-123' }, events(2));
    expect(await all()).toEqual([]);
    expect(await all({ tenant: 'u', id: 'pr-123' })).toHaveLength(2);
  });

  it('for 90 days, also while DynamoDB has not dropped them yet', async () => {
    await store.put(KEY, [event(0)]);
    const seen = async (days: number) =>
      (
        await eventStore(client, table, () => new Date(NOW.getTime() + days * DAY)).list({
          key: KEY,
          limit: 5,
        })
      ).events.length;
    expect([await seen(90 - 1 / 86_400), await seen(90)]).toEqual([1, 0]);
  });

  it('none of which needs no call', async () => {
    const sends = leavesUndone(0);
    await store.put(KEY, []);
    expect(sends()).toBe(0);
  });
});

describe('a page of events', () => {
  it('begins where the one before ended, and says whether there are more', async () => {
    const given = events(5);
    await store.put(KEY, given);
    const first = await store.list({ key: KEY, limit: 3 });
    expect([ids(first.events), first.more]).toEqual([ids(given.slice(0, 3)), true]);
    const before = first.events.at(-1)?.id ?? '';
    const second = await store.list({ key: KEY, limit: 3, before });
    expect([ids(second.events), second.more]).toEqual([ids(given.slice(3)), false]);
  });
});

describe('what DynamoDB leaves undone', () => {
  it('is sent again', async () => {
    const sends = leavesUndone(2);
    await store.put(KEY, events(3));
    expect(sends()).toBe(3);
    expect(await all()).toHaveLength(3);
  });

  it('is an error in the end', async () => {
    leavesUndone(9);
    await expect(store.put(KEY, events(3))).rejects.toThrow('DynamoDB did not take 1 events');
  });
});
