import type { AwsAnswer, AwsRequest } from '../../tests/support/aws-request.ts';
import type { TimedCall } from '../support/proxy.ts';
import type { Usage } from './bill.ts';

/** DynamoDB bills writes by the begun kilobyte of the item, consistent reads by four of them. */
const WRITE_UNIT = 1024;
const READ_UNIT = 4096;
/** Entries of the `due` index that are written: one is put, the claim moves it and so does the release: each is two. */
const DUE_ENTRIES = 5;
/** A vCPU's share of a function is its memory by this many MB. */
const MEGABYTES_PER_CPU = 1769;
const MEGABYTES = 512;

/** Tells of a call how many items it writes, if that is more than one. */
export const itemsIn = ({ headers, body }: AwsRequest, _answer: AwsAnswer): string => {
  if (!String(headers['x-amz-target']).endsWith('BatchWriteItem')) return '';
  const { RequestItems }: { RequestItems: Record<string, unknown[]> } = JSON.parse(body.toString());
  return String(Object.values(RequestItems).flat().length);
};

/** Milliseconds that functions take of a processor of their own, and the rounds in which they wait for AWS. */
export interface Duration {
  cpuMilliseconds: number;
  rounds: number;
}

export interface Assumed {
  recordBytes: number;
  /** Of one. */
  eventBytes: number;
  /** Milliseconds that AWS takes for a round of calls. */
  roundMilliseconds: number;
}

/** What one work is billed for, from the calls that it made. */
export function usageOf(
  calls: readonly TimedCall[],
  durations: readonly Duration[],
  { recordBytes, eventBytes, roundMilliseconds }: Assumed,
): Usage {
  const count = (pattern: RegExp) => calls.filter(({ name }) => pattern.test(name)).length;
  const events = calls.reduce((sum, { about }) => sum + Number(about ?? 0), 0);
  const recordWrites = count(/^DynamoDB\.(PutItem|UpdateItem)$/);
  return {
    httpRequests: 1,
    invocations: durations.length,
    gbSeconds: durations.reduce((sum, one) => sum + gbSeconds(one, roundMilliseconds), 0),
    dynamoWriteUnits:
      recordWrites * Math.ceil(recordBytes / WRITE_UNIT) +
      events * Math.ceil(eventBytes / WRITE_UNIT) +
      DUE_ENTRIES,
    dynamoReadUnits: count(/^DynamoDB\.GetItem$/) * Math.ceil(recordBytes / READ_UNIT),
    sqsRequests: count(/^SQS\.(SendMessage|DeleteMessage)$/) + 1,
    events: count(/^Events\./),
    kmsRequests: count(/^KMS\./),
    // DELETE is free.
    s3Writes: count(/^S3\.(PUT|GET (versions|uploads))/),
    s3Reads: count(/^S3\.GET (?!versions|uploads)/),
  };
}

/** A function of 512 MB has some 0.29 of a processor, and is paid for while it waits. */
const gbSeconds = ({ cpuMilliseconds, rounds }: Duration, roundMilliseconds: number): number =>
  ((cpuMilliseconds * (MEGABYTES_PER_CPU / MEGABYTES) + rounds * roundMilliseconds) / 1000) *
  (MEGABYTES / 1024);
