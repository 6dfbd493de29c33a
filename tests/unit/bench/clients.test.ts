import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { allReady, listed } from '../../../bench/load/clients.ts';

let answer = { status: 200, body: {} };
const server = createServer((_, outgoing) => {
  outgoing.writeHead(answer.status).end(JSON.stringify(answer.body));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  answer = { status: 200, body: {} };
});

const clients = () => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ids: ['a', 'b'],
  atOnce: 1,
  signal: new AbortController().signal,
});
const waiting = (giveUpAfter?: number) => allReady(clients(), () => {}, giveUpAfter);

describe('waiting for environments', () => {
  it('is over when all are READY', async () => {
    answer.body = { status: 'READY' };
    await expect(waiting()).resolves.toBeUndefined();
  });

  it('ends with an error when one failed, with its reason', async () => {
    answer.body = { status: 'FAILED', statusReason: 'denied' };
    await expect(waiting()).rejects.toThrow('a is FAILED: denied');
  });

  it('ends with an error when its time is up', async () => {
    answer.body = { status: 'PROVISIONING' };
    await expect(waiting(0)).rejects.toThrow('a is PROVISIONING after 0 minutes; 0 of 2 are READY');
  });

  it('ends with an error when the API answers otherwise', async () => {
    answer = { status: 503, body: { detail: 'busy' } };
    await expect(waiting()).rejects.toThrow(/answered 503: .*busy/);
  });
});

it('a list that is not answered is no empty list', async () => {
  answer = { status: 500, body: { items: [] } };
  await expect(listed(clients())).rejects.toThrow('answered 500');
});
