import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askedFor, handOn, readWhole } from '../../tests/support/aws-request.ts';

/** What a request to DynamoDB asked for, and how many items DynamoDB says that it has read for it. */
export interface Reading {
  /** `GetItem`, `Query due`: with the index, where it asked one. */
  what: string;
  /** The most items that it may read; undefined: it says nothing of that. */
  limit: number | undefined;
  items: number;
}

export interface ReadingProxy {
  endpoint: string;
  readings: Reading[];
  stop(): Promise<void>;
}

/** Hands every request on as it is, and looks into those to DynamoDB and their answers. */
export async function readingProxy(emulator: string): Promise<ReadingProxy> {
  const target = new URL(emulator);
  const readings: Reading[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: await readWhole(incoming) };
      const answer = await handOn(target, request);
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
      const { service, operation } = askedFor(request);
      if (service === 'DynamoDB') readings.push(readingOf(operation, request.body, answer.body));
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    readings,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param asked and answered: bodies of DynamoDB's JSON protocol */
export function readingOf(operation: string, asked: Buffer, answered: Buffer): Reading {
  const { IndexName, Limit } = JSON.parse(asked.toString()) as { IndexName?: string; Limit?: number };
  const { ScannedCount, Item } = JSON.parse(answered.toString()) as { ScannedCount?: number; Item?: object };
  return {
    what: IndexName ? `${operation} ${IndexName}` : operation,
    limit: Limit,
    items: ScannedCount ?? (Item ? 1 : 0),
  };
}
