import type { Fault } from './fault.ts';

export type RefusalCode =
  | 'environment-exists'
  | 'not-found'
  | 'deletion-protected'
  | 'not-ready'
  | 'gone'
  | 'quota-exceeded'
  | 'precondition-failed'
  | 'import-refused'
  | 'idempotency-key-reused';

interface Options {
  nextAction: string;
  retryable?: boolean;
  errors?: Fault[];
}

/** A request that can't be granted as things are; nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** What the caller can do about it. */
  readonly nextAction: string;
  /** Whether the same request can succeed later; left out: as the code says. */
  readonly retryable: boolean | undefined;

  /** What speaks against it one by one; left out: the message says all. */
  readonly errors: Fault[] | undefined;

  constructor(code: RefusalCode, message: string, { nextAction, retryable, errors }: Options) {
    super(message);
    this.code = code;
    this.nextAction = nextAction;
    this.retryable = retryable;
    this.errors = errors;
  }
}
