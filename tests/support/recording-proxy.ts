import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
    const body = await bodyOf(incoming);
    calls.push({ name: nameOf(incoming, body) });
    await handOn(target, incoming, body, outgoing).catch((error: Error) => outgoing.destroy(error));
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

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function nameOf({ method, url = '', headers }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation] = target.split('.');
    return `${SERVICES[service] ?? service.replace(/_\d+$/, '')}.${operation}`;
  }
  if (/form-urlencoded/.test(headers['content-type'] ?? '')) {
    return `IAM.${new URLSearchParams(body.toString()).get('Action')}`;
  }
  const [subresource = ''] = [...new URL(url, 'http://s3').searchParams.keys()].filter(
    (key) => key !== 'x-id',
  );
  return `S3.${method} ${subresource}`.trim();
}

const SERVICES: Record<string, string> = { TrentService: 'KMS', AmazonSQS: 'SQS', AWSEvents: 'Events' };

function handOn(
  { hostname, port }: URL,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('end', resolve).on('error', reject);
    });
    onward.on('error', reject);
    onward.end(body);
  });
}
