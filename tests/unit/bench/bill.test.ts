import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import {
  billOf,
  environmentMonth,
  idleMonth,
  runnerBill,
  sumOf,
  type Usage,
} from '../../../bench/cost/bill.ts';
import { bytesOf } from '../../../bench/cost/sizes.ts';
import { usageOf } from '../../../bench/cost/usage.ts';
import type { TimedCall } from '../../../bench/support/proxy.ts';

const NOTHING: Usage = {
  httpRequests: 0,
  invocations: 0,
  gbSeconds: 0,
  dynamoWriteUnits: 0,
  dynamoReadUnits: 0,
  sqsRequests: 0,
  events: 0,
  kmsRequests: 0,
  s3Writes: 0,
  s3Reads: 0,
};

/** An alarm over an expression looks at all metrics in it, any other at one. */
function watchedMetrics(): number {
  const file = new URL('../../../monitoring/alarms.yml', import.meta.url);
  const resources = Object.values(parse(readFileSync(file, 'utf8')) as Record<string, Resource>);
  return resources
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties?.Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1)
    .reduce((sum, count) => sum + count, 0);
}

interface Resource {
  Type: string;
  Properties?: { Metrics?: { MetricStat?: object }[] };
}

describe('a bill', () => {
  it.each<[keyof Usage, string, number]>([
    ['httpRequests', 'HTTP API', 1],
    ['invocations', 'Lambda', 0.2],
    ['gbSeconds', 'Lambda', 13.3334],
    ['dynamoWriteUnits', 'DynamoDB', 0.625],
    ['dynamoReadUnits', 'DynamoDB', 0.125],
    ['sqsRequests', 'SQS', 0.4],
    ['events', 'EventBridge', 1],
    ['kmsRequests', 'KMS', 3],
    ['s3Writes', 'S3', 5],
    ['s3Reads', 'S3', 0.4],
  ])('of a million %s is %s alone, at its price', (what, service, dollars) => {
    const items = billOf({ ...NOTHING, [what]: 1 }, 1_000_000);
    expect(items.filter((item) => item.dollars > 0)).toMatchObject([{ service }]);
    expect(sumOf(items)).toBeCloseTo(dollars, 6);
  });

  it('of a month is the key above all, with three months of events', () => {
    const items = environmentMonth({ recordBytes: 6000, eventBytes: 30_000 });
    expect(sumOf(items)).toBeCloseTo(1 + 36_000 * 0.45e-9, 9);
  });

  it('of a month without a call is a dollar, most of it for alarms, by the metrics that they look at', () => {
    const total = sumOf(idleMonth());
    const watching = idleMonth().find(({ service }) => service === 'CloudWatch')?.dollars ?? 0;
    expect(watching).toBeCloseTo(watchedMetrics() * 0.1, 9);
    expect(total).toBeLessThan(1);
    expect(watching / total).toBeGreaterThan(0.7);
  });

  it('of a runner counts begun minutes', () => {
    expect(runnerBill(60, 1000)).toBeCloseTo(6, 9);
    expect(runnerBill(61, 1000)).toBeCloseTo(12, 9);
  });
});

describe('what is used', () => {
  const call = (name: string, about = ''): TimedCall => ({
    name,
    about,
    path: '',
    begin: 0,
    end: 0,
    emulator: 0,
    status: 200,
  });
  const assumed = { recordBytes: 4097, eventBytes: 600, roundMilliseconds: 100 };

  it('is counted from the calls, in the units of each service', () => {
    const calls = [
      call('DynamoDB.PutItem'),
      call('DynamoDB.UpdateItem'),
      call('DynamoDB.BatchWriteItem', '25'),
      call('DynamoDB.GetItem'),
      call('SQS.SendMessage'),
      call('SQS.DeleteMessage'),
      call('SQS.ReceiveMessage'),
      call('Events.PutEvents'),
      call('KMS.CreateKey'),
      call('S3.PUT policy'),
      call('S3.DELETE policy'),
      call('S3.GET versions'),
      call('S3.GET policy'),
      call('IAM.CreateRole'),
    ];
    expect(usageOf(calls, [], assumed)).toMatchObject({
      // Five of each record write, one for each event, and the entries of the index.
      dynamoWriteUnits: 2 * 5 + 25 + 5,
      dynamoReadUnits: 2,
      // Sent, received, deleted.
      sqsRequests: 3,
      events: 1,
      kmsRequests: 1,
      s3Writes: 2,
      s3Reads: 1,
    });
  });

  it('of Lambda is the time of a small share of a processor, and the waiting', () => {
    const { gbSeconds, invocations } = usageOf([], [{ cpuMilliseconds: 512, rounds: 10 }], assumed);
    expect(invocations).toBe(1);
    // 512 ms of a whole processor are 1769 of a function's; and ten rounds of 100 ms, with half a GB.
    expect(gbSeconds).toBeCloseTo((1.769 + 1) / 2, 6);
  });
});

it.each([
  ['a text', { S: 'é' }, 2],
  ['a number', { N: '12345' }, 4],
  ['a truth', { BOOL: true }, 1],
  ['a map', { M: { ab: { S: 'c' } } }, 3 + 3 + 1],
  ['a list', { L: [{ S: 'ab' }] }, 3 + 2 + 1],
] as const)('an attribute with %s has its size, and that of its name', (_, value, bytes) => {
  expect(bytesOf({ name: value as never })).toBe(4 + bytes);
});
