import { describe, expect, it } from '@jest/globals';
import { letters, newUid } from '../../../lib/environment/random.ts';
import { newRecord } from '../../../lib/environment/record.ts';
import { spec } from './sample.ts';

const birth = {
  tenant: '111122223333',
  id: 'pr-123',
  uid: 'abcdefghijkl2345',
  spec: spec(),
  caller: 'arn:me',
  now: new Date('2030-01-01T00:00:00Z'),
  expiresAt: undefined,
  idempotencyKey: undefined,
  requestHash: 'hash',
};

describe('a new record', () => {
  it('asks for presence, has seen nothing done, and is due at once', () => {
    const time = '2030-01-01T00:00:00.000Z';
    const { outbox, ...record } = newRecord(birth);
    expect(record).toStrictEqual({
      schemaVersion: 1,
      tenant: '111122223333',
      id: 'pr-123',
      uid: 'abcdefghijkl2345',
      version: 1,
      spec: birth.spec,
      desired: 'present',
      force: false,
      generation: 1,
      observedGeneration: 0,
      status: 'PENDING',
      resources: {},
      conditions: [],
      attempts: 0,
      createdAt: time,
      createdBy: 'arn:me',
      requestedBy: 'arn:me',
      updatedAt: time,
      requestHash: 'hash',
      dueAt: time,
      leaseEpoch: 0,
    });
    expect(Object.values(outbox)).toMatchObject([
      { time, type: 'request.accepted', actor: 'arn:me', generation: 1, data: { request: 'create' } },
    ]);
  });

  it('has its expiry and its idempotency key when there are any', () => {
    const given = { expiresAt: '2030-01-08T00:00:00.000Z', idempotencyKey: 'hashed' };
    expect(newRecord({ ...birth, ...given })).toMatchObject(given);
  });
});

describe('a uid', () => {
  it('is 16 of a-z and 2-7', () => expect(newUid()).toMatch(/^[a-z2-7]{16}$/));

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 1000 }, newUid)).size).toBe(1000);
  });
});

describe('the letters of bytes', () => {
  it('are one character each, the same for the same bytes', () => {
    expect(letters(Uint8Array.of(0, 25, 26, 31, 32, 255))).toBe('az27a7');
  });

  it('use every character equally often', () => {
    const counts = new Map<string, number>();
    for (const letter of letters(Uint8Array.from({ length: 256 }, (_, byte) => byte))) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([...new Set(counts.values())]).toEqual([8]);
  });
});
