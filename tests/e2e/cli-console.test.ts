import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '../../scripts/local/ports.ts';
import { useCli } from '../support/cli.ts';
import { buildPage } from '../support/console.ts';
import { useMadeUpApi } from '../support/made-up-api.ts';

const api = useMadeUpApi();
const cli = useCli(() => ({ GROUNDWORK_URL: api.url }));
beforeAll(() => buildPage(cli.folder));

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** `groundwork console`, and the address that it prints. */
async function served(env: Record<string, string> = {}, flags: string[] = []) {
  const [port = 0] = await freePorts(1);
  const args = [cli.path, 'console', '--port', String(port), ...flags];
  const child = spawn(process.execPath, args, {
    cwd: cli.folder,
    env: { ...process.env, GROUNDWORK_URL: api.url, ...env },
  });
  running.push(child);
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes('Ctrl-C ends it.')) break;
  }
  return { child, port, address: String(said.match(/http:\/\/127\.0\.0\.1:\d+\/\S*$/m)?.[0]) };
}

describe('groundwork console', () => {
  it('serves the page beside the bundle for the API that it is told, until Ctrl-C', async () => {
    const { child, port, address } = await served();
    expect(address).toBe(`http://127.0.0.1:${port}/`);
    expect(await (await fetch(address)).text()).toContain('console.js');
    expect(await (await fetch(`${address}api-origin`)).json()).toMatchObject({ url: api.url, way: 'none' });
    api.answers({ body: { items: [] } });
    expect(await (await fetch(`${address}api/environments`)).json()).toEqual({ items: [] });
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('is about the environments of the tenant that is named, in what it asks and in what it tells', async () => {
    const { address } = await served({}, ['--tenant', 'team-a']);
    api.answers({ body: { items: [] } });
    await fetch(`${address}api/environments`, { headers: { 'groundwork-tenant': 'other' } });
    expect(api.received[0]?.headers['groundwork-tenant']).toBe('team-a');
    expect(await (await fetch(`${address}api-origin`)).json()).toMatchObject({ tenant: 'team-a' });
    const { code, err } = await cli.run(['console', '--tenant', '*']);
    expect([code, err]).toEqual([2, expect.stringContaining('one tenant')]);
  });

  it('prints one JSON document if asked to, and ends when its terminal is closed', async () => {
    const [port = 0] = await freePorts(1);
    const child = spawn(process.execPath, [cli.path, 'console', '--json', '--port', String(port)], {
      env: { ...process.env, GROUNDWORK_URL: api.url },
    });
    running.push(child);
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.trimEnd().endsWith('}')) break;
    }
    expect(JSON.parse(said)).toEqual({ address: `http://127.0.0.1:${port}/`, url: `${api.url}/` });
    child.kill('SIGHUP');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('asks for the key that it printed where the API asks who calls', async () => {
    const { address } = await served({ GROUNDWORK_TOKEN: 'token', GROUNDWORK_AUTH: 'token' });
    expect((await fetch(new URL('/api/environments', address))).status).toBe(401);
    const { status, headers } = await fetch(address, { redirect: 'manual' });
    expect([status, headers.get('set-cookie')]).toEqual([303, expect.stringContaining('HttpOnly')]);
  });

  it('serves, and says so at once where the API does not answer', async () => {
    const [port] = await freePorts(1);
    const { child, address } = await served({ GROUNDWORK_URL: `http://127.0.0.1:${port}` });
    expect((await fetch(address)).status).toBe(200);
    const [told] = await once(child.stderr, 'data');
    expect(String(told)).toBe(
      `http://127.0.0.1:${port} did not answer (ECONNREFUSED). The page works as soon as it does.\n`,
    );
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('says which port is taken, and which may be free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, err } = await cli.run(['console', '--port', String(port)]);
    other.close();
    expect([code, err]).toEqual([2, expect.stringContaining(`Port ${port} is taken.`)]);
    expect(err).toContain(`--port ${port + 1}`);
  });
});
