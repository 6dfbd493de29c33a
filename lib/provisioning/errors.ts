/** What AWS said when a call failed; shown to callers, so it never carries a policy or a secret. */
export interface AwsFailure {
  service: string;
  operation: string;
  code: string;
  requestId?: string;
}

interface ProvisioningErrorOptions {
  /** Stable, machine-readable: `bucket-not-empty`, `foreign-resource`, `aws-error` … */
  code: string;
  /** true: trying again later can help. false: the spec or a person must change something first. */
  retryable: boolean;
  /** true: AWS answered no, so the call certainly had no effect. Default false: it may have had one. */
  refused?: boolean;
  /** true: whoever asked may not. Default false. */
  denied?: boolean;
  /** true: another change to the same resource was under way; it may be asked for again at once. Default false. */
  collided?: boolean;
  aws?: AwsFailure | undefined;
  cause?: unknown;
}

/** A step on one resource failed; says whether another attempt can help. */
export class ProvisioningError extends Error {
  override readonly name = 'ProvisioningError';
  readonly code: string;
  readonly retryable: boolean;
  readonly refused: boolean;
  readonly denied: boolean;
  readonly collided: boolean;
  readonly aws: AwsFailure | undefined;

  constructor(message: string, options: ProvisioningErrorOptions) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable;
    this.refused = options.refused ?? false;
    this.denied = options.denied ?? false;
    this.collided = options.collided ?? false;
    this.aws = options.aws;
  }
}

/** The run has to stop before its next step: it is superseded, or its time is nearly over. Nothing failed. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The lease went to another worker, or the record to another life: this run must write nothing more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * A step whose right hangs on tags that were written a moment ago: some minutes may pass until it is granted. KMS:
 * https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 *
 * @throws ProvisioningError what the step threw; retryable when it was denied
 */
export async function soonAllowed<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof ProvisioningError && error.denied)) throw error;
    throw new ProvisioningError(error.message, { ...error, retryable: true, cause: error });
  }
}

/** Only the spec or a person can solve it. */
export const terminal = (code: string, message: string): ProvisioningError =>
  new ProvisioningError(message, { code, retryable: false });

/** Trying again later can help. */
export const retryable = (code: string, message: string): ProvisioningError =>
  new ProvisioningError(message, { code, retryable: true });
