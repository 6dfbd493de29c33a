import type { EnvironmentRecord, Spec } from './environment.ts';
import { accepted, byId } from './events.ts';

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
  /** Left out: everything is made anew. */
  adopts?: Adoption | undefined;
}

/** What is there already and is to become the environment's. */
export interface Adoption {
  resources: EnvironmentRecord['resources'];
  retiredPolicies: string[];
}

/** The record of an environment that was just asked for; due at once. */
export function newRecord(birth: Birth): EnvironmentRecord {
  const { tenant, id, uid, spec, expiresAt, idempotencyKey, requestHash, adopts } = birth;
  const time = birth.now.toISOString();
  const news = accepted(
    { generation: 1, requestedBy: birth.caller },
    birth.now,
    adopts ? 'import' : 'create',
    {
      status: 'PENDING',
    },
  );
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
    resources: adopts?.resources ?? {},
    ...(adopts && adopts.retiredPolicies.length > 0 && { retiredPolicies: adopts.retiredPolicies }),
    conditions: [],
    attempts: 0,
    createdAt: time,
    createdBy: birth.caller,
    requestedBy: birth.caller,
    updatedAt: time,
    ...(expiresAt && { expiresAt }),
    ...(idempotencyKey && { idempotencyKey }),
    requestHash,
    outbox: byId([news]),
    dueAt: time,
    leaseEpoch: 0,
  };
}

/** Runs in a row, up to the present one, that were begun and not brought to an end. */
export const runsThatDied = ({ leaseEpoch, concludedEpoch = 0 }: EnvironmentRecord): number =>
  leaseEpoch - concludedEpoch - 1;
