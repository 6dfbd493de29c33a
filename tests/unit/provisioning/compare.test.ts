import { beforeEach, describe, expect, it } from '@jest/globals';
import { compare, compareToNothing } from '../../../lib/provisioning/compare.ts';
import { reconcile } from '../../../lib/provisioning/reconcile.ts';
import { type Cloud, fails, newCloud, sample, testRun, thingNode } from './cloud.ts';

let cloud: Cloud;
beforeEach(() => {
  cloud = newCloud();
});

const view = (nodes = sample()) => {
  const { journal, ...rest } = testRun(cloud, nodes);
  const note = () => Promise.reject(new Error('a look leaves no note'));
  return { ...rest, state: journal.state, note };
};
const look = async (nodes = sample()) =>
  Object.fromEntries((await compare(view(nodes))).map(({ logicalId, ...rest }) => [logicalId, rest]));
const lookBeforeDeletion = async (force = false) =>
  Object.fromEntries(
    (await compareToNothing({ ...view(), force })).map(({ logicalId, ...rest }) => [logicalId, rest]),
  );

/** Everything as desired, and the log empty. */
async function made() {
  await reconcile(testRun(cloud, sample()));
  cloud.log.length = 0;
}
const verbs = () => [...new Set(cloud.log.map((words) => words.split(' ')[0]))].sort();

describe('a look at what is desired', () => {
  it('tells what is absent with everything it would have', async () => {
    expect(await look()).toMatchObject({
      key: { result: 'absent', type: 'thing', name: 'key', desired: { one: 1 } },
      bucket: { result: 'absent', desired: { one: '(known after it is made)', last: 'policy' } },
    });
    expect(verbs()).toEqual(['find']);
  });

  it('tells nothing to change where all is as desired, and only reads', async () => {
    await made();
    const looks = await look();
    expect(Object.keys(looks)).toEqual(sample().map(({ logicalId }) => logicalId));
    for (const told of Object.values(looks))
      expect(told).toMatchObject({ result: 'present', differences: [] });
    expect(verbs()).toEqual(['find', 'read']);
  });

  it('tells each aspect that differs', async () => {
    await made();
    cloud.things.set('bucket', { owner: 'ours', aspects: { one: 'other', last: 'policy' } });
    expect((await look()).bucket).toMatchObject({
      physicalId: 'bucket',
      differences: [{ aspect: 'one', desired: 'arn:key', observed: 'other' }],
    });
  });

  it('takes the name of what is absent for granted, and its ARN for unknown', async () => {
    const refers = thingNode('profile', {
      refersTo: ['role'],
      aspects: ({ role }) => ({ one: role?.physicalId, last: role?.arn }),
    });
    expect((await look([thingNode('role'), refers])).profile).toMatchObject({
      desired: { one: 'role', last: '(known after it is made)' },
    });
    const nameless = thingNode('role', { nameless: true });
    expect((await look([nameless, refers])).profile).toMatchObject({
      desired: { one: '(known after it is made)' },
    });
  });

  it.each([
    ['foreign', false],
    ['predecessors', true],
  ] as const)('tells that a name is taken by what is %s, and goes on', async (owner, retryable) => {
    cloud.things.set('key', { owner, aspects: {} });
    expect(await look()).toMatchObject({
      key: { result: 'taken', physicalId: 'key', error: { code: 'foreign-resource', retryable } },
      alias: { result: 'absent' },
      bucket: { result: 'absent', desired: { one: '(known after it is made)' } },
    });
  });

  it('that fails spoils only its node and those that wait for it', async () => {
    await made();
    cloud.instead['find key'] = fails({ retryable: false });
    expect(await look()).toMatchObject({
      key: { result: 'unclear', error: { code: 'aws-error', retryable: false } },
      alias: { result: 'unclear', error: { code: 'not-looked-at', message: expect.stringContaining('key') } },
      alone: { result: 'present' },
    });
  });

  it('that has no time left says so and looks at nothing', async () => {
    await made();
    const looks = await compare({ ...view(), signal: AbortSignal.abort() });
    expect(looks.map((told) => told.result === 'unclear' && told.error.code)).toEqual(
      Array(4).fill('not-looked-at'),
    );
    expect(cloud.log).toEqual([]);
  });

  it('does not wait for an answer when the time is over', async () => {
    await made();
    cloud.takes['find key'] = 3_000;
    const controller = new AbortController();
    const looking = compare({ ...view(), signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    const looks = Object.fromEntries((await looking).map((told) => [told.logicalId, told]));
    expect(looks).toMatchObject({
      key: { result: 'unclear', error: { code: 'not-looked-at' } },
      alone: { result: 'present' },
    });
  });

  it('throws what is a bug', async () => {
    cloud.instead['find alone'] = () => {
      throw new TypeError('x is undefined');
    };
    await expect(look()).rejects.toThrow(TypeError);
  });
});

describe('a look before a deletion', () => {
  const full = { code: 'not-empty', message: 'It is full.', retryable: false };

  it('tells what there is and what there is not', async () => {
    await made();
    cloud.things.delete('alone');
    expect(await lookBeforeDeletion()).toMatchObject({
      key: { result: 'present', physicalId: 'key' },
      alone: { result: 'absent' },
    });
    expect(verbs()).toEqual(['blocker', 'find']);
  });

  it('tells what stands in the way, unless it is forced', async () => {
    await made();
    cloud.blockers.bucket = full;
    expect(await lookBeforeDeletion()).toMatchObject({
      bucket: { result: 'unclear', error: full },
      key: { result: 'present' },
    });
    expect(await lookBeforeDeletion(true)).toMatchObject({ bucket: { result: 'present' } });
  });

  it("takes somebody else's for absent", async () => {
    cloud.things.set('alone', { owner: 'foreign', aspects: {} });
    expect(await lookBeforeDeletion()).toMatchObject({ alone: { result: 'absent' } });
  });

  it('tells what it could not look at', async () => {
    await made();
    cloud.instead['find key'] = fails();
    expect(await lookBeforeDeletion()).toMatchObject({
      key: { result: 'unclear', error: { code: 'aws-error' } },
      alias: { result: 'unclear', error: { code: 'not-looked-at' } },
    });
  });
});
