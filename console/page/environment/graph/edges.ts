import type { Environment } from '../../../../client/contract.ts';
import { blueprint } from '../../../../lib/environment/blueprint.ts';
import type { Deployment, Spec } from '../../../../lib/environment/environment.ts';

/** One resource that another needs. */
export interface Edge {
  from: string;
  to: string;
  /** Whether the other can't even be made without it; otherwise it can't be set up. */
  isToMake: boolean;
}

/** A resource of the graph; PENDING where the environment doesn't tell of it yet. */
export type GraphNode = Environment['resources'][number];

/** What edges hang on is the same in every deployment. */
const ANY: Deployment = {
  service: '',
  stage: '',
  accountId: '',
  partition: '',
  provisionerArn: '',
  observerArn: '',
  iamPath: '',
  boundaryArn: '',
};

/** The graph of an environment, by the very blueprint that it is made from. */
export function graphOf(environment: Pick<Environment, 'id' | 'tenant' | 'spec' | 'resources'>): {
  nodes: GraphNode[];
  edges: Edge[];
} {
  const { id, tenant, spec, resources } = environment;
  const subject = { tenant, id, uid: '', spec: spec as Spec, retiredPolicies: undefined };
  const blue = blueprint(subject, ANY);
  const missing = blue.filter((node) => !resources.some(({ logicalId }) => logicalId === node.logicalId));
  const nodes = [
    ...resources,
    ...missing.map(({ logicalId, type }) => ({ logicalId, type, status: 'PENDING' as const })),
  ];
  const isThere = (logicalId: string) => nodes.some((node) => node.logicalId === logicalId);
  const edges = blue.flatMap(({ logicalId: to, dependsOn, refersTo }) => [
    ...dependsOn.map((from) => ({ from, to, isToMake: true })),
    ...refersTo.map((from) => ({ from, to, isToMake: false })),
  ]);
  return { nodes, edges: edges.filter(({ from, to }) => isThere(from) && isThere(to)) };
}
