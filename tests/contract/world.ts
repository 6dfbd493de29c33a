import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { handlers } from '../../lib/aws/registry.ts';
import type { BucketOptions } from '../../lib/aws/s3-bucket/s3-bucket.ts';
import { blueprint } from '../../lib/environment/blueprint.ts';
import type { Deployment, Spec } from '../../lib/environment/environment.ts';
import { type PhysicalNames, physicalNames } from '../../lib/environment/names.ts';
import { newUid } from '../../lib/environment/random.ts';
import { compare, type Look } from '../../lib/provisioning/compare.ts';
import { needs, type Outcome } from '../../lib/provisioning/graph.ts';
import { reconcile } from '../../lib/provisioning/reconcile.ts';
import type { Node, ResourceState } from '../../lib/provisioning/resource.ts';
import { teardown } from '../../lib/provisioning/teardown.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newDeployment } from '../support/deployment.ts';
import { type Inventory, inventory } from '../support/inventory.ts';
import { type MemoryJournal, memoryJournal } from '../support/journal.ts';
import { type WatchedClients, watchedClients } from '../support/watched-clients.ts';

/** How sample environments differ: with a key of their own or without, and where. */
export interface Setting {
  algorithm: Spec['encryption']['algorithm'];
  region: string;
}

/** Seconds for which what was asked for and can't be seen counts as perhaps made. */
export const VISIBLE_AFTER_SECONDS = 120;

/** A sample environment in an account of its own, what reconciles it, and the hand that meddles with it. */
export interface World {
  setting: Setting;
  accountId: string;
  deployment: Deployment;
  names: PhysicalNames;
  nodes: Node[];
  journal: MemoryJournal;
  clients: WatchedClients;
  /** Clients of somebody else in the same account, for looking and meddling. */
  hand: { iam: IAMClient; kms: KMSClient; s3: S3Client };
  /** The time that handlers and engine see. */
  clock: { now: Date };
  /** @param logicalId only this node and what it needs; left out: all of them */
  converge(logicalId?: string): Promise<Outcome[]>;
  /** Looks at a node as plans and drift do. */
  look(logicalId: string): Promise<Look | undefined>;
  dismantle(options?: { force: boolean }): Promise<Outcome[]>;
  inventory(): Promise<Inventory>;
  /** What was noted of a node. */
  state(logicalId: string): ResourceState | undefined;
}

/** @param options what the registry is told that is not so at the emulator */
export async function newWorld(setting: Setting, options: Partial<BucketOptions> = {}): Promise<World> {
  const { accountId } = await enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? '');
  const { region } = setting;
  const hand = {
    iam: new IAMClient({}),
    kms: new KMSClient({ region }),
    s3: new S3Client({ region, forcePathStyle: true }),
  };
  const deployment = await newDeployment(accountId);
  const subject = { tenant: 'default', id: 'pr-123', uid: newUid(), spec: sampleSpec(setting) };
  const nodes = blueprint(subject, deployment);
  const clients = watchedClients();
  const clock = { now: new Date('2030-01-01T00:00:00Z') };
  const now = () => clock.now;
  const registry = handlers(clients, { ...deployment, tagsOnCreate: false, ...options });
  const journal = memoryJournal();
  const run = () => ({
    nodes,
    handlers: registry,
    journal,
    signal: new AbortController().signal,
    now,
    visibleAfterSeconds: VISIBLE_AFTER_SECONDS,
  });
  const withNeeds = (logicalId: string): Node[] =>
    nodes
      .filter((node) => node.logicalId === logicalId)
      .flatMap((node) => [...needs(node).flatMap(withNeeds), node]);
  return {
    setting,
    accountId,
    deployment,
    names: physicalNames(subject, subject.uid, subject.spec),
    nodes,
    journal,
    clients,
    hand,
    clock,
    converge: (logicalId) => reconcile({ ...run(), ...(logicalId && { nodes: withNeeds(logicalId) }) }),
    look: async (logicalId) => {
      const { journal: _, ...view } = { ...run(), nodes: withNeeds(logicalId) };
      const looks = await compare({ ...view, state: (id) => journal.state(id) });
      return looks.find((look) => look.logicalId === logicalId);
    },
    dismantle: (options = { force: false }) => teardown({ ...run(), ...options }),
    inventory: () => inventory({ region }),
    state: (logicalId) => journal.state(logicalId),
  };
}

const sampleSpec = ({ algorithm, region }: Setting): Spec => ({
  region,
  allowedCidrs: ['203.0.113.7/32', '2001:db8::/32'],
  allowedVpcEndpoints: ['vpce-0123456789abcdef0'],
  encryption: { algorithm, deletionWindowDays: 7 },
  storage: { acl: 'private', versioning: true, expireAfterDays: 30 },
  role: { trustedServices: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
  deletionProtection: false,
  forceDestroy: false,
  tags: { team: 'files', 'cost-center': '4711' },
});

/** `initialBucket: done`, a line per node. */
export const told = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) => `${outcome.logicalId}: ${outcome.result}${detail(outcome)}`);

function detail(outcome: Outcome): string {
  if (outcome.result === 'failed') return ` ${outcome.error.code}: ${outcome.error.message}`;
  return outcome.result === 'blocked' ? ` on ${outcome.on}` : '';
}

/** What `told` gives when every node came through. */
export const allDone = (world: World): string[] => world.nodes.map(({ logicalId }) => `${logicalId}: done`);

/** What became of one node. */
export const outcomeOf = (outcomes: readonly Outcome[], logicalId: string): Outcome | undefined =>
  outcomes.find((outcome) => outcome.logicalId === logicalId);
