import { describe, expect, it } from '@jest/globals';
import type { EnvironmentKey } from '../../../lib/environment/environment.ts';
import { sweep } from '../../../lib/operations/sweep.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const key = (id: string): EnvironmentKey => ({ tenant: 't', id });

interface Queue {
  takes?: (key: EnvironmentKey) => boolean;
  /** Messages that are in it already. */
  waiting?: number;
}

/** What was sent, by the sweep of pages of keys that are due at the given time. */
async function swept(pages: EnvironmentKey[][], { takes = () => true, waiting = 0 }: Queue = {}) {
  const messages: EnvironmentKey[] = [];
  const sent = await sweep({
    store: {
      async *due(now) {
        if (now.getTime() === NOW.getTime()) yield* pages;
      },
    },
    queue: {
      send: () => Promise.reject(new Error('one by one')),
      async sendAll(keys) {
        if (!keys.every(takes)) throw new Error('SQS did not take it');
        messages.push(...keys);
      },
      waiting: async () => waiting,
    },
    now: () => NOW,
  });
  return { messages, sent };
}

describe('a sweep', () => {
  it('sends a message for every record that is due, over all pages', async () => {
    const [a, b, c] = [key('a'), key('b'), key('c')];
    expect(await swept([[a, b], [], [c]])).toEqual({ messages: [a, b, c], sent: 3 });
  });

  it('sends none when nothing is due', async () => {
    expect(await swept([[]])).toEqual({ messages: [], sent: 0 });
  });

  it.each([
    ['as many as records are due, since they may be for others', 3, ['a', 'b', 'c']],
    ['nearly two for each record: what has waited longest', 4, ['a', 'b']],
    ['two for each record', 6, []],
    ['more', 100, []],
  ])('does not swell a queue of waiting messages: %s', async (_, waiting, ids) => {
    const { messages } = await swept([[key('a'), key('b')], [key('c')]], { waiting });
    expect(messages).toEqual(ids.map(key));
  });

  it('fails when the queue does not take what is due, so that an alarm tells', async () => {
    await expect(swept([[key('a')]], { takes: () => false })).rejects.toThrow('SQS did not take it');
  });
});
