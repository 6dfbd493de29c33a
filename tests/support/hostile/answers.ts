import { randomUUID } from 'node:crypto';
import type { AwsAnswer, AwsService } from '../aws-request.ts';

interface Complaint {
  status: number;
  code: string;
  message: string;
}

/** How each service says that there are too many requests, and that it failed. S3 has 503 for the one, others 400. */
const THROTTLED: Record<string, Complaint> = {
  KMS: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  DynamoDB: {
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded.',
  },
  Events: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  SQS: {
    status: 400,
    code: 'RequestThrottled',
    message: 'The request was denied due to request throttling.',
  },
  IAM: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
  S3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
};

const FAILED: Record<string, Complaint> = {
  KMS: { status: 500, code: 'KMSInternalException', message: 'The request was rejected; it can be retried.' },
  DynamoDB: { status: 500, code: 'InternalServerError', message: 'Internal server error' },
  Events: { status: 500, code: 'InternalException', message: 'Internal error' },
  SQS: { status: 500, code: 'InternalFailure', message: 'Internal failure' },
  IAM: { status: 500, code: 'ServiceFailure', message: 'An internal error has occurred' },
  S3: { status: 503, code: 'ServiceUnavailable', message: 'Service is unable to handle request.' },
};

const ABSENT: Record<string, Complaint> = {
  KMS: { status: 400, code: 'NotFoundException', message: 'Key does not exist' },
  IAM: { status: 404, code: 'NoSuchEntity', message: 'The entity cannot be found.' },
  S3: { status: 404, code: 'NoSuchBucket', message: 'The specified bucket does not exist' },
};

const INVALID_PRINCIPAL: Record<string, Complaint> = {
  KMS: {
    status: 400,
    code: 'MalformedPolicyDocumentException',
    message: 'The new key policy contains invalid principals',
  },
  IAM: { status: 400, code: 'MalformedPolicyDocument', message: 'Invalid principal in policy: "AWS":"…"' },
  S3: { status: 400, code: 'MalformedPolicy', message: 'Invalid principal in policy' },
};

const ABORTED: Complaint = {
  status: 409,
  code: 'OperationAborted',
  message: 'A conflicting conditional operation is currently in progress against this resource.',
};

export const throttled = (service: AwsService): AwsAnswer => said(service, THROTTLED[service]);
export const failed = (service: AwsService): AwsAnswer => said(service, FAILED[service]);
export const absent = (service: AwsService): AwsAnswer => said(service, ABSENT[service]);
export const invalidPrincipal = (service: AwsService): AwsAnswer => said(service, INVALID_PRINCIPAL[service]);
export const aborted = (): AwsAnswer => said('S3', ABORTED);

/** In the form of the service's protocol. */
function said(service: AwsService, complaint: Complaint | undefined): AwsAnswer {
  if (!complaint) throw new Error(`${service} is not known to complain like that`);
  const { status, code, message } = complaint;
  const requestId = randomUUID();
  if (service === 'S3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`;
    return answer(status, body, { 'content-type': 'application/xml', 'x-amz-request-id': requestId });
  }
  if (service === 'IAM') {
    const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replaceAll('"', '&quot;')}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return answer(status, body, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId });
  }
  const body = JSON.stringify({ __type: code, message });
  return answer(status, body, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': requestId,
  });
}

const answer = (status: number, text: string, headers: AwsAnswer['headers']): AwsAnswer => {
  const body = Buffer.from(text);
  return { status, headers: { ...headers, 'content-length': String(body.length) }, body };
};
