import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { blueprint } from '../../../lib/environment/blueprint.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { recordJournal } from '../../../lib/operations/journal.ts';
import { LeaseLost } from '../../../lib/provisioning/errors.ts';
import type { ResourceState } from '../../../lib/provisioning/resource.ts';
import type { LeaseStore } from '../../../lib/store/lease.ts';
import { deployment, newborn } from '../environment/sample.ts';

const NOW = new Date('2030-01-01T00:00:00Z');

const claim = newborn(NOW);

const nodes = blueprint(claim, deployment);

const creating: ResourceState = { type: 'any', status: 'CREATING' };
const ready: ResourceState = { type: 'any', status: 'READY' };

/** A store whose writes end one by one, when the test says how. */
function heldStore() {
  const carried: EnvironmentRecord['resources'][] = [];
  const statuses: string[] = [];
  const ends: PromiseWithResolvers<{ superseded: boolean }>[] = [];
  const refuse = () => Promise.reject(new Error('not a step of a journal'));
  const checkpoint: LeaseStore['checkpoint'] = (_, { status, resources }) => {
    carried.push(resources);
    statuses.push(status);
    const end = Promise.withResolvers<{ superseded: boolean }>();
    ends.push(end);
    return end.promise;
  };
  const lease: LeaseStore = { claim: refuse, finish: refuse, release: refuse, expire: refuse, checkpoint };
  const end = (index: number, superseded = false) => ends[index]?.resolve({ superseded });
  /** What each write carries of the nodes that are not pending. */
  const writes = () =>
    carried.map((resources) => {
      const begun = Object.entries(resources).filter(([, state]) => state.status !== 'PENDING');
      return Object.fromEntries(begun.map(([id, state]) => [id, state.status]));
    });
  return { lease, writes, statuses, end, fail: (error: Error) => ends[0]?.reject(error) };
}

const turn = () => new Promise(setImmediate);

/** Whether it comes to an end without a further write. */
const isOver = (note: Promise<void>) => Promise.race([note.then(() => true), turn().then(() => false)]);

let store: ReturnType<typeof heldStore>;
let over: number;
const onOver = () => over++;
const journalOf = (record: EnvironmentRecord = claim) =>
  recordJournal({ lease: store.lease, claim: record, nodes, now: () => NOW, onOver });

beforeEach(() => {
  store = heldStore();
  over = 0;
});

describe('a journal', () => {
  it('begins with what the record remembers of its nodes; the others are pending', () => {
    const journal = journalOf({ ...claim, resources: { key: ready, old: ready } });
    expect(Object.keys(journal.resources).sort()).toEqual(nodes.map(({ logicalId }) => logicalId).sort());
    expect(journal.state('key')).toEqual(ready);
    expect(journal.state('role')).toEqual({ type: 'iam-role', status: 'PENDING' });
  });

  it.each([
    [{}, 'PROVISIONING'],
    [{ observedGeneration: 1 }, 'UPDATING'],
    [{ desired: 'absent' as const }, 'DELETING'],
  ])('of a record with %j writes the status %s', async (changes, status) => {
    journalOf({ ...claim, ...changes }).note('key', creating);
    await turn();
    expect(store.statuses).toEqual([status]);
  });
});

describe('notes', () => {
  it('made together share a write', async () => {
    const journal = journalOf();
    const notes = [journal.note('key', creating), journal.note('role', ready)];
    await turn();
    expect(store.writes()).toEqual([{ key: 'CREATING', role: 'READY' }]);
    store.end(0);
    await Promise.all(notes);
  });

  it('made during a write wait for the next one, which begins when the first is over', async () => {
    const journal = journalOf();
    const first = journal.note('key', creating);
    await turn();
    const later = [journal.note('key', ready), journal.note('role', creating)] as const;
    await turn();
    expect(store.writes()).toHaveLength(1);
    store.end(0);
    await first;
    expect(await isOver(later[0])).toBe(false);
    expect(store.writes()).toEqual([{ key: 'CREATING' }, { key: 'READY', role: 'CREATING' }]);
    store.end(1);
    await Promise.all(later);
  });

  it('that say what is known write nothing', async () => {
    const journal = journalOf({ ...claim, resources: { key: ready } });
    await journal.note('key', { ...ready });
    expect(store.writes()).toEqual([]);
  });

  it('that repeat one under way wait for its write', async () => {
    const journal = journalOf();
    journal.note('key', creating);
    await turn();
    const again = journal.note('key', { ...creating });
    expect(await isOver(again)).toBe(false);
    store.end(0);
    await again;
    expect(store.writes()).toHaveLength(1);
  });
});

describe('what is only told', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is known at once, and written a second later, with all that was told by then', async () => {
    const journal = journalOf();
    journal.tell('key', ready);
    expect(journal.state('key')).toEqual(ready);
    jest.advanceTimersByTime(999);
    journal.tell('role', creating);
    await turn();
    expect(store.writes()).toEqual([]);
    jest.advanceTimersByTime(1);
    await turn();
    expect(store.writes()).toEqual([{ key: 'READY', role: 'CREATING' }]);
  });

  it('is written at once when it has to be', async () => {
    journalOf().tell('key', ready, 0);
    await turn();
    expect(store.writes()).toEqual([{ key: 'READY' }]);
  });

  it('goes with the next note, and is not written again', async () => {
    const journal = journalOf();
    journal.tell('key', ready);
    journal.note('role', creating);
    await turn();
    store.end(0);
    jest.advanceTimersByTime(2000);
    await turn();
    expect(store.writes()).toEqual([{ key: 'READY', role: 'CREATING' }]);
  });

  it('and then noted as well is durable only with its write', async () => {
    const journal = journalOf();
    journal.tell('key', ready);
    const note = journal.note('key', ready);
    expect(await isOver(note)).toBe(false);
    store.end(0);
    await note;
  });

  it('is not written once the journal is closed, for then it goes with the end of the run', async () => {
    const journal = journalOf();
    journal.tell('key', ready);
    await journal.closed();
    jest.advanceTimersByTime(2000);
    await turn();
    expect(store.writes()).toEqual([]);
    expect(journal.resources.key).toEqual(ready);
  });

  it('ends the run when it can no longer be written, and the journal then closes with the reason', async () => {
    const journal = journalOf();
    journal.tell('key', ready, 0);
    await turn();
    store.fail(new LeaseLost('gone'));
    await turn();
    expect(over).toBe(1);
    await expect(journal.closed()).rejects.toThrow(LeaseLost);
  });
});

it('a journal closes when the write that is under way has ended', async () => {
  const journal = journalOf();
  journal.tell('key', ready, 0);
  await turn();
  expect(await isOver(journal.closed())).toBe(false);
  store.end(0);
  await journal.closed();
});

describe('after the lease is lost', () => {
  it.each([
    ['another note', ready],
    ['a note of what is known', creating],
  ])('%s fails and writes nothing', async (_, state) => {
    const journal = journalOf();
    const notes = [journal.note('key', creating)];
    await turn();
    notes.push(journal.note('role', creating));
    store.fail(new LeaseLost('over'));
    for (const note of notes) await expect(note).rejects.toThrow(LeaseLost);
    // Also those who wait for no note take no further step.
    expect(over).toBeGreaterThan(0);
    await expect(journal.note('key', state)).rejects.toThrow(LeaseLost);
    expect(store.writes()).toHaveLength(1);
  });
});

describe('a run', () => {
  it.each([
    ['is told that it is superseded by the write that shows it, which counts', true, 1],
    ['is told nothing while the desired state stays', false, 0],
  ])('%s', async (_, isSuperseded, told) => {
    const note = journalOf().note('key', creating);
    await turn();
    expect(over).toBe(0);
    store.end(0, isSuperseded);
    await note;
    expect(over).toBe(told);
  });
});
