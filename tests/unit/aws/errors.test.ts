import { describe, expect, it } from '@jest/globals';
import { absentOn, awsCode, classified, classify } from '../../../lib/aws/errors.ts';
import { ProvisioningError } from '../../../lib/provisioning/errors.ts';

const CONTEXT = { clientName: 'KMSClient', commandName: 'CreateKeyCommand' };

/** A failure as the SDK throws it. Without a status no answer came. */
const sdkError = (name: string, status?: number, message = 'told by AWS', attempts = 1): Error =>
  Object.assign(new Error(message), {
    name,
    $metadata: { ...(status && { httpStatusCode: status, requestId: 'r-1' }), attempts },
  });

const networkError = (code: string): Error => Object.assign(new Error('socket hang up'), { code });

function classifiedAs(error: Error, commandName = 'CreateKeyCommand'): ProvisioningError {
  const result = classify(error, { ...CONTEXT, commandName });
  if (!(result instanceof ProvisioningError)) throw new Error('not classified');
  return result;
}

describe('trying again can help after', () => {
  it.each([
    ['a connection that broke', networkError('ECONNRESET')],
    ['an answer that did not come in time', sdkError('TimeoutError')],
    ['a service error', sdkError('InternalError', 500)],
    ['an unavailable service', sdkError('ServiceUnavailable', 503)],
    ['KMS being busy inside', sdkError('KMSInternalException', 500)],
    ['KMS waiting for another service', sdkError('DependencyTimeoutException', 500)],
    ['throttling by KMS', sdkError('ThrottlingException', 400)],
    ['throttling by IAM', sdkError('Throttling', 400)],
    ['throttling by S3', sdkError('SlowDown', 503)],
    ['too many requests', sdkError('TooManyRequestsException', 429)],
    [
      'a principal too new for KMS',
      sdkError('MalformedPolicyDocumentException', 400, 'Policy contains invalid principals'),
    ],
    ['a principal too new for IAM', sdkError('MalformedPolicyDocument', 400, 'Invalid principal in policy')],
    ['a principal too new for S3', sdkError('MalformedPolicy', 400, 'Invalid principal in policy')],
    ['a key not visible yet', sdkError('NotFoundException', 400)],
    ['a role not visible yet', sdkError('NoSuchEntityException', 404)],
    ['a bucket not visible yet', sdkError('NoSuchBucket', 404)],
    ['a role made by somebody in between', sdkError('EntityAlreadyExistsException', 409)],
    ['an alias made by somebody in between', sdkError('AlreadyExistsException', 400)],
    ['a bucket made in between', sdkError('BucketAlreadyOwnedByYou', 409)],
    ['another change under way', sdkError('ConcurrentModificationException', 409)],
    ['another operation on the bucket', sdkError('OperationAborted', 409)],
    ['something still hanging on a role', sdkError('DeleteConflictException', 409)],
  ])('%s', (_, error) => {
    expect(classifiedAs(error)).toMatchObject({ code: 'aws-error', retryable: true });
  });

  it('a key that is disabled for a moment, when rotation is switched on', () => {
    const disabled = sdkError('DisabledException', 400);
    expect(classifiedAs(disabled, 'EnableKeyRotationCommand').retryable).toBe(true);
    expect(classifiedAs(disabled, 'GenerateDataKeyCommand').retryable).toBe(false);
  });
});

describe('only a person can help after', () => {
  it.each([
    ['access denied by KMS', sdkError('AccessDeniedException', 400)],
    ['access denied by S3', sdkError('AccessDenied', 403)],
    ['a quota that is used up', sdkError('LimitExceededException', 400)],
    [
      'a policy that is malformed otherwise',
      sdkError('MalformedPolicyDocumentException', 400, 'Syntax error'),
    ],
    [
      'a bucket policy that is malformed otherwise',
      sdkError('MalformedPolicy', 400, 'Action does not apply'),
    ],
    ["somebody else's bucket", sdkError('BucketAlreadyExists', 409)],
    ['a bucket name that S3 refuses', sdkError('InvalidBucketName', 400)],
    ['a location that S3 refuses', sdkError('IllegalLocationConstraintException', 400)],
    ['an alias name that KMS refuses', sdkError('InvalidAliasNameException', 400)],
    ['a tag that KMS refuses', sdkError('TagException', 400)],
    ['a key in the wrong state', sdkError('KMSInvalidStateException', 409)],
    ['a bucket with something in it', sdkError('BucketNotEmpty', 409)],
    ['an invalid input', sdkError('ValidationError', 400)],
  ])('%s', (_, error) => {
    expect(classifiedAs(error)).toMatchObject({ code: 'aws-error', retryable: false });
  });
});

it.each([
  ['OperationAborted', true],
  ['ConcurrentModificationException', true],
  ['DeleteConflictException', false],
])('%s: another change was under way: %s', (name, collided) => {
  expect(classifiedAs(sdkError(name, 409))).toHaveProperty('collided', collided);
});

describe('a create', () => {
  it.each([400, 403, 404, 409, 429])('certainly had no effect when AWS answered %d', (status) => {
    expect(classifiedAs(sdkError('SomeException', status)).refused).toBe(true);
  });

  it.each([500, 503])('may have had an effect when AWS answered %d', (status) => {
    expect(classifiedAs(sdkError('SomeException', status)).refused).toBe(false);
  });

  it('may have had an effect when an earlier attempt was not answered', () => {
    expect(classifiedAs(sdkError('Throttling', 400, 'slow down', 2)).refused).toBe(false);
  });

  it('may have had an effect when no answer came', () => {
    expect(classifiedAs(networkError('ECONNRESET')).refused).toBe(false);
    expect(classifiedAs(sdkError('TimeoutError')).refused).toBe(false);
  });
});

describe('what is told', () => {
  it('names the call, the code and the request, and keeps the cause', () => {
    const cause = sdkError('LimitExceededException', 400, 'too many keys');
    const error = classifiedAs(cause);
    expect(error.message).toBe('KMS CreateKey: LimitExceededException: too many keys');
    expect(error.aws).toEqual({
      service: 'KMS',
      operation: 'CreateKey',
      code: 'LimitExceededException',
      requestId: 'r-1',
    });
    expect(error.cause).toBe(cause);
    expect(awsCode(error)).toBe('LimitExceededException');
  });

  it("uses the network's code where the service said nothing", () => {
    const error = classifiedAs(networkError('ECONNREFUSED'));
    expect(error.aws).toEqual({ service: 'KMS', operation: 'CreateKey', code: 'ECONNREFUSED' });
  });
});

it.each([
  ['AccessDenied', true],
  ['AccessDeniedException', true],
  ['NoSuchBucket', false],
])('%s says that whoever asked may not: %p', (code, denied) => {
  expect(classify(sdkError(code, 403), CONTEXT)).toMatchObject({ denied });
});

it('a bug is left as it is', () => {
  const bug = new TypeError('undefined is not a function');
  expect(classify(bug, CONTEXT)).toBe(bug);
  expect(classify('text', CONTEXT)).toBe('text');
  expect(awsCode(bug)).toBeUndefined();
});

describe('an answer that means "there is none"', () => {
  const denied = classify(sdkError('AccessDenied', 403), CONTEXT);
  const gone = classify(sdkError('NoSuchBucket', 404), CONTEXT);

  it('is undefined', async () => {
    expect(await absentOn(['NoSuchBucket'], Promise.reject(gone))).toBeUndefined();
  });

  it('is no other failure', async () => {
    await expect(absentOn(['NoSuchBucket'], Promise.reject(denied))).rejects.toBe(denied);
    await expect(absentOn(['NoSuchTagSet'], Promise.reject(gone))).rejects.toBe(gone);
  });

  it('is not an answer that came', async () => {
    expect(await absentOn(['NoSuchBucket'], Promise.resolve('here'))).toBe('here');
  });
});

it('a classified client throws ProvisioningErrors', async () => {
  type Middleware = (next: () => Promise<never>, context: object) => (args: unknown) => Promise<unknown>;
  let added: Middleware | undefined;
  const add = (middleware: Middleware) => {
    added = middleware;
  };
  classified({ middlewareStack: { add } });
  const send = added?.(() => Promise.reject(sdkError('AccessDenied', 403)), CONTEXT);
  await expect(send?.({})).rejects.toMatchObject({ name: 'ProvisioningError', retryable: false });
});
