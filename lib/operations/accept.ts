import { createHash } from 'node:crypto';
import type { EnvironmentRecord, Spec } from '../environment/environment.ts';
import { letters, newUid } from '../environment/random.ts';
import { type Adoption, newRecord } from '../environment/record.ts';
import { Refusal } from '../environment/refusal.ts';
import { expiryOf } from '../environment/spec.ts';
import { sameValue } from '../provisioning/canonical.ts';
import { enqueue } from './enqueue.ts';
import { quotaExceeded, takePlace } from './place.ts';
import type { Services } from './services.ts';

export interface AcceptRequest {
  tenant: string;
  /** Who asked: an ARN. */
  caller: string;
  /** Left out: derived from the Idempotency-Key, else generated. */
  id?: string;
  spec: Spec;
  /** The header as sent. */
  idempotencyKey?: string;
  /** Hash of the validated body. */
  requestHash: string;
  /** What is there already and is to become the environment's. */
  adopts?: Adoption;
}

export interface Accepted {
  /** The same was accepted before; nothing changed. */
  replayed: boolean;
  record: EnvironmentRecord;
}

/** Characters of a made-up id's random part. */
const ID_LENGTH = 16;

/**
 * Accepts desired state: one conditional write, then a message. Should the message get lost, the record is
 * due and the sweeper finds it.
 *
 * @throws Refusal environment-exists: the id is taken by another spec, or its deletion is under way
 * @throws Refusal idempotency-key-reused: another body was accepted under this key
 */
export async function acceptEnvironment(services: Services, request: AcceptRequest): Promise<Accepted> {
  const { tenant } = request;
  const before = await replayOf(services, request);
  if (before) return before;

  const record = recordOf(request, services.now());
  await takePlace(services, record, () => isThere(services, record));
  const written = await create(services, record);
  // A write that the SDK repeated after a lost answer is refused because of itself.
  if (written.done || written.record?.uid === record.uid) {
    await enqueue(services, record);
    return { replayed: false, record: written.record ?? record };
  }
  await services.quota?.give(tenant, record.uid);
  return { replayed: true, record: sameOrRefused(record, written.record) };
}

/** A deleted life may still have something to tell: then the new one tells it, too. */
async function create({ store }: Services, record: EnvironmentRecord) {
  const written = await store.create(record);
  const before = written.record;
  if (written.done || before?.status !== 'DELETED') return written;
  const outbox = { ...before.outbox, ...record.outbox };
  return store.create({ ...record, outbox }, before.uid);
}

/** What accepting the request would answer with. Writes nothing. @throws Refusal as accepting would */
export async function foreseen(services: Services, request: AcceptRequest): Promise<Accepted> {
  const before = await replayOf(services, request);
  if (before) return before;
  const record = recordOf(request, services.now());
  const existing = await services.store.get(record);
  if (existing && existing.status !== 'DELETED') {
    return { replayed: true, record: sameOrRefused(record, existing) };
  }
  const { quota } = services;
  if (quota && !(await quota.hasRoom(record.tenant))) throw quotaExceeded(quota.limit);
  return { replayed: false, record };
}

function recordOf(request: AcceptRequest, now: Date): EnvironmentRecord {
  const idempotencyKey = hashedKey(request);
  return newRecord({
    tenant: request.tenant,
    id: request.id ?? madeUpId(idempotencyKey),
    uid: newUid(),
    spec: request.spec,
    caller: request.caller,
    now,
    expiresAt: expiryOf(request.spec, now),
    idempotencyKey,
    requestHash: request.requestHash,
    adopts: request.adopts,
  });
}

/** Whether there is an environment of this id, whoever asked for it. */
async function isThere({ store }: Services, record: EnvironmentRecord): Promise<boolean> {
  const existing = await store.get(record);
  return existing !== undefined && existing.status !== 'DELETED';
}

type Keyed = Pick<AcceptRequest, 'tenant' | 'idempotencyKey' | 'requestHash'>;

/** What was accepted under the request's Idempotency-Key, if it has one. @throws Refusal idempotency-key-reused */
export async function replayOf({ store }: Services, request: Keyed): Promise<Accepted | undefined> {
  const idempotencyKey = hashedKey(request);
  if (!idempotencyKey) return undefined;
  const accepted = await store.acceptedUnder(idempotencyKey);
  if (!accepted) return undefined;
  if (accepted.requestHash !== request.requestHash) throw keyReused();
  const record = await store.get(accepted.key);
  return record?.idempotencyKey === idempotencyKey ? { replayed: true, record } : undefined;
}

/** The environment that has the id already, if it is what was asked for. */
function sameOrRefused(asked: EnvironmentRecord, existing: EnvironmentRecord | undefined): EnvironmentRecord {
  if (!existing) throw new Error(`record ${asked.id} refused the write and is not there`);
  if (asked.idempotencyKey && asked.idempotencyKey === existing.idempotencyKey) {
    if (asked.requestHash !== existing.requestHash) throw keyReused();
    return existing;
  }
  if (existing.desired === 'present' && isSameRequest(asked, existing)) return existing;
  throw taken(existing);
}

/** Why the id can't be had. */
export const taken = (existing: EnvironmentRecord): Refusal =>
  existing.desired === 'present' ? exists(existing) : beingDeleted(existing);

/** A `ttl` asked for again and the end it led to both mean what is there. */
function isSameRequest(asked: EnvironmentRecord, existing: EnvironmentRecord): boolean {
  const { ttl, expiresAt, ...spec } = asked.spec;
  const { ttl: existingTtl, expiresAt: _, ...existingSpec } = existing.spec;
  const sameEnd = ttl === undefined ? expiresAt === existing.expiresAt : ttl === existingTtl;
  return sameEnd && sameValue(spec, existingSpec);
}

const exists = ({ id }: EnvironmentRecord) =>
  new Refusal('environment-exists', `Environment ${id} exists with another spec.`, {
    nextAction: `Choose another id, send the spec it was created with, or change it with PATCH /environments/${id}.`,
  });

const beingDeleted = ({ id, status }: EnvironmentRecord) =>
  new Refusal('environment-exists', `Environment ${id} is ${status}.`, {
    nextAction: `Wait until GET /environments/${id} says DELETED; then the id can be used again.`,
  });

const keyReused = () =>
  new Refusal('idempotency-key-reused', 'This Idempotency-Key was used with another request body.', {
    nextAction: 'Send the same body again, or use a new key for a new request.',
  });

const hashedKey = ({ tenant, idempotencyKey }: Omit<Keyed, 'requestHash'>): string | undefined =>
  idempotencyKey ? hashOf(tenant, idempotencyKey) : undefined;

const hashOf = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The same key always makes the same id, so a repeated request meets its first self. */
const madeUpId = (idempotencyKey: string | undefined): string =>
  `env-${idempotencyKey ? letters(Buffer.from(idempotencyKey, 'hex').subarray(0, ID_LENGTH)) : newUid()}`;
