import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { byId, type EnvironmentEvent, newEvent } from '../../../lib/environment/events.ts';
import { type EventServices, listEvents } from '../../../lib/operations/list-events.ts';
import { newborn } from '../environment/sample.ts';

const NOW = new Date('2030-01-01T00:00:00.000Z');
const KEY = { tenant: 't', id: 'pr-123' };

const event = (second: number): EnvironmentEvent =>
  newEvent(
    'environment.ready',
    { generation: 1, requestedBy: 'me' },
    new Date(NOW.getTime() + second * 1000),
    `second ${second}`,
  );
const [one, two, three, four, five] = [1, 2, 3, 4, 5].map(event) as [
  EnvironmentEvent,
  EnvironmentEvent,
  EnvironmentEvent,
  EnvironmentEvent,
  EnvironmentEvent,
];

let record: EnvironmentRecord | undefined;
/** Newest first. */
let kept: EnvironmentEvent[];
const services: EventServices = {
  store: { get: async () => record },
  events: {
    async list({ limit, before }) {
      const older = kept.filter(({ id }) => !before || id < before);
      return { events: older.slice(0, limit), more: older.length > limit };
    },
  },
};
const list = async (limit: number, before?: string) => {
  const page = await listEvents(services, { ...KEY, limit, ...(before && { before }) });
  return [page.events.map(({ message }) => Number(message.slice(7))), page.next];
};
const pending = (...events: EnvironmentEvent[]) => newborn(NOW, { outbox: byId(events) });

beforeEach(() => {
  record = pending();
  kept = [];
});

describe('the events of an environment', () => {
  it('are those that are kept and those that wait, each once, newest first', async () => {
    kept = [four, two, one];
    record = pending(three, four, five);
    expect(await list(10)).toEqual([[5, 4, 3, 2, 1], undefined]);
  });

  it.each([1, 2, 3, 4])('come in pages of %i that leave nothing out', async (limit) => {
    kept = [four, two];
    record = pending(one, three, five);
    const seen: unknown[] = [];
    let before: string | undefined;
    do {
      const [page, next] = await list(limit, before);
      seen.push(...(page as number[]));
      before = next as string | undefined;
    } while (before);
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it('outlive its record', async () => {
    record = undefined;
    kept = [two, one];
    expect(await list(10)).toEqual([[2, 1], undefined]);
  });

  it('are not to be had of what never was', async () => {
    record = undefined;
    await expect(list(10)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('can be none', async () => {
    expect(await list(10)).toEqual([[], undefined]);
  });
});
