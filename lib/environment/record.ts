import { randomBytes } from 'node:crypto';
import type { EnvironmentRecord, Spec } from './environment.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const UID_LENGTH = 16;

/** Letters and digits that every physical name may carry. @param bytes random ones, a character each */
export const letters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** A new uid: 80 random bits. */
export const newUid = (): string => letters(randomBytes(UID_LENGTH));

interface Birth {
  tenant: string;
  id: string;
  uid: string;
  spec: Spec;
  caller: string;
  now: Date;
  expiresAt: string | undefined;
  idempotencyKey: string | undefined;
  requestHash: string;
}

/** The record of an environment that was just asked for; due at once. */
export function newRecord(birth: Birth): EnvironmentRecord {
  const { tenant, id, uid, spec, expiresAt, idempotencyKey, requestHash } = birth;
  const time = birth.now.toISOString();
  return {
    schemaVersion: 1,
    tenant,
    id,
    uid,
    version: 1,
    spec,
    desired: 'present',
    force: false,
    generation: 1,
    observedGeneration: 0,
    status: 'PENDING',
    resources: {},
    conditions: [],
    attempts: 0,
    createdAt: time,
    createdBy: birth.caller,
    updatedAt: time,
    ...(expiresAt && { expiresAt }),
    ...(idempotencyKey && { idempotencyKey }),
    requestHash,
    dueAt: time,
    leaseEpoch: 0,
  };
}
