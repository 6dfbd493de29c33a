import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AwsAnswer,
  type AwsRequest,
  askedFor,
  handOn,
  readWhole,
} from '../../tests/support/aws-request.ts';

/** One request that went to AWS. Times are milliseconds by `performance.now()` of the proxy's process. */
export interface TimedCall {
  /** `DynamoDB.PutItem`, `IAM.CreateRole`; for S3 the method and the subresource: `S3.PUT policy`. */
  name: string;
  /** What it is about, as far as the request's path tells: a bucket. */
  path: string;
  /** What the proxy's `about` said of it. */
  about?: string;
  /** When it had come in whole. */
  begin: number;
  /** When the answer went out. */
  end: number;
  /** Milliseconds that the emulator took to answer. */
  emulator: number;
  status: number;
}

export interface TimingProxy {
  endpoint: string;
  /** What was answered since it was emptied last, in the order of the answers. */
  calls: TimedCall[];
  /** Milliseconds added to every call from now on. */
  delay: number;
  stop(): Promise<void>;
}

/**
 * Stands between a system and the emulator, hands every request on as it is after the delay, and takes the time. What
 * AWS would answer while it waits, the long poll of a queue, waits behind the delay, too.
 *
 * @param about what is to be remembered of a call besides its name
 */
export async function timingProxy(
  emulator: string,
  about?: (request: AwsRequest, answer: AwsAnswer) => string,
): Promise<TimingProxy> {
  const target = new URL(emulator);
  const agent = new Agent({ keepAlive: true });
  const calls: TimedCall[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, async (incoming, outgoing) => {
    try {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: await readWhole(incoming) };
      const begin = performance.now();
      if (proxy.delay > 0) await sleep(proxy.delay);
      const sent = performance.now();
      const answer = await handOn(target, request, agent);
      const end = performance.now();
      // Whether the emulator ends its connections is no concern of the system's: AWS keeps them.
      const { connection: _, ...headersOfAnswer } = answer.headers;
      outgoing.writeHead(answer.status, headersOfAnswer).end(answer.body);
      const { service, operation } = askedFor(request);
      const [path = ''] = url.split('?');
      calls.push({
        name: `${service}.${operation}`,
        path,
        ...(about && { about: about(request, answer) }),
        begin,
        end,
        emulator: end - sent,
        status: answer.status,
      });
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: TimingProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    delay: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          agent.destroy();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return proxy;
}
