import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '../../../lib/environment/event-types.ts';
import { accepted, awsCallEvent, isAnnounced, newEvent } from '../../../lib/environment/events.ts';

const ABOUT = { generation: 3, requestedBy: 'arn:me' };
const at = (milliseconds: number) => new Date(Date.parse('2030-01-01T00:00:00Z') + milliseconds);
const event = (time: Date) => newEvent('environment.ready', ABOUT, time, 'It is READY.');

describe("an event's id", () => {
  it('is 17 of a-z and 0-9, and another one each time', () => {
    const ids = Array.from({ length: 500 }, () => event(at(0)).id);
    expect(new Set(ids).size).toBe(500);
    expect(ids.filter((id) => !/^[a-z0-9]{17}$/.test(id))).toEqual([]);
  });

  it('sorts by time, over decades', () => {
    const times = [-(10 ** 12), -1, 0, 1, 36, 1000, 10 ** 12];
    const ids = times.map((milliseconds) => event(at(milliseconds)).id);
    expect([...ids].reverse().sort()).toEqual(ids);
  });
});

describe('an event', () => {
  it('says who asked for what', () => {
    expect(accepted(ABOUT, at(0), 'update', { changes: ['/tags'] })).toMatchObject({
      type: 'request.accepted',
      actor: 'arn:me',
      generation: 3,
      data: { request: 'update', changes: ['/tags'] },
    });
  });

  it('of a call has the time at which it was sent, and everything told of it', () => {
    const call = { service: 'KMS', operation: 'CreateKey', logicalId: 'key', milliseconds: 12, result: 'ok' };
    const told = awsCallEvent(ABOUT, { ...call, requestId: 'r-1', startedAt: at(5) });
    expect(told).toMatchObject({
      time: at(5).toISOString(),
      type: 'aws.call',
      data: { ...call, requestId: 'r-1' },
    });
    expect(told.data).not.toHaveProperty('startedAt');
  });

  it('is announced when it tells what became of the environment', () => {
    const announced = EVENT_TYPES.filter((type) => isAnnounced(newEvent(type, ABOUT, at(0), '')));
    expect(announced).toEqual([
      'environment.ready',
      'environment.failed',
      'environment.deleted',
      'environment.drifted',
      'environment.expiring',
    ]);
  });
});
