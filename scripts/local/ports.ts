import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const listen = async (port: number, host: string): Promise<Server> => {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
};

const close = async (server: Server): Promise<void> => {
  server.close();
  await once(server, 'close');
};

/**
 * Below the ports that outgoing connections get (from 32768 on Linux, from 49152 elsewhere): one of those may be
 * taken again before a server that takes seconds to start listens on it.
 */
const RANGE = { first: 20_000, count: 12_000 };
/** Every process has as many of its own, so that two that start servers side by side don't choose the same. */
const PER_PROCESS = 20;
let chosen = 0;

const nextPort = (): number => {
  const own = (process.pid * PER_PROCESS) % RANGE.count;
  chosen = (chosen + 1) % PER_PROCESS;
  return RANGE.first + own + chosen;
};

/** Ports that nobody listens on, all different. @throws Error when there aren't so many */
export const freePorts = async (count: number): Promise<number[]> => {
  const ports: number[] = [];
  for (let tried = 0; ports.length < count; tried += 1) {
    if (tried === PER_PROCESS) throw new Error(`There are no ${count} free ports among ${PER_PROCESS}.`);
    const port = nextPort();
    if (await isFree(port)) ports.push(port);
  }
  return ports;
};

/** Whether `localhost:port` is ours to take. `localhost` may mean either address family. */
export const isFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await close(await listen(port, host));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A machine without IPv6 is no obstacle.
      if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') return false;
    }
  }
  return true;
};
