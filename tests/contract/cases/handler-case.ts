import type { Call } from '../../support/stand-around.ts';
import type { World } from '../world.ts';

export type ByHand = (world: World) => Promise<unknown>;

/** What the contract suite has to know of one handler. */
export interface HandlerCase {
  /** Type in the registry. */
  type: string;
  /** The node of the sample blueprint it is tried with. */
  logicalId: string;
  /** True: only environments with a key of their own have it. */
  keyed: boolean;
  /** True: its aspects are others without a key, so the changes are tried both ways. */
  variesWithKey?: boolean;
  /** What the snapshot of the node must show once it was made. */
  made(world: World): object;
  /** What a person may do to it by hand; the next run must repair each. */
  changes: Readonly<Record<string, ByHand>>;
  /** Ways to make something of the same name that isn't the environment's, before the first run. */
  foreign: Readonly<Record<string, ByHand>>;
  /** Makes what an earlier life of the same id may have left under the name. */
  predecessors?: ByHand;
  /** Brings about that a run has to look for it, where it doesn't always. */
  beforeLooking?: (world: World) => void;
  /** Whether a call is the one that looks for it. */
  looks(call: Call, world: World): boolean;
  /** The call that makes it: `KMS.CreateKey` */
  creates: string;
}

/** The tags that everything in the sample environment carries. */
export const sampleTags = (world: World): Record<string, string> => ({
  team: 'files',
  'cost-center': '4711',
  ...ownerTags(world),
});

export const ownerTags = ({ nodes }: World): Record<string, string> => ({ ...nodes[0]?.owner });

/** The tags of an earlier life of the same id: everything but the uid is equal. */
export const otherLifesTags = (world: World): Record<string, string> => ({
  ...ownerTags(world),
  'groundwork:uid': 'aaaaaaaaaaaaaaaa',
});

export const tagList = (tags: Record<string, string>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** A statement that somebody may add to a policy by hand. */
export const allowEverything = (principal?: object) => ({
  Sid: 'AddedByHand',
  Effect: 'Allow',
  Action: 's3:*',
  Resource: '*',
  ...(principal && { Principal: principal }),
});

/** The aspects that the blueprint wants of a node, given what was made. */
export function desired(world: World, logicalId: string): Record<string, unknown> {
  const made = Object.fromEntries(
    [...world.journal.states].map(([id, { physicalId = '', arn = '' }]) => [id, { physicalId, arn }]),
  );
  const node = world.nodes.find((candidate) => candidate.logicalId === logicalId);
  return { ...node?.aspects(made) };
}

/** The desired policy and a further statement, as JSON. */
export function withStatement(policy: unknown, statement: object): string {
  const { Statement, ...rest } = policy as { Statement: object[] };
  return JSON.stringify({ ...rest, Statement: [...Statement, statement] });
}
