import { PRICES } from './prices.ts';

/** What is counted of one work, a create or a delete, to be billed. */
export interface Usage {
  httpRequests: number;
  /** Of functions: how many, and GB-seconds of all of them. */
  invocations: number;
  gbSeconds: number;
  dynamoWriteUnits: number;
  dynamoReadUnits: number;
  sqsRequests: number;
  events: number;
  kmsRequests: number;
  s3Writes: number;
  s3Reads: number;
}

export interface Item {
  service: string;
  /** What is paid for, in words. */
  what: string;
  dollars: number;
}

/** @param times how often it is done */
export function billOf(usage: Usage, times: number): Item[] {
  const per = (amount: number, price: number) => amount * price * times;
  const counted = (amount: number, unit: string) => `${Number(amount.toFixed(2))} ${unit}`;
  return [
    {
      service: 'Lambda',
      what: `${counted(usage.invocations, 'invocations')}, ${counted(usage.gbSeconds, 'GB-s')}`,
      dollars: per(usage.invocations, PRICES.lambdaRequest) + per(usage.gbSeconds, PRICES.lambdaGbSecond),
    },
    {
      service: 'HTTP API',
      what: counted(usage.httpRequests, 'requests'),
      dollars: per(usage.httpRequests, PRICES.httpApiRequest),
    },
    {
      service: 'DynamoDB',
      what: `${counted(usage.dynamoWriteUnits, 'write units')}, ${counted(usage.dynamoReadUnits, 'read units')}`,
      dollars:
        per(usage.dynamoWriteUnits, PRICES.dynamoWriteUnit) +
        per(usage.dynamoReadUnits, PRICES.dynamoReadUnit),
    },
    {
      service: 'SQS',
      what: counted(usage.sqsRequests, 'requests'),
      dollars: per(usage.sqsRequests, PRICES.sqsRequest),
    },
    {
      service: 'EventBridge',
      what: counted(usage.events, 'events'),
      dollars: per(usage.events, PRICES.event),
    },
    {
      service: 'KMS',
      what: counted(usage.kmsRequests, 'requests'),
      dollars: per(usage.kmsRequests, PRICES.kmsRequest),
    },
    {
      service: 'S3',
      what: `${counted(usage.s3Writes, 'PUT and LIST')}, ${counted(usage.s3Reads, 'GET')}`,
      dollars: per(usage.s3Writes, PRICES.s3Write) + per(usage.s3Reads, PRICES.s3Read),
    },
  ];
}

export const sumOf = (items: readonly Item[]): number => items.reduce((sum, { dollars }) => sum + dollars, 0);

/** Seconds of a month of 730 hours. */
const MONTH = 730 * 3600;
/** The sweeper: every minute, 256 MB, one query that finds nothing. */
const SWEEP = { every: 60, gigabytes: 0.25, seconds: 0.05, readUnits: 0.5 };
/** Lambda keeps this many pollers at an idle queue, each of which asks for 20 seconds. */
const POLLERS = 5;
const POLL_SECONDS = 20;
/** Metrics that alarms of monitoring/alarms.yml look at: each is billed as an alarm. */
const ALARMS = 7;

/** What a deployment costs in a month in which nobody calls it. */
export function idleMonth(): Item[] {
  const sweeps = MONTH / SWEEP.every;
  return [
    {
      service: 'Lambda',
      what: `${Math.round(sweeps)} sweeps of ${SWEEP.seconds * 1000} ms with ${SWEEP.gigabytes} GB`,
      dollars: sweeps * (PRICES.lambdaRequest + SWEEP.gigabytes * SWEEP.seconds * PRICES.lambdaGbSecond),
    },
    {
      service: 'DynamoDB',
      what: 'the query of each',
      dollars: sweeps * SWEEP.readUnits * PRICES.dynamoReadUnit,
    },
    {
      service: 'SQS',
      what: `${POLLERS} pollers that ask for ${POLL_SECONDS} s at a time`,
      dollars: POLLERS * (MONTH / POLL_SECONDS) * PRICES.sqsRequest,
    },
    {
      service: 'CloudWatch',
      // No metric of its own: where nothing is published, nothing is billed.
      what: `alarms over ${ALARMS} metrics`,
      dollars: ALARMS * PRICES.alarmMonth,
    },
  ];
}

export interface Sizes {
  recordBytes: number;
  /** Kept for 90 days, three months. */
  eventBytes: number;
}

/** What an environment costs in a month in which nothing is asked of it, its objects apart. */
export const environmentMonth = ({ recordBytes, eventBytes }: Sizes): Item[] => [
  { service: 'KMS', what: 'one key', dollars: PRICES.kmsKeyMonth },
  {
    service: 'DynamoDB',
    what: `a record of ${recordBytes} bytes, events of ${eventBytes}`,
    dollars: ((recordBytes + eventBytes) / 1e9) * PRICES.dynamoGbMonth,
  },
];

/** @param seconds that a job takes; whole minutes are billed */
export const runnerBill = (seconds: number, times: number): number =>
  Math.ceil(seconds / 60) * PRICES.runnerMinute * times;
