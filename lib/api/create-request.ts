import { createHash } from 'node:crypto';
import type { Spec } from '../environment/environment.ts';
import { faultsOf, type SpecContext, type SpecRequest, specFrom } from '../environment/spec.ts';
import { jsonBody } from './body.ts';
import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';
import { createRequest, idempotencyKey, noQuery } from './schemas.ts';
import { check, parametersOf } from './validate.ts';

export interface CreateRequest {
  id?: string;
  spec: Spec;
  idempotencyKey?: string;
  requestHash: string;
}

/**
 * The request of `POST /environments`.
 *
 * @throws Problem with every mistake in body, headers and query at once
 */
export function parseCreate(event: ApiEvent, context: SpecContext): CreateRequest {
  const body = jsonBody(event);
  const { value, faults } = check(createRequest, body);
  const header = event.headers['idempotency-key'];
  const all = [
    ...faults,
    ...faultsOf(value ?? soundPart(body, faults), context),
    ...check(idempotencyKey.optional(), header, '/headers/idempotency-key').faults,
    ...check(noQuery, parametersOf(event), '/query').faults,
  ];
  if (value === undefined || all.length > 0) throw invalid(all);
  const { id, ...request } = value;
  return {
    ...(id !== undefined && { id }),
    spec: specFrom(request, context),
    ...(header !== undefined && { idempotencyKey: header }),
    requestHash: hashOf(value),
  };
}

/** The fields that are well formed by themselves, so that the rules between fields can be applied to them. */
function soundPart(body: Record<string, unknown>, faults: readonly { pointer: string }[]): SpecRequest {
  const faulty = new Set(faults.map(({ pointer }) => pointer.split('/')[1]));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !faulty.has(name)));
}

/** The same for bodies that differ only in the order of their fields. */
const hashOf = (value: object): string =>
  createHash('sha256').update(JSON.stringify(value, sortedKeys)).digest('hex');

const sortedKeys = (_key: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
