import { answerOf, type GroundworkClient } from '../client/client.ts';
import type { Environment, EnvironmentPatch, EnvironmentRequest, Plan } from '../client/contract.ts';
import { ProblemError } from '../client/errors.ts';
import type { Fields } from './spec.ts';

// What fields may be, the API says, and says it better: so they are sent as they were written.

/** @param key for the Idempotency-Key; with an id it may be left out */
export const create = (client: GroundworkClient, fields: Fields, key?: string): Promise<Environment> =>
  answerOf(
    client.POST('/environments', {
      body: fields as EnvironmentRequest,
      ...(key !== undefined && { params: { header: { 'Idempotency-Key': key } } }),
    }),
  ) as Promise<Environment>;

export const planCreate = (client: GroundworkClient, fields: Fields): Promise<Plan> =>
  answerOf(
    client.POST('/environments', {
      body: fields as EnvironmentRequest,
      params: { query: { dryRun: 'true' } },
    }),
  ) as Promise<Plan>;

interface Conditional {
  ifMatch?: string | undefined;
}

const matching = ({ ifMatch }: Conditional) => ({ ...(ifMatch !== undefined && { 'If-Match': ifMatch }) });

export const update = (
  client: GroundworkClient,
  id: string,
  patch: Fields,
  conditional: Conditional,
): Promise<Environment> =>
  answerOf(
    client.PATCH('/environments/{id}', {
      params: { path: { id }, header: matching(conditional) },
      body: patch as EnvironmentPatch,
    }),
  ) as Promise<Environment>;

export const planUpdate = (
  client: GroundworkClient,
  id: string,
  patch: Fields,
  conditional: Conditional = {},
): Promise<Plan> =>
  answerOf(
    client.PATCH('/environments/{id}', {
      params: { path: { id }, header: matching(conditional), query: { dryRun: 'true' } },
      body: patch as EnvironmentPatch,
    }),
  ) as Promise<Plan>;

export const reconcile = (
  client: GroundworkClient,
  id: string,
  conditional: Conditional,
): Promise<Environment> =>
  answerOf(
    client.POST('/environments/{id}/reconcile', {
      params: { path: { id }, header: matching(conditional) },
    }),
  );

export const get = (client: GroundworkClient, id: string): Promise<Environment> =>
  answerOf(client.GET('/environments/{id}', { params: { path: { id } } }));

/** @returns undefined where there is none */
export const find = (client: GroundworkClient, id: string): Promise<Environment | undefined> =>
  ifThere(get(client, id));

/** @returns undefined where there is no such environment */
export async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-found') return undefined;
    throw error;
  }
}

export interface Deletion {
  force?: boolean | undefined;
  retain?: boolean | undefined;
  evenIfProtected?: boolean | undefined;
}

const asked = ({ force, retain, evenIfProtected }: Deletion) => ({
  ...(force && { force: 'true' as const }),
  ...(retain && { retain: 'true' as const }),
  ...(evenIfProtected && { evenIfProtected: 'true' as const }),
});

export const remove = (client: GroundworkClient, id: string, deletion: Deletion): Promise<Environment> =>
  answerOf(
    client.DELETE('/environments/{id}', { params: { path: { id }, query: asked(deletion) } }),
  ) as Promise<Environment>;

export const planRemove = (client: GroundworkClient, id: string, deletion: Deletion): Promise<Plan> =>
  answerOf(
    client.DELETE('/environments/{id}', {
      params: { path: { id }, query: { ...asked(deletion), dryRun: 'true' } },
    }),
  ) as Promise<Plan>;
