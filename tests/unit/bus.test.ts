import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, it } from '@jest/globals';
import { eventBus } from '../../lib/bus.ts';
import { newEvent } from '../../lib/environment/events.ts';

const KEY = { tenant: 't', id: 'pr-123' };
const event = () => newEvent('environment.ready', { generation: 1, requestedBy: 'me' }, new Date(0), 'READY');

/** A client whose answers are given; what it is sent is remembered. */
function client(answer: object) {
  const sizes: number[] = [];
  const real = new EventBridgeClient({ region: 'eu-west-1' });
  real.middlewareStack.add(
    () => async (args) => {
      sizes.push((args.input as { Entries: unknown[] }).Entries.length);
      return { response: {}, output: { $metadata: {}, ...answer } };
    },
    { step: 'initialize', name: 'answer' },
  );
  return { real, sizes };
}
const bus = (real: EventBridgeClient) => eventBus(real, { service: 'groundwork', stage: 'test' });

it('ten events go at a time', async () => {
  const { real, sizes } = client({ FailedEntryCount: 0, Entries: [] });
  await bus(real).announce(KEY, Array.from({ length: 23 }, event));
  expect(sizes).toEqual([10, 10, 3]);
});

it('none need no call', async () => {
  const { real, sizes } = client({});
  await bus(real).announce(KEY, []);
  expect(sizes).toEqual([]);
});

it('one that EventBridge did not take is an error, although it answers 200', async () => {
  const Entries = [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }];
  const { real } = client({ FailedEntryCount: 1, Entries });
  await expect(bus(real).announce(KEY, [event(), event()])).rejects.toThrow(
    'EventBridge did not take 1 events: slow down',
  );
});
