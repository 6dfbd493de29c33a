import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Bus } from '../../../lib/bus.ts';
import type { EventType } from '../../../lib/environment/event-types.ts';
import { type EnvironmentEvent, newEvent } from '../../../lib/environment/events.ts';
import { logger } from '../../../lib/logger.ts';
import { publish, runLog } from '../../../lib/operations/tell.ts';
import type { EventStore } from '../../../lib/store/events.ts';
import { newborn } from '../environment/sample.ts';

const NOW = new Date('2030-01-01T00:00:00.000Z');
const record = newborn(NOW);
const event = (type: EventType): EnvironmentEvent => newEvent(type, record, NOW, type);

/** What each put was given, and how it ends. */
let puts: { types: EventType[]; end: PromiseWithResolvers<void> }[];
let announced: EventType[];
let fails: { events: boolean; bus: boolean };

const events: EventStore = {
  put(_key, list) {
    const end = Promise.withResolvers<void>();
    puts.push({ types: list.map(({ type }) => type), end });
    return end.promise;
  },
  list: () => Promise.reject(new Error('not a step of telling')),
};
const instant: EventStore = {
  ...events,
  async put(_key, list) {
    if (fails.events) throw new Error('DynamoDB is away');
    puts.push({ types: list.map(({ type }) => type), end: Promise.withResolvers() });
  },
};
const bus: Bus = {
  async announce(_key, list) {
    if (fails.bus) throw new Error('EventBridge is away');
    announced.push(...list.map(({ type }) => type));
  },
};

beforeAll(() => logger.setLogLevel('SILENT'));
beforeEach(() => {
  puts = [];
  announced = [];
  fails = { events: false, bus: false };
});

describe('publishing', () => {
  const news = [event('request.accepted'), event('environment.ready')];
  const ids = news.map(({ id }) => id);

  it('keeps all and announces what others are told of', async () => {
    expect(await publish({ events: instant, bus }, record, news)).toEqual(ids);
    expect(puts.map(({ types }) => types)).toEqual([['request.accepted', 'environment.ready']]);
    expect(announced).toEqual(['environment.ready']);
  });

  it.each(['events', 'bus'] as const)(
    'of which the %s half fails is all to be done again, and throws nothing',
    async (half) => {
      fails[half] = true;
      expect(await publish({ events: instant, bus }, record, news)).toEqual([]);
    },
  );

  it('of nothing asks nobody', async () => {
    fails = { events: true, bus: true };
    expect(await publish({ events: instant, bus }, record, [])).toEqual([]);
  });
});

describe("a run's log", () => {
  const turn = () => new Promise(setImmediate);
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  it('writes together what came up within a second', async () => {
    const log = runLog({ events }, record);
    log.add(event('environment.provisioning'));
    await jest.advanceTimersByTimeAsync(999);
    log.add(event('aws.call'));
    expect(puts).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    log.add(event('aws.call'));
    expect(puts.map(({ types }) => types)).toEqual([['environment.provisioning', 'aws.call']]);
    puts[0]?.end.resolve();
    await jest.advanceTimersByTimeAsync(1000);
    expect(puts.map(({ types }) => types.length)).toEqual([2, 1]);
  });

  it('is kept when all of it is written, and that is not waited for', async () => {
    const log = runLog({ events }, record);
    log.add(event('aws.call'));
    let kept = false;
    const waiting = log.kept().then(() => {
      kept = true;
    });
    await turn();
    expect([puts.length, kept]).toEqual([1, false]);
    puts[0]?.end.resolve();
    await waiting;
    await jest.advanceTimersByTimeAsync(1000);
    expect(puts).toHaveLength(1);
  });

  it('loses what could not be written, and nothing else', async () => {
    const log = runLog({ events }, record);
    log.add(event('aws.call'));
    await jest.advanceTimersByTimeAsync(1000);
    log.add(event('aws.call'));
    const kept = log.kept();
    puts[0]?.end.reject(new Error('DynamoDB is away'));
    await turn();
    puts[1]?.end.resolve();
    await expect(kept).resolves.toBeUndefined();
    expect(puts).toHaveLength(2);
  });

  it('is kept when there is nothing in it', async () => {
    await expect(runLog({ events }, record).kept()).resolves.toBeUndefined();
    expect(puts).toEqual([]);
  });
});
