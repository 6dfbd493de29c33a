import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { etagOf } from '../../../lib/environment/etag.ts';
import { logger } from '../../../lib/logger.ts';
import { removal, removeEnvironment } from '../../../lib/operations/remove.ts';
import { newborn, spec } from '../environment/sample.ts';
import { amending, servicesWith, testQueue } from './services.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const KEY = { tenant: 't', id: 'pr-123' };

let record: EnvironmentRecord | undefined;
/** What happens to the record between the look at it and the write. */
let meanwhile: () => void;

const born = (changes?: Partial<EnvironmentRecord>) => newborn(NOW, changes);
const kept = spec({ deletionProtection: true });

const write = amending(
  () => record,
  (next) => {
    record = next;
  },
);

const queue = testQueue();
const services = servicesWith({
  store: {
    get: async ({ tenant, id }) => (record?.tenant === tenant && record.id === id ? record : undefined),
    async amend(read, amendment, now) {
      meanwhile();
      return write(read, amendment, now);
    },
  },
  queue,
  now: () => NOW,
});

interface RemoveRequest {
  tenant?: string;
  force?: boolean;
  retain?: boolean;
  ifMatch?: string[];
}

const remove = ({ force = false, retain = false, ...changes }: RemoveRequest = {}) =>
  removeEnvironment(services, { ...KEY, ...changes, decide: removal('arn:me', { force, retain }) });

beforeAll(() => logger.setLogLevel('SILENT'));

beforeEach(() => {
  record = born({ status: 'READY' });
  queue.messages = [];
  queue.isAway = false;
  meanwhile = () => undefined;
});

describe('a deletion', () => {
  it('of a protected one is granted where that does not count, and only there', async () => {
    record = born({ spec: kept, status: 'READY' });
    const asked = { force: false, retain: false };
    const change = { ...KEY, decide: removal('arn:admin', { ...asked, evenIfProtected: true }) };
    expect(await removeEnvironment(services, change)).toMatchObject({
      status: 'DELETING',
      requestedBy: 'arn:admin',
    });
  });

  it('makes absence the desired state and sends a message', async () => {
    expect(await remove()).toMatchObject({ status: 'DELETING', desired: 'absent', force: false });
    expect(queue.messages).toEqual([KEY]);
  });

  it.each([
    ['READY', true],
    ['FAILED', false],
    ['UPDATING', false],
  ] as const)('that hands over what is %s leaves it told as READY before: %p', async (status, told) => {
    record = born({ status, readyAt: NOW.toISOString() });
    const { readyAt, retain } = await remove({ retain: true });
    expect([readyAt !== undefined, retain]).toEqual([told, true]);
    record = born({ status, readyAt: NOW.toISOString() });
    expect((await remove()).readyAt).toBe(NOW.toISOString());
    record = born({ status: 'DELETE_FAILED', desired: 'absent', retain: true, readyAt: NOW.toISOString() });
    expect((await remove({ retain: true })).readyAt).toBe(NOW.toISOString());
  });

  it('is accepted although the message can not be sent', async () => {
    queue.isAway = true;
    expect(await remove()).toMatchObject({ status: 'DELETING' });
  });

  it.each([
    ['is not asked for', false, false, false],
    ['is asked for', true, false, true],
    ['was asked for at creation', false, true, true],
    ['was asked for twice', true, true, true],
  ])('is forced as it should when force %s', async (_, force, forceDestroy, forced) => {
    record = born({ spec: spec({ forceDestroy }) });
    expect(await remove({ force })).toMatchObject({ force: forced });
  });

  it('goes through when one of several tags is the present one', async () => {
    const ifMatch = ['"another"', etagOf(born())];
    expect(await remove({ ifMatch })).toMatchObject({ status: 'DELETING' });
  });
});

describe('a deletion whose environment ended and began anew between look and write', () => {
  const next = born({ uid: 'bcdefghijklm2345', spec: spec({ forceDestroy: false }) });

  it("is that of the new one, without the old one's force", async () => {
    record = born({ spec: spec({ forceDestroy: true }) });
    meanwhile = () => {
      record = next;
      meanwhile = () => undefined;
    };
    expect(await remove()).toMatchObject({ uid: next.uid, desired: 'absent', force: false });
  });

  it('is refused when the old one was meant, although the new one is gone, too', async () => {
    record = born();
    meanwhile = () => {
      record = { ...next, status: 'DELETED' };
    };
    await expect(remove({ ifMatch: [etagOf(born())] })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
  });
});

describe('a deletion of one version whose answer got lost', () => {
  const ifMatch = [etagOf(born())];
  const done = (changes: Partial<EnvironmentRecord>) => () => {
    record = born({
      desired: 'absent',
      status: 'DELETING',
      force: true,
      version: 2,
      generation: 2,
      ...changes,
    });
  };

  it('is under way when the SDK repeats it, not refused', async () => {
    meanwhile = done({});
    record = born();
    expect(await remove({ ifMatch, force: true })).toMatchObject({ status: 'DELETING', version: 2 });
    expect(queue.messages).toEqual([KEY]);
  });

  it.each([
    ['less force', { force: false }],
    ['a failed one', { status: 'DELETE_FAILED' as const }],
    ['another life', { uid: 'bcdefghijklm2345' }],
  ])('is not mistaken for %s', async (_, changes) => {
    meanwhile = done(changes);
    record = born();
    await expect(remove({ ifMatch, force: true })).rejects.toMatchObject({ code: 'precondition-failed' });
  });
});

describe('a deletion of one version that is sent again after it was accepted', () => {
  const ifMatch = [etagOf(born())];
  const accepted = { desired: 'absent', force: true, version: 5 } as const;

  it.each(['DELETING', 'DELETED'] as const)('is answered with the environment that is %s', async (status) => {
    record = born({ ...accepted, status });
    expect(await remove({ ifMatch, force: true })).toEqual(record);
  });

  it.each([
    ['failed since', { status: 'DELETE_FAILED' as const }],
    ['is under way with less force', { status: 'DELETING' as const, force: false }],
    ['was of another life', { status: 'DELETING' as const, uid: 'bcdefghijklm2345' }],
  ])('is refused when that one %s', async (_, changes) => {
    record = born({ ...accepted, ...changes });
    await expect(remove({ ifMatch, force: true })).rejects.toMatchObject({ code: 'precondition-failed' });
    expect(queue.messages).toEqual([]);
  });
});

describe('a deletion that is not needed changes nothing and is answered with', () => {
  it.each<[string, Partial<EnvironmentRecord>]>([
    ['the environment that is gone', { status: 'DELETED', desired: 'absent' }],
    ['the environment that is gone and was protected', { status: 'DELETED', spec: kept }],
  ])('%s', async (_, changes) => {
    const before = born(changes);
    record = before;
    expect(await remove()).toEqual(before);
    expect([record, queue.messages]).toEqual([before, []]);
  });

  it('the environment that is being deleted, and reminds the worker of it', async () => {
    const before = born({ status: 'DELETING', desired: 'absent' });
    record = before;
    expect(await remove()).toEqual(before);
    expect([record, queue.messages]).toEqual([before, [{ tenant: 't', id: 'pr-123' }]]);
  });
});

describe('a deletion is refused', () => {
  const changed = () => {
    record = record && { ...record, version: record.version + 1 };
  };
  const protectedSince = () => {
    record = record && { ...record, spec: kept, version: record.version + 1, generation: 2 };
  };
  const ifMatch = [etagOf(born())];

  it.each<[string, string, RemoveRequest, EnvironmentRecord | undefined, (() => void)?]>([
    ['of what never was', 'not-found', {}, undefined],
    ["of another tenant's", 'not-found', { tenant: 'other' }, born()],
    ['of what was purged meanwhile', 'not-found', {}, born(), () => (record = undefined)],
    ['of a protected one', 'deletion-protected', {}, born({ spec: kept })],
    ['of a protected one by force', 'deletion-protected', { force: true }, born({ spec: kept })],
    ['of one protected meanwhile', 'deletion-protected', {}, born(), protectedSince],
    ['of another version', 'precondition-failed', { ifMatch: ['"other-1"'] }, born()],
    ['of no version', 'precondition-failed', { ifMatch: [] }, born()],
    ['of another life', 'precondition-failed', { ifMatch }, born({ uid: 'bcdefghijklm2345' })],
    ['of one changed meanwhile', 'precondition-failed', { ifMatch }, born(), changed],
    ['of one changed and protected meanwhile', 'precondition-failed', { ifMatch }, born(), protectedSince],
  ])('%s: %s', async (_, code, request, existing, between = () => undefined) => {
    record = existing;
    meanwhile = between;
    await expect(remove(request)).rejects.toMatchObject({ name: 'Refusal', code });
    expect([record?.desired ?? 'present', queue.messages]).toEqual(['present', []]);
  });
});
