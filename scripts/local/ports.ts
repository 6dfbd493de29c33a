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

/** Ports that nobody listens on, all different. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map(close));
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
