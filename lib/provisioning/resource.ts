import type { AwsFailure } from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** The independently settable parts of a resource by name, each in a form that compares by value. */
export type Aspects = Readonly<Record<string, unknown>>;

/** What AWS calls a resource once it exists. */
export interface Identity {
  physicalId: string;
  arn: string;
}

/** Identities of the nodes made so far, by logical id. */
export type Identities = Readonly<Record<string, Identity>>;

/** One resource of an environment's graph: what must exist, not how to get there. */
export interface Node {
  logicalId: string;
  type: string;
  /** The name chosen for it at AWS; absent for what AWS names itself (a KMS key). */
  name?: string;
  region: string;
  /** Nodes that must exist before this one can be created. */
  dependsOn: readonly string[];
  /** Nodes that must exist before this one can be configured: its aspects name them. */
  refersTo: readonly string[];
  /** Tags that mark the resource as this environment's; who lacks one of them is foreign. */
  owner: Tags;
  /** Values that no aspect tells: a path, a deletion window in days. */
  settings: Readonly<Record<string, string | number | readonly string[]>>;
  /** The desired aspects, given the identities of what the node depends on and refers to. */
  aspects(made: Identities): Aspects;
}

export const RESOURCE_STATUSES = [
  'PENDING',
  'CREATING',
  'CONFIGURING',
  'READY',
  'FAILED',
  'DELETING',
  'DELETED',
  'RETAINED',
] as const;
/** RETAINED: it is there, and nobody's business of ours any more. */
export type ResourceStatus = (typeof RESOURCE_STATUSES)[number];

/** Why a resource is not as desired. */
export interface ResourceError {
  code: string;
  message: string;
  retryable: boolean;
  aws?: AwsFailure;
}

/** What the record remembers of one node between runs. */
export interface ResourceState {
  type: string;
  status: ResourceStatus;
  /** Name or id at AWS; set once the resource is known to exist. */
  physicalId?: string;
  arn?: string;
  /** RFC 3339. From then on it may have been asked for the last time; for a while its result may not be visible. */
  intendedAt?: string;
  /**
   * It was there before, and is the environment's on its owner's word. `pending`: not wholly yet. Until then it is
   * neither made anew when it is missing nor deleted with the environment.
   */
  adopted?: 'pending' | 'done';
  /** RFC 3339. It was deleted then; for a while reads may still show it. Set with DELETED. */
  deletedAt?: string;
  error?: ResourceError;
  /** What was removed from it so far before it can go, over all runs: amounts by what they count. */
  progress?: Amounts;
}

export type Amounts = Readonly<Record<string, number>>;

/** Whose a resource is: this life's, an earlier life's of the same id, or anybody else's. */
export type Ownership = 'ours' | 'predecessors' | 'foreign';

/** An existing resource, as `find` saw it. */
export interface Found extends Identity {
  ownership: Ownership;
  /** Aspects that the finding or creating call told or set on the way; `read` need not repeat them. */
  facts: Aspects;
}

export interface RemoveOptions {
  /** Empty what is not empty. */
  force: boolean;
  /** It was made a moment ago: that AWS says there is none is no proof that it is gone. */
  isYoung: boolean;
  /** Aborted when no further step may be taken. */
  signal: AbortSignal;
  /** Tells what was removed from it since the last time. */
  progress: (removed: Amounts) => void;
}

/**
 * What the engine needs to know of one resource type. Reads never write. Absence is `undefined` and needs
 * the service's specific error; anything else (a 403 above all) is thrown as a ProvisioningError.
 */
export interface Handler {
  readonly type: string;
  /** IAM actions its calls need. */
  readonly actions: readonly string[];
  /** Every aspect it keeps in order. Groups are written one after another, the aspects within one at once. */
  readonly order: readonly (readonly string[])[];
  /** @param made what the node depends on; resolves once that exists, so it is asked for only when it is needed */
  find(
    node: Node,
    state: ResourceState | undefined,
    made: () => Promise<Identities>,
  ): Promise<Found | undefined>;
  /** Makes it, knowing the desired aspects as far as they are needed to create. */
  create(node: Node, made: Identities): Promise<Found>;
  /** The aspects that `find` does not tell. */
  read(node: Node, identity: Identity): Promise<Aspects>;
  write(node: Node, identity: Identity, aspect: string, desired: unknown, observed: unknown): Promise<void>;
  /** Why it must not be deleted without force; undefined: nothing speaks against it. */
  blocker?(node: Node, identity: Identity): Promise<ResourceError | undefined>;
  /**
   * Takes away what ties it to the nodes that it refers to, so that they need not wait until it is gone; left out: its
   * removal alone does. Called before `remove`, and may be while what needs it is still there.
   */
  detach?(node: Node, found: Found): Promise<void>;
  /** Deletes it and what hangs on it; resolves when it is gone. */
  remove(node: Node, found: Found, options: RemoveOptions): Promise<void>;
}

/** The handlers by resource type. */
export type Registry = Readonly<Record<string, Handler>>;

/** The record of one run's progress. */
export interface Journal {
  state(logicalId: string): ResourceState | undefined;
  /** An obligation: resolves once it is durable. */
  note(logicalId: string, change: ResourceState): Promise<void>;
  /**
   * What is only told, because a later run finds it out by itself: nobody waits for it. A write that fails ends the
   * run at its next step.
   *
   * @param within milliseconds until it is written at the latest
   */
  tell(logicalId: string, change: ResourceState, within?: number): void;
}

/** Who is told of a run's calls to AWS. */
export interface CallWatch {
  /** Called before each request goes out, the SDK's repeats too. What it throws keeps the request back. */
  before(): void;
  after(call: AwsCall): void;
}

/** One call to AWS, however often the SDK repeated it. */
export interface AwsCall {
  service: string;
  operation: string;
  /** The node it was made for. */
  logicalId: string;
  startedAt: Date;
  milliseconds: number;
  /** AWS's own id of the request, when there was an answer. */
  requestId?: string;
  /** `ok`, or the code of the error. */
  result: string;
}
