import { type AwsAnswer, type AwsRequest, askedFor } from '../../tests/support/aws-request.ts';
import type { TimedCall } from '../support/proxy.ts';

/** What a request to DynamoDB asked for, and how many items DynamoDB says that it has read for it. */
export interface Reading {
  /** `GetItem`, `Query due`: with the index, where it asked one. */
  what: string;
  /** The most items that it may read; left out: it says nothing of that. */
  limit?: number;
  items: number;
}

/** For a proxy to remember of each request to DynamoDB. */
export function aboutReading(request: AwsRequest, answer: AwsAnswer): string {
  const { service, operation } = askedFor(request);
  return service === 'DynamoDB' ? JSON.stringify(readingOf(operation, request.body, answer.body)) : '';
}

/** What it has remembered. */
export const readingsOf = (calls: readonly TimedCall[]): Reading[] =>
  calls.flatMap(({ about }) => (about ? [JSON.parse(about)] : []));

/** @param asked and answered: bodies of DynamoDB's JSON protocol */
export function readingOf(operation: string, asked: Buffer, answered: Buffer): Reading {
  const { IndexName, Limit } = JSON.parse(asked.toString()) as { IndexName?: string; Limit?: number };
  const { ScannedCount, Item } = JSON.parse(answered.toString()) as { ScannedCount?: number; Item?: object };
  return {
    what: IndexName ? `${operation} ${IndexName}` : operation,
    ...(Limit !== undefined && { limit: Limit }),
    items: ScannedCount ?? (Item ? 1 : 0),
  };
}
