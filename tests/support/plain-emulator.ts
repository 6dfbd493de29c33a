import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Emulator {
  endpoint: string;
  stop(): Promise<void>;
}

declare global {
  var contractEmulator: Emulator | undefined;
}

const STARTUP_MS = 20_000;

/** A `moto_server` without any patch, on a free port. @throws Error when it does not answer in 20 s */
export async function startPlainEmulator(): Promise<Emulator> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const failed = once(server, 'error').then(([error]) => Promise.reject(error));
  try {
    await Promise.race([answering(server, endpoint), failed]);
  } catch (error) {
    server.kill();
    throw error;
  }
  return { endpoint, stop: () => stop(server) };
}

async function answering(server: ChildProcess, endpoint: string): Promise<void> {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`moto_server did not answer at ${endpoint} within ${STARTUP_MS} ms`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
