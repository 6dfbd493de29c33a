import { Interrupted, ProvisioningError } from '../provisioning/errors.ts';

/** One way a call fails that the general rule below would judge wrongly. Sources: docs/adr and AWS's API texts. */
interface Rule {
  code: string;
  /** Only for this operation. */
  operation?: string;
  /** Only when the message matches. */
  message?: RegExp;
  retryable: boolean;
}

/** The first rule that fits decides. */
const RULES: readonly Rule[] = [
  // A principal made seconds ago is not known everywhere yet; any other malformed policy is our bug.
  { code: 'MalformedPolicyDocumentException', message: /invalid principal/i, retryable: true },
  { code: 'MalformedPolicyDocumentException', retryable: false },
  { code: 'MalformedPolicyDocument', message: /invalid principal/i, retryable: true },
  { code: 'MalformedPolicy', message: /invalid principal/i, retryable: true },
  // The SDK takes quota errors for throttling; only a person can raise a quota.
  { code: 'LimitExceededException', retryable: false },
  // Just after a create, reads and writes may not see the new thing; on a later run `find` decides.
  { code: 'NotFoundException', retryable: true },
  { code: 'NoSuchEntityException', retryable: true },
  { code: 'NoSuchBucket', retryable: true },
  // Somebody made it between our look and our create: look again, ownership decides.
  { code: 'EntityAlreadyExistsException', retryable: true },
  { code: 'AlreadyExistsException', retryable: true },
  { code: 'BucketAlreadyOwnedByYou', retryable: true },
  // Another change to the same thing is under way.
  { code: 'ConcurrentModificationException', retryable: true },
  { code: 'OperationAborted', retryable: true },
  { code: 'DeleteConflictException', retryable: true },
  { code: 'EntityTemporarilyUnmodifiableException', retryable: true },
  { code: 'DisabledException', operation: 'EnableKeyRotation', retryable: true },
  { code: 'DependencyTimeoutException', retryable: true },
  { code: 'KMSInternalException', retryable: true },
];

const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException']);

/** Two changes to one bucket at once, or to one role. */
const COLLIDED: ReadonlySet<string> = new Set(['OperationAborted', 'ConcurrentModificationException']);

const THROTTLED = /^(Throttl\w*|TooManyRequestsException|RequestLimitExceeded|SlowDown|RequestTimeout)/;

/** What a service client's failures look like before they are classified. */
interface SdkError {
  name: string;
  message: string;
  /** Node's name for a network failure: ECONNRESET … */
  code?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
}

interface CallContext {
  clientName?: string;
  commandName?: string;
}

type Call = (args: unknown) => Promise<unknown>;

/** The part of the SDK's middleware stack that is used here; its own type differs from client to client. */
interface Stack {
  add(middleware: (next: Call, context: CallContext) => Call, options: { step: string; name: string }): void;
}

/** Makes every failure of the client a ProvisioningError that names the call and says whether to try again. */
export function classified<T extends { middlewareStack: object }>(client: T): T {
  (client.middlewareStack as Stack).add(
    (next, context) => (args) =>
      next(args).catch((error: unknown) => {
        throw classify(error, context);
      }),
    { step: 'initialize', name: 'classifyErrors' },
  );
  return client;
}

/** Exported for tests. @returns what it got when that isn't a service's or the network's failure */
export function classify(error: unknown, { clientName = '', commandName = '' }: CallContext): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof Interrupted) return error;
  const { name, code: reason, message, $metadata } = error as SdkError;
  const code = name === 'Error' ? (reason ?? name) : name;
  const status = $metadata?.httpStatusCode;
  const operation = commandName.replace(/Command$/, '');
  const service = clientName.replace(/Client$/, '');
  const rule = RULES.find(
    (candidate) =>
      candidate.code === code &&
      (candidate.operation ?? operation) === operation &&
      (candidate.message?.test(message) ?? true),
  );
  // No status: the network failed, or the time was over. 5xx: the service did.
  const transient = status === undefined || status >= 500 || status === 429 || THROTTLED.test(code);
  return new ProvisioningError(`${service} ${operation}: ${code}: ${message}`, {
    code: 'aws-error',
    retryable: rule?.retryable ?? transient,
    // Of several attempts only the last one's answer is known.
    refused: status !== undefined && status < 500 && $metadata?.attempts === 1,
    denied: DENIED.has(code),
    collided: COLLIDED.has(code),
    aws: { service, operation, code, ...($metadata?.requestId && { requestId: $metadata.requestId }) },
    cause: error,
  });
}

/** The code AWS gave, when that is why the call failed. */
export const awsCode = (error: unknown): string | undefined =>
  error instanceof ProvisioningError ? error.aws?.code : undefined;

/** Awaits a deletion, for which "there is none" is as good, unless that may come from a read that lags behind. */
export async function goneOn(
  codes: readonly string[],
  { isYoung }: { isYoung: boolean },
  call: Promise<unknown>,
): Promise<void> {
  await (isYoung ? call : absentOn(codes, call));
}

/** The call's answer; `undefined` when it fails with one of the codes that mean "there is none". */
export async function absentOn<T>(codes: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (codes.includes(awsCode(error) ?? '')) return undefined;
    throw error;
  }
}
