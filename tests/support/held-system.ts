import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import { askedFor, handOn, readWhole } from './aws-request.ts';
import { emulatorEndpoint, type TestSystem } from './http.ts';
import { useSystem } from './suite.ts';

/** Calls to AWS that wait until they are let go. */
export interface Held {
  /** From now on, calls of these names wait: `IAM.CreateRole`; of S3 the method and the subresource. */
  hold(...names: string[]): void;
  /** Lets go what waits, and what comes. */
  release(): void;
}

/** The whole system with a gate before AWS, for what is over too soon to be seen otherwise. */
export function useHeldSystem(): { system: TestSystem; held: Held } {
  const names = new Set<string>();
  let waiting: (() => void)[] = [];
  const release = () => {
    names.clear();
    for (const go of waiting) go();
    waiting = [];
  };
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: await readWhole(incoming) };
    const { service, operation } = askedFor(request);
    if (names.has(`${service}.${operation}`)) await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const answer = await handOn(new URL(emulatorEndpoint()), request);
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  const options = { endpoint: '' };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    options.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  const system = useSystem(options);
  afterAll(() => {
    release();
    server.close();
    server.closeAllConnections();
  });
  return {
    system,
    held: {
      hold: (...some) => {
        for (const name of some) names.add(name);
      },
      release,
    },
  };
}
