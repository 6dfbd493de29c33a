import { createHash } from 'node:crypto';
import type { Spec } from '../environment/environment.ts';
import {
  faultsOf,
  madeUpNameFaults,
  type SpecContext,
  type SpecRequest,
  specFrom,
} from '../environment/spec.ts';
import { jsonBody } from './body.ts';
import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';
import { createRequest, idempotencyKey, planQuery } from './schemas.ts';
import { check, query, soundPart, together } from './validate.ts';

export interface CreateRequest {
  id?: string;
  spec: Spec;
  idempotencyKey?: string;
  requestHash: string;
  dryRun: boolean;
}

/**
 * The request of `POST /environments`.
 *
 * @throws Problem with every mistake in body, headers and query at once
 */
export function parseCreate(event: ApiEvent, context: SpecContext): CreateRequest {
  const body = jsonBody(event);
  const [fields, key, { dryRun }] = together(
    () => fieldsOf(body, context),
    () => keyOf(event),
    () => query(planQuery, event),
  );
  const { id, ...request } = fields;
  return {
    ...(id !== undefined && { id }),
    spec: specFrom(request, context),
    ...(key !== undefined && { idempotencyKey: key }),
    requestHash: hashOf(fields),
    dryRun: dryRun === 'true',
  };
}

function fieldsOf(
  body: Record<string, unknown>,
  context: SpecContext,
): SpecRequest & { id?: string | undefined } {
  const { value, faults } = check(createRequest, body);
  const sound = value ? body : soundPart(createRequest, body);
  const { id, ...request } = sound as SpecRequest & { id?: string };
  const wrong = [...faults, ...faultsOf(request, context)];
  // What is made up hangs on what was given.
  const isSound = !wrong.some(({ pointer }) => /^\/(id|storage)/.test(pointer));
  const all = isSound ? [...wrong, ...madeUpNameFaults(request, id, context)] : wrong;
  if (value === undefined || all.length > 0) throw invalid(all);
  return value;
}

/** The Idempotency-Key. @throws Problem validation-failed */
export function keyOf({ headers }: ApiEvent): string | undefined {
  const header = headers['idempotency-key'];
  if (header === undefined) return undefined;
  const { faults } = check(idempotencyKey, header, '/headers/idempotency-key');
  if (faults.length > 0) throw invalid(faults);
  return header;
}

/** The same for bodies that differ only in the order of their fields. */
export const hashOf = (value: object): string =>
  createHash('sha256').update(JSON.stringify(value, sortedKeys)).digest('hex');

const sortedKeys = (_key: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
