import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../../scripts/local/ports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

interface Started {
  child: ChildProcess;
  /** A variable that everything it starts inherits. */
  mark: string;
  output: () => string;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) signalAll(child, 'SIGKILL');
});

/** `npm start`, with no emulator given: it has to bring up its own. */
function npmStart(port: number, variables: NodeJS.ProcessEnv = {}): Started {
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  const mark = randomUUID();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...env, ...variables, PORT: String(port), STARTED_BY_TEST: mark },
    detached: true, // a process group of its own, as a shell makes one for what runs in its foreground
  });
  running.push(child);
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return { child, mark, output: () => output };
}

/** To the whole process group, which is what a terminal does on Ctrl-C. */
function signalAll({ pid = 0, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (exitCode === null && signalCode === null) process.kill(-pid, signal);
}

async function ready({ child, output }: Started): Promise<void> {
  while (!output().includes('groundwork is ready')) {
    if (child.exitCode !== null) throw new Error(`npm start ended:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const PROCESSES = '/proc';

/** Ids of all processes that inherited the mark: whatever a start started. */
async function marked(mark: string): Promise<string[]> {
  if (!existsSync(PROCESSES)) {
    const { stdout } = await run('ps', ['axeww', '-o', 'pid=,command=']);
    return stdout.split('\n').filter((line) => line.includes(mark));
  }
  const ids = (await readdir(PROCESSES)).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    // One that ends meanwhile has no environment any more.
    ids.map((id) => readFile(`${PROCESSES}/${id}/environ`, 'utf8').catch(() => '')),
  );
  return ids.filter((_, index) => environments[index]?.includes(mark));
}

async function allGone(mark: string): Promise<void> {
  while ((await marked(mark)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Addresses other than this machine's own loopback one at which its API or its emulator answers. */
async function reachedFromOutside(port: number, output: string): Promise<string[]> {
  const [, emulator] = output.match(/AWS is at http:\/\/127\.0\.0\.1:(\d+)/) ?? [];
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
  );
  const urls = ['127.0.0.2', ...addresses].flatMap((address) =>
    [port, Number(emulator)].map((at) => `http://${address}:${at}/`),
  );
  const answers = urls.map((url) =>
    fetch(url).then(
      () => url,
      () => undefined,
    ),
  );
  return (await Promise.all(answers)).filter((url) => url !== undefined);
}

/** What web pages in a browser on this machine would be answered; by curl, for fetch sends no such headers. */
function answersToPages(port: number): Promise<number[]> {
  const pages = [
    `-H 'origin: https://example.com' localhost:${port}/environments`,
    `-H 'origin: https://example.com' -X POST -d '{}' localhost:${port}/environments`,
    `-H 'origin: https://example.com' -X DELETE localhost:${port}/environments/first`,
    `-H 'sec-fetch-site: cross-site' localhost:${port}/environments`,
    `-H 'host: rebound.example:${port}' localhost:${port}/environments`,
  ];
  return Promise.all(
    pages.map(async (page) => {
      const { stdout } = await run('sh', ['-c', `curl -sS -o /dev/null -w '%{http_code}' ${page}`]);
      return Number(stdout);
    }),
  );
}

/** What the console answers whose address was printed. */
async function consoleOf(output: string) {
  const [, address = '', key] = output.match(/The console is at (http:\S+?)(\?key=\S+)?,/) ?? [];
  const { headers } = await fetch(address + (key ?? ''), { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await (await fetch(address, { headers: { cookie } })).text();
  const answer = await fetch(`${address}api/environments?status=DELETED`, { headers: { cookie } });
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return { address, page, environments: items.map(({ id }) => id) };
}

const placeOf = async (url: string): Promise<string | null> =>
  (await fetch(url, { redirect: 'manual' })).headers.get('location');

describe('npm start', () => {
  it('says who may call and what to paste, which works as pasted, with functions bundled as they are deployed', async () => {
    const [port = 0] = await freePorts(1);
    const started = npmStart(port, { PACKAGES: 'bundle' });
    await ready(started);
    const pasted = started.output().match(/^ {2}curl .*$/gm) ?? [];
    const answers: string[] = [];
    for (const line of pasted) answers.push((await run('sh', ['-c', line])).stdout);
    const reached = await reachedFromOutside(port, started.output());
    const toPages = await answersToPages(port);
    const served = await consoleOf(started.output());
    const led = await Promise.all(
      ['/console', '/docs'].map((path) => placeOf(`http://127.0.0.1:${port}${path}`)),
    );
    started.child.kill('SIGTERM');
    await once(started.child, 'exit');

    expect(started.output()).toContain('Anybody on this machine may call it, without authentication');
    expect(reached).toEqual([]);
    // The same environment, by the console's own way to the API.
    expect(served).toMatchObject({ page: expect.stringContaining('console.js'), environments: ['first'] });
    expect(led).toEqual([served.address, `${served.address}docs`]);
    expect(toPages).toEqual([403, 403, 403, 403, 403]);
    expect(answers.map((answer) => JSON.parse(answer).status)).toEqual(['READY', 'READY', 'DELETED']);
  });

  it('with AUTH=iam says what to paste to sign requests, and takes no others', async () => {
    const [port = 0] = await freePorts(1);
    const session = {
      AWS_ACCESS_KEY_ID: 'AKIASESSION',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'of+the/session==',
    };
    const env = { PATH: process.env.PATH };
    const started = npmStart(port, {
      ...session,
      AUTH: 'iam',
    });
    await ready(started);
    const pasted = started.output().match(/^ {2}curl .*$/gm) ?? [];
    const { stdout } = await run('sh', ['-c', String(pasted[0])], { env: { ...env, ...session } });
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'READY',
      createdBy: expect.stringMatching(/user\/AKIASESSION$/),
    });
    expect((await fetch(`http://127.0.0.1:${port}/environments/first`)).status).toBe(403);
    // Its console signs, and asks for its key.
    expect(started.output()).toMatch(/The console is at http:\S+\?key=/);
    expect(await consoleOf(started.output())).toMatchObject({ environments: [] });
    started.child.kill('SIGTERM');
    await once(started.child, 'exit');
  });

  it.each([
    [{ AUTH: 'JWT' }, "AUTH must be none, iam or jwt, not 'JWT'."],
    [
      { AUTH: 'jwt', JWT_ISSUER: 'https://gitlab.com', TENANT_CLAIM: 'project_id', CALLERS: 'ref=main' },
      'CALLERS must pin a claim of yours',
    ],
    [{ AUTH: 'jwt' }, 'AUTH=jwt needs JWT_ISSUER, CALLERS, TENANT_CLAIM as well'],
  ])('with %p says at once what is wrong', async (variables, message) => {
    const [port = 0] = await freePorts(1);
    const started = npmStart(port, variables);
    const [code] = await once(started.child, 'exit');
    expect([code, started.output()]).toEqual([1, expect.stringContaining(message)]);
  });

  it('leaves no process behind after SIGTERM or Ctrl-C, and starts again on the same port', async () => {
    const [port = 0] = await freePorts(1);
    const ends = [
      (child: ChildProcess) => child.kill('SIGTERM'),
      (child: ChildProcess) => signalAll(child, 'SIGINT'),
    ];
    for (const end of ends) {
      const started = npmStart(port);
      await ready(started);
      expect((await marked(started.mark)).length).toBeGreaterThan(3);
      end(started.child);
      await Promise.all([once(started.child, 'exit'), allGone(started.mark)]);
      await expect(fetch(`http://localhost:${port}/health`)).rejects.toThrow();
      await expect(fetch(`http://127.0.0.1:${port + 1}/`)).rejects.toThrow();
    }
  });

  it('says which port is taken, and leaves no process behind', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

    const started = npmStart(port);
    const [code] = await once(started.child, 'exit');
    other.close();

    expect(code).toBe(1);
    expect(started.output()).toContain(`Port ${port} is taken.`);
    await allGone(started.mark);
  });
});
