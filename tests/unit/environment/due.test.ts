import { describe, expect, it } from '@jest/globals';
import { hasExpired, isNoticeDue, restingDue, type Task, taskOf } from '../../../lib/environment/due.ts';
import type { EnvironmentRecord } from '../../../lib/environment/environment.ts';
import { newborn, spec } from './sample.ts';

const NOW = new Date('2030-01-01T12:00:00.000Z');
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const kept = spec({ deletionProtection: true });

const ready = (changes: Partial<EnvironmentRecord> = {}) => newborn(NOW, { status: 'READY', ...changes });

describe('an environment', () => {
  it.each<[string, Partial<EnvironmentRecord>, boolean]>([
    ['whose time is over', { expiresAt: at(0) }, true],
    ['whose time comes', { expiresAt: at(0.001) }, false],
    ['without an end', {}, false],
    ['that is protected', { expiresAt: at(-9), spec: kept }, false],
    ['that goes anyway', { expiresAt: at(-9), desired: 'absent' }, false],
  ])('%s has expired: %3$s', (_, changes, expired) => expect(hasExpired(ready(changes), NOW)).toBe(expired));

  it.each<[string, Partial<EnvironmentRecord>, boolean]>([
    ['an hour before its end', { expiresAt: at(60) }, true],
    ['earlier than that', { expiresAt: at(60.001) }, false],
    ['when that was announced', { expiresAt: at(60), expiryTold: at(60) }, false],
    ['when another end was announced', { expiresAt: at(60), expiryTold: at(30) }, true],
    ['when it is protected', { expiresAt: at(60), spec: kept }, false],
    ['without an end', {}, false],
  ])('%s is due to be announced: %3$s', (_, changes, due) =>
    expect(isNoticeDue(ready(changes), NOW)).toBe(due),
  );
});

describe('what rests is due', () => {
  it.each<[string, Partial<EnvironmentRecord>, string | undefined]>([
    ['never, when nothing is to come', {}, undefined],
    ['at the next look', { driftDueAt: at(5) }, at(5)],
    ['an hour before its end', { expiresAt: at(90) }, at(30)],
    ['at its end once that was announced', { expiresAt: at(90), expiryTold: at(90) }, at(90)],
    ['at the earliest of them', { expiresAt: at(90), driftDueAt: at(5) }, at(5)],
    ['when its deletion is tried again', { desired: 'absent', retryAt: at(60) }, at(60)],
    ['for no look when it is FAILED', { status: 'FAILED', driftDueAt: at(5) }, undefined],
    ['for a look also when it is protected', { spec: kept, expiresAt: at(9), driftDueAt: at(99) }, at(99)],
  ])('%s', (_, changes, due) => expect(restingDue(ready(changes))).toBe(due));
});

describe('a worker has to', () => {
  it.each<[Task, Partial<EnvironmentRecord>]>([
    ['converge', { status: 'PENDING' }],
    ['converge', { status: 'PROVISIONING' }],
    ['converge', { status: 'UPDATING', driftDueAt: at(-1) }],
    ['converge', { status: 'DELETING' }],
    ['converge', { status: 'DELETE_FAILED', desired: 'absent', retryAt: at(0) }],
    ['tell', { status: 'DELETE_FAILED', desired: 'absent', retryAt: at(1) }],
    ['tell', { status: 'DELETE_FAILED', desired: 'absent' }],
    ['check', { status: 'READY', driftDueAt: at(0) }],
    ['tell', { status: 'READY', driftDueAt: at(1) }],
    ['tell', { status: 'READY' }],
    ['tell', { status: 'FAILED', driftDueAt: at(-1) }],
    ['tell', { status: 'DELETED' }],
  ])('%s: %j', (task, changes) => expect(taskOf(ready(changes), NOW)).toBe(task));
});
