import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisioningError } from '../../../lib/provisioning/errors.ts';
import type { Run } from '../../../lib/provisioning/graph.ts';
import type {
  Aspects,
  Handler,
  Node,
  Ownership,
  ResourceError,
  ResourceState,
} from '../../../lib/provisioning/resource.ts';
import { type MemoryJournal, memoryJournal } from '../../support/journal.ts';

interface Thing {
  owner: Ownership;
  aspects: Record<string, unknown>;
}

type Step = 'find' | 'create' | 'read' | 'write' | 'blocker' | 'detach' | 'remove';

/** A cloud in memory: things by name, and a log of what was done to them in which order. */
export interface Cloud {
  things: Map<string, Thing>;
  /** `create key`, `write bucket.policy` … Steps that began, in order. */
  log: string[];
  /** Steps that ended, in the same words. */
  ended: string[];
  /** Milliseconds that a step takes, by the words of the log; 1 for all others. */
  takes: Record<string, number>;
  /** What a step does instead of its work, by the words of the log. */
  instead: Record<string, () => void>;
  /** What blocks a deletion without force, by logical id. */
  blockers: Record<string, ResourceError>;
  /** Aspects whose writes are accepted and have no effect: `bucket.policy`. */
  deaf: Set<string>;
  handler: Handler;
}

/** @param detaches whether what is there can be detached before it is removed */
export function newCloud({
  detaches = false,
  ...changes
}: Partial<Pick<Handler, 'order'>> & { detaches?: boolean } = {}): Cloud {
  const step = async (verb: Step, what: string): Promise<void> => {
    const words = `${verb} ${what}`;
    cloud.log.push(words);
    await sleep(cloud.takes[words] ?? 1);
    cloud.instead[words]?.();
    cloud.ended.push(words);
  };
  const thing = (name: string): Thing => {
    const found = cloud.things.get(name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const identity = (name: string) => ({ physicalId: name, arn: `arn:${name}` });
  const handler: Handler = {
    type: 'thing',
    actions: [],
    order: [['one', 'two'], ['last']],
    ...changes,
    async find({ logicalId }) {
      await step('find', logicalId);
      const found = cloud.things.get(logicalId);
      return found && { ...identity(logicalId), ownership: found.owner, facts: {} };
    },
    async create(node, made) {
      await step('create', node.logicalId);
      node.aspects(made);
      cloud.things.set(node.logicalId, { owner: 'ours', aspects: {} });
      return { ...identity(node.logicalId), ownership: 'ours', facts: {} };
    },
    async read({ logicalId }) {
      await step('read', logicalId);
      return { ...thing(logicalId).aspects };
    },
    async write({ logicalId }, _identity, aspect, desired) {
      await step('write', `${logicalId}.${aspect}`);
      if (!cloud.deaf.has(`${logicalId}.${aspect}`)) thing(logicalId).aspects[aspect] = desired;
    },
    async blocker({ logicalId }) {
      await step('blocker', logicalId);
      return cloud.blockers[logicalId];
    },
    ...(detaches && { detach: ({ logicalId }: Node) => step('detach', logicalId) }),
    async remove({ logicalId }) {
      await step('remove', logicalId);
      cloud.things.delete(logicalId);
    },
  };
  const cloud: Cloud = {
    things: new Map(),
    log: [],
    ended: [],
    takes: {},
    instead: {},
    blockers: {},
    deaf: new Set(),
    handler,
  };
  return cloud;
}

interface Edges {
  dependsOn?: string[];
  refersTo?: string[];
  /** Given by the cloud, as a key's. */
  nameless?: true;
  aspects?: Node['aspects'];
}

/** A node of the in-memory cloud. */
export const thingNode = (logicalId: string, edges: Edges = {}): Node => ({
  logicalId,
  type: 'thing',
  ...(!edges.nameless && { name: logicalId }),
  region: 'here',
  dependsOn: edges.dependsOn ?? [],
  refersTo: edges.refersTo ?? [],
  owner: {},
  settings: {},
  aspects: edges.aspects ?? ((): Aspects => ({ one: 1 })),
});

/** key ──> alias, key ··> bucket, and one that stands alone. */
export const sample = () => [
  thingNode('alias', { dependsOn: ['key'] }),
  thingNode('bucket', {
    refersTo: ['key'],
    aspects: (made) => ({ one: made.key?.arn, last: 'policy' }),
  }),
  thingNode('key'),
  thingNode('alone'),
];

export interface TestRun extends Run {
  journal: MemoryJournal;
  abort: () => void;
}

export function testRun(
  cloud: Cloud,
  nodes: readonly Node[],
  remembered: Readonly<Record<string, ResourceState>> = {},
): TestRun {
  const controller = new AbortController();
  return {
    nodes,
    handlers: { thing: cloud.handler },
    journal: memoryJournal(remembered),
    signal: controller.signal,
    abort: () => controller.abort(),
    now: () => new Date('2030-01-01T00:00:00Z'),
    visibleAfterSeconds: 0,
  };
}

/** Throws a failure as a service's client would. */
export const fails =
  (changes: { retryable?: boolean; refused?: boolean; denied?: boolean; collided?: boolean } = {}) =>
  () => {
    const options = { code: 'aws-error', retryable: true, ...changes };
    throw new ProvisioningError('Cloud Step: it failed', options);
  };

/** Whether one step ended before another began. */
export function before(cloud: Cloud, first: string, second: string): boolean {
  const [a, b] = [cloud.log.indexOf(first), cloud.log.indexOf(second)];
  if (a < 0 || b < 0) throw new Error(`not in the log: ${a < 0 ? first : second}`);
  return a < b;
}
