import type { AwsAnswer, AwsRequest } from '../../tests/support/aws-request.ts';
import type { TimedCall } from '../support/proxy.ts';
import { chainTo, levels } from './chain.ts';
import type { Row } from './timeline.ts';

/** The calls of one creation. Times are those of the proxy's clock. */
export interface Creation {
  /** When the request was sent, and when its answer had come. */
  posted: number;
  answered: number;
  calls: readonly TimedCall[];
}

/** What a creation waited for. */
export interface Path {
  /** The longest chain of calls that the answer can have hung on. */
  chain: TimedCall[];
  /** What was under way until the answer was known, in the order of its beginning. */
  rows: Row[];
}

const READY = 'READY';

/** What the proxy is to remember of a call: a bucket, a table, and whether a record is or becomes READY. */
export function aboutOf({ method, url, headers, body }: AwsRequest, answer: AwsAnswer): string {
  if (!String(headers['x-amz-target']).startsWith('DynamoDB')) {
    const [, bucket = ''] = /^\/(initial|final)-/.exec(method === 'POST' ? '' : url) ?? [];
    return bucket;
  }
  const asked: Asked = JSON.parse(body.toString());
  const updates = [asked, ...(asked.TransactItems ?? []).flatMap(({ Update }) => Update ?? [])];
  const { Item }: { Item?: { status?: Value } } = JSON.parse(answer.body.toString() || '{}');
  const values = [
    Item?.status,
    ...updates.flatMap((one) => Object.values(one.ExpressionAttributeValues ?? {})),
  ];
  const name = updates.findLast(({ TableName }) => TableName)?.TableName;
  const [table = ''] = [name, ...Object.keys(asked.RequestItems ?? {})].filter(Boolean);
  const [, short = table] = /-(Environments|Events|Limits)-/.exec(table) ?? [];
  return values.some((value) => value?.S === READY) ? `${short} ${READY}` : short;
}

/**
 * The path to READY: the longest chain up to the write that made the record READY, and the read that told whoever
 * waited. What follows that write hangs on it, and nobody waits for it: events, the end of the lease.
 *
 * @throws Error when there is no such write or read among the calls
 */
export function pathOf({ posted, answered, calls }: Creation): Path {
  const isReady = ({ about = '' }: TimedCall) => about.endsWith(READY);
  const during = calls
    .filter(({ begin }) => begin >= posted && begin <= answered)
    .map(seenEarly)
    .toSorted((a, b) => a.begin - b.begin);
  const isRead = ({ name }: TimedCall) => name === 'DynamoDB.GetItem';
  const write = during.find((call) => isReady(call) && !isRead(call));
  const read = during.findLast((call) => isReady(call) && isRead(call) && call.end <= answered);
  if (!read || !write) throw new Error('no call made the record READY, or none told of it');

  const before = during.filter((call) => call !== read && call.begin <= write.begin);
  // A run reads no single item: such reads are looks of the API, and nothing that leads to READY waits for one.
  const working = before.filter((call) => !isRead(call));
  const level = new Map([...levels(before), ...levels(working)]);
  // Another client reads what was written: it needn't have begun after the answer to see it.
  const chain = [...chainTo(working, write), read];
  const drawn = [...before, read].filter(({ end }) => end <= answered);
  return {
    chain,
    rows: drawn.map((call) => ({
      label: labelOf(call),
      begin: call.begin - posted,
      end: call.end - posted,
      level: level.get(call) ?? chain.length,
      isOnChain: chain.includes(call),
    })),
  };
}

/** A message can be fetched before whoever sent it has the answer. */
const seenEarly = (call: TimedCall) =>
  call.name === 'SQS.SendMessage' ? { ...call, seen: call.end - call.emulator } : call;

interface Value {
  S?: string;
}

/** The parts of DynamoDB's requests that tell what they are about. */
interface Asked {
  TableName?: string;
  ExpressionAttributeValues?: Record<string, Value>;
  RequestItems?: Record<string, unknown>;
  TransactItems?: { Update?: Asked }[];
}

const labelOf = ({ name, about = '' }: TimedCall): string => `${name} ${about}`.trim();
