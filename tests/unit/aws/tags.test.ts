import { describe, expect, it } from '@jest/globals';
import { writeTags } from '../../../lib/aws/tags.ts';
import type { Tags } from '../../../lib/provisioning/resource.ts';

/** The calls that bring tags to what is desired, in order. */
async function calls(desired: Tags, observed?: Tags): Promise<unknown[]> {
  const made: unknown[] = [];
  await writeTags(desired, observed, {
    tag: async (tags) => made.push(['tag', tags]),
    untag: async (keys) => made.push(['untag', keys]),
  });
  return made;
}

describe('tags', () => {
  it('are set before others are taken away: the right to that hangs on them', async () => {
    expect(await calls({ owner: 'us', team: 'files' }, { Name: 'x', team: 'files' })).toEqual([
      ['tag', { owner: 'us', team: 'files' }],
      ['untag', ['Name']],
    ]);
  });

  it.each<[string, Tags, Tags | undefined, unknown[]]>([
    ['of which one is missing are all set', { a: '1', b: '2' }, { a: '1' }, [['tag', { a: '1', b: '2' }]]],
    ['that have another value are set', { a: '1' }, { a: '2' }, [['tag', { a: '1' }]]],
    ['are all set where there are none', { a: '1' }, undefined, [['tag', { a: '1' }]]],
    ['that are not desired are only taken away', { a: '1' }, { a: '1', b: '2' }, [['untag', ['b']]]],
    ['as desired take no call', { a: '1' }, { a: '1' }, []],
  ])('%s', async (_, desired, observed, made) => expect(await calls(desired, observed)).toEqual(made));
});
