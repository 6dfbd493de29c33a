import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../client/contract.ts';

/** What is answered. An object is told as JSON. */
export interface MadeUp {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * What is no answer: the connection is closed at once, or within the body; nothing comes, or nothing after half of the
 * body.
 */
type Refusal = 'hang up' | 'break off' | 'be silent' | 'fall silent';

/** A function is called, and nothing answered. */
type Answer = MadeUp | Refusal | (() => void);

/** A server that answers what a test says: for what the system doesn't show by itself. */
export interface MadeUpApi {
  url: string;
  /** What has been asked since the test began. */
  received: Received[];
  /** One after another; the last one again and again. */
  answers(...answers: Answer[]): void;
}

export function useMadeUpApi(): MadeUpApi {
  let next: Answer[] = [];
  const api: MadeUpApi = {
    url: '',
    received: [],
    answers: (...answers) => {
      next = answers;
    },
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method = '', url = '', headers } = request;
    api.received.push({ method, path: url, headers, body });
    const answer = (next.length > 1 ? next.shift() : next[0]) ?? {};
    if (typeof answer === 'function') return answer();
    if (answer === 'hang up') return void request.socket.destroy();
    if (answer === 'be silent') return;
    if (typeof answer === 'string') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":', () => answer === 'break off' && request.socket.destroy());
      return;
    }
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status ?? 200, {
      ...(!isText && { 'content-type': 'application/json' }),
      ...answer.headers,
    });
    response.end(isText ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    api.received.length = 0;
    next = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return api;
}

/** An environment as the API tells it. */
export const environmentLike = (fields: Partial<Environment> = {}): Environment => ({
  id: 'pr-123',
  tenant: 'local',
  status: 'READY',
  generation: 1,
  observedGeneration: 1,
  spec: {
    region: 'eu-west-1',
    allowedCidrs: ['203.0.113.7/32'],
    allowedVpcEndpoints: [],
    encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 },
    storage: { acl: 'private', versioning: true },
    role: { trustedServices: ['ec2.amazonaws.com'] },
    deletionProtection: false,
    forceDestroy: false,
    tags: {},
  },
  outputs: {
    region: 'eu-west-1',
    buckets: {
      initial: { name: 'initial-pr-123-547k5bgvhxfe', arn: 'arn:aws:s3:::initial-pr-123-547k5bgvhxfe' },
    },
    roleName: 'groundwork-pr-123-547k5bgvhxfe',
  },
  resources: [
    {
      logicalId: 'key',
      type: 'kms-key',
      status: 'READY',
      physicalId: '931e9703-9e42-4e3a-aa9b-bab4c43f962a',
    },
    {
      logicalId: 'initialBucket',
      type: 's3-bucket',
      status: 'READY',
      physicalId: 'initial-pr-123-547k5bgvhxfe',
    },
  ],
  conditions: [],
  warnings: [],
  createdAt: '2026-11-26T16:45:59.590Z',
  updatedAt: '2026-11-26T16:46:00.072Z',
  createdBy: 'local',
  links: { self: '/environments/pr-123' },
  ...fields,
});
