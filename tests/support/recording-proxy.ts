import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askedFor, handOn, readWhole } from './aws-request.ts';

/** One request that went to AWS, by whom it may have been sent. */
export interface RecordedCall {
  /** `DynamoDB.PutItem`, `IAM.CreateRole`; for S3 the method and the subresource: `S3.PUT policy`. */
  name: string;
}

export interface RecordingProxy {
  /** Where it listens. */
  endpoint: string;
  /** What has gone through since it was emptied last. */
  calls: RecordedCall[];
  stop(): Promise<void>;
}

/** Hands every request on to an emulator as it is, and remembers what was asked for. */
export async function recordingProxy(emulator: string): Promise<RecordingProxy> {
  const target = new URL(emulator);
  const calls: RecordedCall[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: await readWhole(incoming) };
    const { service, operation } = askedFor(request);
    calls.push({ name: `${service}.${operation}` });
    try {
      const answer = await handOn(target, request);
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reads by their name, and what fetches the worker's messages does all the time. */
const READ = /\.(Get|List|Describe|Query|BatchGet|Scan|Head|GET|HEAD)|^SQS\.(Receive|Delete)Message$/;

/** The calls that can change something. */
export const writesOf = ({ calls }: Pick<RecordingProxy, 'calls'>): string[] =>
  calls.map(({ name }) => name).filter((name) => !READ.test(name));
