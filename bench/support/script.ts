import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface ScriptOptions {
  env: NodeJS.ProcessEnv;
  /** The folder that it runs in; left out: this process's. */
  cwd?: string;
  signal: AbortSignal;
}

/**
 * Runs a script by bash to its end. When the signal is aborted, it ends with everything it started.
 *
 * @param file its path
 * @throws Error with what it wrote to its standard error, when it fails
 */
export async function runScript(file: string, { signal, ...options }: ScriptOptions): Promise<void> {
  signal.throwIfAborted();
  // A group of its own, so that all of it can be ended.
  const child = spawn('bash', [file], { ...options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => endGroup(child.pid);
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  signal.addEventListener('abort', end);
  try {
    await once(child, 'close');
  } finally {
    signal.removeEventListener('abort', end);
  }
  signal.throwIfAborted();
  if (child.exitCode !== 0) throw new Error(`${file}: ${Buffer.concat(said).toString().trim()}`);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // All of it has ended already; only that it is over was not told yet.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
