import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** How many of its last lines are shown when a process ends unexpectedly. */
const TAIL = 40;
/** Milliseconds a process has to end by itself. */
const GRACE = 2000;

export interface Child {
  /** Resolves with the reason when it ends without having been stopped. */
  readonly failed: Promise<Error>;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  onOut?: (line: string) => void;
  onErr?: (line: string) => void;
}

/**
 * Starts a process in a group of its own: a Ctrl-C in the terminal reaches only us, and we end the others in
 * order. Its standard input stays open as long as we live; a child that watches it can't outlive us.
 */
export const startChild = ({ name, command, args, env, cwd, onOut, onErr }: ChildOptions): Child => {
  const child = spawn(command, args, { env, ...(cwd && { cwd }), detached: true, stdio: 'pipe' });
  const tail: string[] = [];
  const keep = (line: string, report?: (line: string) => void) => {
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
    report?.(line);
  };
  createInterface(child.stdout).on('line', (line) => keep(line, onOut));
  createInterface(child.stderr).on('line', (line) => keep(line, onErr));
  child.stdin.on('error', () => {});

  let stopping = false;
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      keep(error.message);
      resolve();
    });
  });
  const failed = new Promise<Error>((resolve) => {
    closed.then(() => {
      const reason = child.signalCode ?? `exit code ${child.exitCode}`;
      if (!stopping) resolve(new Error([`${name} ended unexpectedly (${reason}).`, ...tail].join('\n')));
    });
  });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };

  return {
    failed,
    async stop() {
      stopping = true;
      if (child.pid === undefined) return;
      kill('SIGTERM');
      await Promise.race([closed, sleep(GRACE, undefined, { ref: false })]);
      kill('SIGKILL');
      await closed;
    },
  };
};

/** Runs a command to its end and returns what it wrote to its standard output. */
export const run = async (
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; signal?: AbortSignal | undefined } = {},
): Promise<string> => {
  const { signal, ...rest } = options;
  const child = spawn(command, args, {
    ...rest,
    ...(signal && { signal }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  await once(child, 'close');
  if (child.exitCode === 0) return Buffer.concat(out).toString();
  const said = Buffer.concat([...err, ...out])
    .toString()
    .trim();
  throw new Error(said.split('\n').slice(-TAIL).join('\n') || `${command}: exit code ${child.exitCode}`);
};

/** Asks until `ready` says yes; fails when the child ends, the deadline passes or the signal fires. */
export const waitUntil = async (
  what: string,
  ready: () => Promise<boolean>,
  { child, seconds, signal }: { child?: Child; seconds: number; signal?: AbortSignal | undefined },
): Promise<void> => {
  let failure: Error | undefined;
  child?.failed.then((error) => {
    failure = error;
  });
  for (const deadline = Date.now() + seconds * 1000; ; await sleep(50)) {
    if (await ready().catch(() => false)) return;
    signal?.throwIfAborted();
    if (failure) throw failure;
    if (Date.now() > deadline) throw new Error(`${what} wasn't ready within ${seconds} seconds.`);
  }
};
