import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePorts } from '../../../scripts/local/ports.ts';

describe('free ports', () => {
  it('are different ones that no outgoing connection is given', async () => {
    const ports = (await Promise.all([freePorts(3), freePorts(3)])).flat();
    expect(new Set(ports).size).toBe(6);
    expect(ports.filter((port) => port < 20_000 || port >= 32_000)).toEqual([]);
  });

  it('leave out those that somebody listens on, and are not made up when there are too few', async () => {
    const [taken = 0] = await freePorts(1);
    const server = createServer().listen(taken, '127.0.0.1');
    await once(server, 'listening');
    // Once around all that this process may choose.
    const others = [...(await freePorts(10)), ...(await freePorts(10))];
    expect(others).not.toContain(taken);
    await expect(freePorts(20)).rejects.toThrow('no 20 free ports');
    server.close();
  });
});
