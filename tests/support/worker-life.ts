import type { WorkerConfig } from '../../lib/config.ts';
import type { WorkerServices } from '../../lib/operations/worker-services.ts';
import { type WorkerClients, workerClients, workerServices } from '../../lib/worker.ts';
import { type Call, standAround } from './stand-around.ts';

/** One request of a life: the how manieth of its name. */
export interface Point {
  /** `S3.PutBucketPolicy initial`, `DynamoDB.UpdateItem` */
  name: string;
  nth: number;
}

export interface Wire {
  /** Told of each call before anything else is done for it, which waits. */
  begins?: (name: string) => Promise<unknown>;
  /** Told of each request before it is sent, which waits for it. */
  before?: (point: Point) => Promise<unknown>;
  /** Told when it has been answered. The answer goes on when this resolves. */
  after?: (point: Point) => Promise<unknown>;
  /** Told when a call is over and its answer, or error, was read. Whoever called goes on when this resolves. */
  ends?: (name: string) => Promise<unknown>;
}

export interface Life {
  services: WorkerServices;
  /** Every request so far. */
  points: Point[];
}

/** One worker process as production puts it together, with another clock and somebody at its wire. */
export function workerLife(
  config: WorkerConfig,
  now: () => Date,
  { begins, before, after, ends }: Wire = {},
): Life {
  const points: Point[] = [];
  const seen = new WeakSet<object>();
  const wired = <T extends { middlewareStack: object }>(client: T): T => {
    if (seen.has(client)) return client;
    seen.add(client);
    standAround(client, 'initialize', async (call, send) => {
      await begins?.(nameOf(call));
      try {
        return await send();
      } finally {
        await ends?.(nameOf(call));
      }
    });
    return standAround(client, 'deserialize', async (call, send) => {
      const name = nameOf(call);
      const point = { name, nth: points.filter((earlier) => earlier.name === name).length + 1 };
      points.push(point);
      await before?.(point);
      const answer = await send();
      await after?.(point);
      return answer;
    });
  };
  const services = workerServices(config, wiredClients(workerClients(), wired));
  return { services: { ...services, now, random: () => 0 }, points };
}

type Wired = <T extends { middlewareStack: object }>(client: T) => T;

const wiredClients = ({ aws, records, queue, events }: WorkerClients, wired: Wired): WorkerClients => ({
  aws: {
    iam: wired(aws.iam),
    kms: (region) => wired(aws.kms(region)),
    kmsOnce: (region) => wired(aws.kmsOnce(region)),
    s3: (region) => wired(aws.s3(region)),
    s3Once: (region) => wired(aws.s3Once(region)),
  },
  records: wired(records),
  queue: wired(queue),
  events: wired(events),
});

/** With the bucket, for both get the same calls. */
function nameOf({ name, input }: Call): string {
  const [bucket] = /initial|final/.exec(String(input.Bucket ?? '')) ?? [];
  return bucket ? `${name} ${bucket}` : name;
}
