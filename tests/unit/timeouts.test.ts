import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from '@jest/globals';
import { TIMEOUTS } from '../../lib/aws/clients.ts';
import { STOP_BEFORE_END } from '../../lib/operations/budget.ts';
import { within } from '../../lib/timeouts.ts';

it.each<[string, RequestListener]>([
  ['is not answered', () => undefined],
  ['is answered in part', (_, response) => response.writeHead(200, { 'content-length': '100' }).write('{')],
])('a request that %s in time is given up', async (_, listener) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: within(1_000, 50),
  });
  const sent = client.send(new SendMessageCommand({ QueueUrl: 'http://queue', MessageBody: 'x' }));
  await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  client.destroy();
  server.closeAllConnections();
  server.close();
});

it('the longest call of a worker has ended when its lease does', () => {
  const { connectionTimeout, requestTimeout } = TIMEOUTS;
  expect(connectionTimeout + requestTimeout).toBeLessThan(STOP_BEFORE_END);
});

const LIB = new URL('../../lib/', import.meta.url);
const sources = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'timeouts.ts')
  .map((name) => readFileSync(new URL(name, LIB), 'utf8'));
const found = (pattern: RegExp): number => sources.flatMap((source) => source.match(pattern) ?? []).length;

it('every client gives up', () => {
  const clients = found(/new \w+Client\(/g);
  expect(clients).toBeGreaterThan(5);
  expect(found(/requestHandler: (within\(|TIMEOUTS)/g)).toBe(clients);
  expect(found(/TIMEOUTS = within\(/g)).toBe(1);
  expect(found(/(connection|request)Timeout:/g)).toBe(0);
});
