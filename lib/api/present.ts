import type { EnvironmentRecord } from '../environment/environment.ts';
import { outputs } from '../environment/outputs.ts';
import { specTold } from '../environment/spec.ts';
import { warnings } from '../environment/warnings.ts';

/** The order in which resources are shown: as they are made. */
const ORDER = ['key', 'alias', 'initialBucket', 'finalBucket', 'role', 'instanceProfile'];

/** An environment as callers see it. */
export function present(record: EnvironmentRecord) {
  const { id, tenant, status, generation, observedGeneration, conditions } = record;
  return {
    id,
    tenant,
    status,
    ...optional('statusReason', record.statusReason),
    generation,
    observedGeneration,
    spec: specTold(record),
    outputs: outputs(record),
    resources: resources(record),
    conditions,
    warnings: warnings(record),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    ...optional('readyAt', record.readyAt),
    ...optional('expiresAt', record.expiresAt),
    ...optional('deletedAt', record.deletedAt),
    ...optional('restoredAt', record.restoredAt),
    ...optional('drift', record.drift),
    createdBy: record.createdBy,
    links: { self: pathOf(id) },
  };
}

/** Where an environment is found. */
export const pathOf = (id: string): string => `/environments/${id}`;

/** What is not in the list comes last. */
const place = (logicalId: string): number =>
  ORDER.includes(logicalId) ? ORDER.indexOf(logicalId) : ORDER.length;

const resources = (record: EnvironmentRecord) =>
  Object.entries(record.resources)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([logicalId, { type, status, physicalId, arn, progress, error }]) => ({
      logicalId,
      type,
      ...optional('physicalId', physicalId),
      ...optional('arn', arn),
      status,
      ...optional('progress', progress),
      ...optional('error', error),
    }));

const optional = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
