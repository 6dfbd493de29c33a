import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import { handOn, readWhole } from './aws-request.ts';

/** One request to the API and what was answered. */
export interface Exchange {
  method: string;
  /** Without the query. */
  path: string;
  status: number;
  /** Media type of the answer. */
  type: string;
  text: string;
}

export interface Passage {
  url: string;
  /** In the order of the requests' answers. */
  exchanges: Exchange[];
}

/** Stands before the API and remembers what goes through. It has its members from the first test on. */
export function usePassage(api: { url: string }): Passage {
  const passage = { exchanges: [] as Exchange[] } as Passage;
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const target = new URL(api.url);
    try {
      // Compressed ones could not be read here.
      const plain = { ...headers, 'accept-encoding': 'identity' };
      const request = { method, url, headers: plain, body: await readWhole(incoming) };
      const answer = await handOn(target, request);
      passage.exchanges.push({
        method,
        path: new URL(url, target).pathname,
        status: answer.status,
        type: (answer.headers['content-type'] ?? '').split(';')[0] ?? '',
        text: answer.body.toString(),
      });
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    passage.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return passage;
}
