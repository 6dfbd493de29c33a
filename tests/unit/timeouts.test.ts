import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from '@jest/globals';
import { within } from '../../lib/timeouts.ts';

it('a request that is not answered in time is given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: within(1_000, 50),
  });
  const sent = client.send(new SendMessageCommand({ QueueUrl: 'http://queue', MessageBody: 'x' }));
  await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  client.destroy();
  silent.closeAllConnections();
  silent.close();
});

const LIB = new URL('../../lib/', import.meta.url);
const sources = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, LIB), 'utf8'));

it('every client gives up', () => {
  const made = sources.flatMap((source) => source.match(/new \w+Client\(/g) ?? []);
  const bounded = sources.flatMap((source) => source.match(/requestHandler: (within\(|TIMEOUTS)/g) ?? []);
  expect(made.length).toBeGreaterThan(5);
  expect(bounded.length).toBe(made.length);
});
