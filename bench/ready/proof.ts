import { classified } from '../../lib/aws/errors.ts';
import { handlers } from '../../lib/aws/registry.ts';
import type { Deployment } from '../../lib/environment/environment.ts';
import { held, type Sighting, sight } from '../../lib/provisioning/compare.ts';
import type { Node, ResourceState } from '../../lib/provisioning/resource.ts';
import type { Target } from '../../scripts/local/credentials.ts';
import { clientsFor } from './sequential.ts';

export interface Place {
  target: Target;
  deployment: Deployment;
  signal: AbortSignal;
}

/**
 * Holds what a script made against the blueprint, as the service holds its own environments against it.
 *
 * @throws Error that names what is missing or otherwise
 */
export async function proveMade(nodes: readonly Node[], place: Place): Promise<void> {
  const sightings = await look(nodes, place);
  const wrong = held(nodes, sightings).flatMap((one): string[] => {
    if (one.result !== 'present') return [`${one.logicalId} is ${one.result}`];
    return one.differences.map(({ aspect }) => `${one.logicalId}: ${aspect}`);
  });
  // The path is no aspect, for it can't be changed.
  const astray = nodes.filter(({ logicalId, settings }) => {
    const sighting = sightings.find((one) => one.logicalId === logicalId);
    return settings.path && sighting?.result === 'present' && !sighting.arn.includes(String(settings.path));
  });
  refuse('is not as groundwork makes it', [...wrong, ...astray.map(({ logicalId }) => `${logicalId}: path`)]);
}

/** @throws Error that names what is still there */
export async function proveGone(nodes: readonly Node[], place: Place): Promise<void> {
  const left = (await look(nodes, place)).filter(
    (one) =>
      one.result !== 'absent' &&
      !(one.logicalId === 'key' && one.result === 'present' && one.observed['state'] === 'PendingDeletion'),
  );
  refuse(
    'is not gone',
    left.map(({ logicalId, result }) => `${logicalId} is ${result}`),
  );
}

function look(nodes: readonly Node[], { target, deployment, signal }: Place): Promise<Sighting[]> {
  const { iam, kms, s3 } = clientsFor(target);
  for (const client of [iam, kms, s3]) classified(client);
  const clients = { iam, kms: () => kms, kmsOnce: () => kms, s3: () => s3, s3Once: () => s3 };
  // As if its answer had been lost: then it is looked for by its tags.
  const key: ResourceState = { type: 'kms-key', status: 'CREATING', intendedAt: new Date().toISOString() };
  return sight({
    nodes,
    handlers: handlers(clients, { ...deployment, tagsOnCreate: false }),
    state: (logicalId) => (logicalId === 'key' ? key : undefined),
    signal,
    now: () => new Date(),
    visibleAfterSeconds: 0,
  });
}

function refuse(what: string, reasons: readonly string[]): void {
  if (reasons.length > 0) throw new Error(`What the script left ${what}: ${reasons.join(', ')}.`);
}
