import { describe, expect, it } from '@jest/globals';
import { type EnvironmentRecord, STATUSES, type Status } from '../../../lib/environment/environment.ts';
import {
  type Conclusion,
  conclude,
  concludeLook,
  conditionsOnRequest,
} from '../../../lib/environment/status.ts';
import { isSettled, statusInProgress } from '../../../lib/environment/statuses.ts';
import type { Outcome } from '../../../lib/provisioning/graph.ts';
import { MAX_ATTEMPTS } from '../../../lib/provisioning/retry.ts';
import { newborn, spec } from './sample.ts';

const BEFORE = '2030-01-01T00:00:00.000Z';
const NOW = '2030-01-01T01:00:00.000Z';
const EXPIRY = '2030-01-08T00:00:00.000Z';
/** An hour before. */
const NOTICE = '2030-01-07T23:00:00.000Z';
const MONTH = 30 * 24 * 60 * 60;
const moment = { now: new Date(NOW), random: 0, driftCheckSeconds: MONTH };

const done: Outcome = { logicalId: 'role', result: 'done' };
const interrupted: Outcome = { logicalId: 'alias', result: 'interrupted' };
const blocked: Outcome = { logicalId: 'alias', result: 'blocked', on: 'key' };
const failed = (code: string, retryable: boolean): Outcome => ({
  logicalId: 'key',
  result: 'failed',
  error: { code, message: 'It failed.', retryable },
});
const passing = failed('aws-error', true);
const lasting = failed('foreign-resource', false);

const record = (changes?: Partial<EnvironmentRecord>) => newborn(new Date(BEFORE), changes);

const inSeconds = (seconds: number): string => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

const absent = { desired: 'absent', generation: 3, observedGeneration: 2 } as const;
const changed = { generation: 3, observedGeneration: 2 };

describe('a run is concluded', () => {
  type Row = [string, Partial<EnvironmentRecord>, Outcome[], Status, Counts, number | undefined];
  type Counts = [attempts: number, observedGeneration: number];
  const last = MAX_ATTEMPTS - 1;
  const lastOfDeletion = { ...absent, attempts: last };
  const rows: Row[] = [
    ['first creation done', {}, [done, done], 'READY', [0, 1], undefined],
    ['done after failures', { attempts: 4 }, [done], 'READY', [0, 1], undefined],
    ['update done', changed, [done], 'READY', [0, 3], undefined],
    ['deletion done', absent, [done], 'DELETED', [0, 3], undefined],
    ['creation interrupted', {}, [done, interrupted], 'PROVISIONING', [0, 0], 0],
    ['update interrupted', changed, [interrupted], 'UPDATING', [0, 2], 0],
    ['deletion interrupted', absent, [interrupted], 'DELETING', [0, 2], 0],
    ['creation failed, can pass', {}, [done, passing, blocked], 'PROVISIONING', [1, 0], 0.5],
    ['update failed, can pass', changed, [passing], 'UPDATING', [1, 2], 0.5],
    ['failed and interrupted', {}, [passing, interrupted], 'PROVISIONING', [1, 0], 0.5],
    ['fifth failure', { attempts: 4 }, [passing], 'PROVISIONING', [5, 0], 8],
    ['last failure but one', { attempts: last - 1 }, [passing], 'PROVISIONING', [last, 0], 60],
    ['last failure', { attempts: last }, [passing], 'FAILED', [MAX_ATTEMPTS, 0], undefined],
    ['last of a deletion', lastOfDeletion, [passing], 'DELETE_FAILED', [MAX_ATTEMPTS, 2], undefined],
    ['failed for good', {}, [lasting, blocked], 'FAILED', [1, 0], undefined],
    ['deletion failed for good', absent, [lasting], 'DELETE_FAILED', [1, 2], undefined],
  ];

  it.each(rows)('%s', (_, past, outcomes, status, [attempts, observedGeneration], seconds) => {
    const conclusion = conclude(record(past), outcomes, moment);
    expect(conclusion).toMatchObject({ status, attempts, observedGeneration });
    expect(conclusion.againInSeconds).toBe(seconds);
    if (seconds !== undefined) expect(conclusion.dueAt).toBe(inSeconds(seconds));
    expect(isSettled(status)).toBe(seconds === undefined);
  });

  it.each([
    ['the failure', [done, passing, blocked], 'aws-error: It failed.'],
    ['the lasting one of two failures', [passing, lasting], 'foreign-resource: It failed.'],
    ['nothing when all is done', [done], undefined],
    ['nothing when it was interrupted', [interrupted], undefined],
  ])('with %s as the reason', (_, outcomes, reason) => {
    expect(conclude(record({ statusReason: 'old' }), outcomes, moment).statusReason).toBe(reason);
  });

  it('with the time of its first READY, and of its end', () => {
    expect(conclude(record(), [done], moment).readyAt).toBe(NOW);
    expect(conclude(record({ readyAt: BEFORE }), [done], moment).readyAt).toBe(BEFORE);
    expect(conclude(record(absent), [done], moment).deletedAt).toBe(NOW);
  });
});

describe('a settled environment is due again', () => {
  const kept = spec({ deletionProtection: true });
  const told = { expiryTold: EXPIRY };
  const check = inSeconds(MONTH);
  it.each<[string, Partial<EnvironmentRecord>, Outcome, string | undefined]>([
    ['an hour before its expiry once it is READY', {}, done, NOTICE],
    ['an hour before its expiry once it is FAILED', {}, lasting, NOTICE],
    ['at its expiry when that has been announced', told, done, EXPIRY],
    ['an hour before its new expiry when another was announced', { expiryTold: NOTICE }, done, NOTICE],
    ['for a look when it is protected', { spec: kept }, done, check],
    ['never when it is protected and FAILED', { spec: kept }, lasting, undefined],
    [
      'in an hour when its deletion failed and may come through',
      { ...absent, attempts: 20 },
      passing,
      inSeconds(3600),
    ],
    ['never when its deletion failed for good', absent, lasting, undefined],
    ['never when it is gone', absent, done, undefined],
  ])('%s', (_, past, outcome, due) => {
    expect(conclude(record({ expiresAt: EXPIRY, ...past }), [outcome], moment).dueAt).toBe(due);
  });

  it('for a look when it never expires, and before a later expiry', () => {
    expect(conclude(record(), [done], moment)).toMatchObject({ dueAt: check, driftDueAt: check });
    const often = { ...moment, driftCheckSeconds: 60 };
    expect(conclude(record({ expiresAt: EXPIRY }), [done], often).dueAt).toBe(inSeconds(60));
  });

  it('at its expiry, which is announced at once, when less than an hour is left', () => {
    const soon = inSeconds(600);
    expect(conclude(record({ expiresAt: soon }), [done], moment)).toMatchObject({
      expiryTold: soon,
      dueAt: soon,
    });
  });

  it('before a retry that would come after its end', () => {
    const late = record({ expiresAt: inSeconds(5), attempts: 9 });
    expect(conclude(late, [passing], moment)).toMatchObject({ dueAt: inSeconds(5), againInSeconds: 60 });
  });

  it('when its deletion is tried again, whatever it is looked at for before', () => {
    const stuck = record({ ...absent, status: 'DELETE_FAILED', retryAt: inSeconds(99) });
    expect(concludeLook(stuck, { drift: undefined, repair: false }, moment)).toMatchObject({
      status: 'DELETE_FAILED',
      dueAt: inSeconds(99),
      retryAt: inSeconds(99),
    });
  });

  it('and its expiry is not announced while work goes on', () => {
    expect(conclude(record({ expiresAt: inSeconds(600) }), [passing], moment).expiryTold).toBeUndefined();
  });
});

describe('drift that was found', () => {
  const found = { checkedAt: BEFORE, differences: [{ logicalId: 'role', aspect: 'trust' }], unclear: [] };
  const clean = { ...found, differences: [] };
  const settled = (changes: Partial<EnvironmentRecord> = {}) =>
    record({ status: 'READY', observedGeneration: 1, driftDueAt: NOW, ...changes });

  it('is repaired once everything was read back as desired, and not before', () => {
    expect(conclude(record({ drift: found }), [done], moment).drift).toEqual({ ...found, repairedAt: NOW });
    expect(conclude(record({ drift: found }), [passing], moment).drift).toEqual(found);
    expect(conclude(record({ drift: clean }), [done], moment).drift).toEqual(clean);
    expect(conclude(record({ ...absent, drift: found }), [done], moment).drift).toBeUndefined();
  });

  it('is kept when it is only to be reported, and the next look is due', () => {
    expect(concludeLook(settled(), { drift: found, repair: false }, moment)).toMatchObject({
      status: 'READY',
      drift: found,
      dueAt: inSeconds(MONTH),
    });
  });

  it('is repaired at once when it is to be repaired', () => {
    expect(concludeLook(settled(), { drift: found, repair: true }, moment)).toMatchObject({
      status: 'UPDATING',
      drift: found,
      dueAt: NOW,
      againInSeconds: 0,
    });
    expect(concludeLook(settled(), { drift: clean, repair: true }, moment)).toMatchObject({
      status: 'READY',
      dueAt: inSeconds(MONTH),
    });
  });

  it('does not put off a look that is not due yet, nor lose what a run left', () => {
    const past = settled({ driftDueAt: inSeconds(9), drift: found, statusReason: 'x', attempts: 3 });
    expect(concludeLook(past, { drift: undefined, repair: true }, moment)).toMatchObject({
      drift: found,
      driftDueAt: inSeconds(9),
      statusReason: 'x',
      attempts: 3,
    });
  });
});

describe('the conditions', () => {
  const [pending, ready] = [conclude(record(), [passing], moment), conclude(record(), [done], moment)];
  const then = (conditions: Conclusion['conditions'], outcome: Outcome) =>
    conclude(record({ conditions }), [outcome], { ...moment, now: new Date(EXPIRY) }).conditions;

  it.each([
    ['done', done, 'True AsDesired', 'False AsDesired'],
    ['interrupted', interrupted, 'False Continues', 'True Continues'],
    ['failed, can pass', passing, 'False AwsError', 'True AwsError'],
    ['failed for good', lasting, 'False ForeignResource', 'False ForeignResource'],
  ])('%s: Ready is %3$s, Progressing %4$s', (_, outcome, ...expected) => {
    const { conditions } = conclude(record(), [outcome], moment);
    expect(conditions.map(({ type }) => type)).toEqual(['Ready', 'Progressing']);
    expect(conditions.map(({ status, reason }) => `${status} ${reason}`)).toEqual(expected);
  });

  it('are not as they were from the moment something is asked for', () => {
    const conditions = conditionsOnRequest(ready.conditions, new Date(EXPIRY));
    expect(conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'Ready False Requested',
      'Progressing True Requested',
    ]);
    expect(conditions.map((entry) => entry.lastTransitionTime)).toEqual([EXPIRY, EXPIRY]);
  });

  it('of what is gone do not say that it was read back', () => {
    const { conditions } = conclude(record(absent), [done], moment);
    expect(conditions).toMatchObject([
      { status: 'False', reason: 'Deleted', message: expect.stringMatching(/^Everything is deleted/) },
      { status: 'False', reason: 'Deleted' },
    ]);
  });

  it('tell the resource that failed', () => {
    expect(pending.conditions.map(({ message }) => message)).toEqual(['key: It failed.', 'key: It failed.']);
  });

  it('keep their time while their status stays, whatever the reason', () => {
    const times = then(pending.conditions, interrupted).map((entry) => entry.lastTransitionTime);
    expect(times).toEqual([NOW, NOW]);
  });

  it('change their time with their status, each its own', () => {
    expect(then(pending.conditions, lasting).map((entry) => entry.lastTransitionTime)).toEqual([NOW, EXPIRY]);
    expect(then(ready.conditions, passing).map((entry) => entry.lastTransitionTime)).toEqual([
      EXPIRY,
      EXPIRY,
    ]);
  });
});

describe('the status', () => {
  it('is settled when nothing further happens by itself', () => {
    expect(STATUSES.filter(isSettled)).toEqual(['READY', 'FAILED', 'DELETE_FAILED', 'DELETED']);
  });

  it.each([
    [{}, 'PROVISIONING'],
    [changed, 'UPDATING'],
    [absent, 'DELETING'],
    [{ desired: 'absent', observedGeneration: 0 } as const, 'DELETING'],
  ])('of %j in progress is %s', (past, status) => expect(statusInProgress(record(past))).toBe(status));
});
