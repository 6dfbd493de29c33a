import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../../scripts/local/ports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

interface Started {
  child: ChildProcess;
  output: () => string;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) signalAll(child, 'SIGKILL');
});

/** `npm start`, with no emulator given: it has to bring up its own. */
function npmStart(port: number): Started {
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...env, PORT: String(port) },
    detached: true, // a process group of its own, as a shell makes one for what runs in its foreground
  });
  running.push(child);
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return { child, output: () => output };
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

/** Ids of all processes below this one. */
async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('npm start', () => {
  it.each([
    ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
    ['Ctrl-C', (child: ChildProcess) => signalAll(child, 'SIGINT')],
  ])('says what to paste, works as pasted, and leaves no process behind after %s', async (_name, end) => {
    const [port = 0] = await freePorts(1);
    const started = npmStart(port);
    await ready(started);
    const pasted = started.output().match(/^ {2}curl .*$/gm) ?? [];
    const answers: string[] = [];
    for (const line of pasted) answers.push((await run('bash', ['-c', line])).stdout);
    const processes = await descendants(started.child.pid ?? 0);

    end(started.child);
    await Promise.all([once(started.child, 'exit'), allGone(processes)]);

    expect(answers.map((answer) => JSON.parse(answer).status)).toEqual(['READY', 'READY', 'DELETED']);
    expect(processes.length).toBeGreaterThan(2);
    await expect(fetch(`http://localhost:${port}/health`)).rejects.toThrow();
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
  });
});
