export type RefusalCode =
  | 'environment-exists'
  | 'not-found'
  | 'deletion-protected'
  | 'not-ready'
  | 'gone'
  | 'quota-exceeded'
  | 'precondition-failed'
  | 'idempotency-key-reused';

/** A request that can't be granted as things are; nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** What the caller can do about it. */
  readonly nextAction: string;
  /** Whether the same request can succeed later; left out: as the code says. */
  readonly retryable: boolean | undefined;

  constructor(
    code: RefusalCode,
    message: string,
    { nextAction, retryable }: { nextAction: string; retryable?: boolean },
  ) {
    super(message);
    this.code = code;
    this.nextAction = nextAction;
    this.retryable = retryable;
  }
}
