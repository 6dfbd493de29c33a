import {
  type Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';

/** A request on its way to AWS, whole. */
export interface AwsRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface AwsAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type AwsService = 'DynamoDB' | 'KMS' | 'SQS' | 'Events' | 'IAM' | 'S3' | (string & {});

/** What a request asks for. S3 has no operation's name on the wire: there it is the method and the subresource. */
export interface Asked {
  service: AwsService;
  operation: string;
}

export async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const SERVICES: Record<string, AwsService> = {
  TrentService: 'KMS',
  AmazonSQS: 'SQS',
  AWSEvents: 'Events',
};

export function askedFor({ method, url, headers, body }: AwsRequest): Asked {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    return { service: SERVICES[service] ?? service.replace(/_\d+$/, ''), operation };
  }
  if (/form-urlencoded/.test(headers['content-type'] ?? '')) {
    return { service: 'IAM', operation: new URLSearchParams(body.toString()).get('Action') ?? '' };
  }
  const [subresource = ''] = [...new URL(url, 'http://s3').searchParams.keys()].filter(
    (key) => key !== 'x-id',
  );
  return { service: 'S3', operation: `${method} ${subresource}`.trim() };
}

/** Hands a request on as it is. */
export function handOn(
  emulator: URL,
  { method, url, headers, body }: AwsRequest,
  agent?: Agent,
): Promise<AwsAnswer> {
  const { hostname, port } = emulator;
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, path: url, headers, ...(agent && { agent }) };
    const onward = httpRequest(options, (answer) => {
      readWhole(answer)
        .then((whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole }))
        .catch(reject);
    });
    onward.on('error', reject);
    onward.end(body);
  });
}
