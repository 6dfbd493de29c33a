import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll } from '@jest/globals';
import type { Ended } from './shell.ts';
import { useFolder } from './suite.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TERMINAL = fileURLToPath(new URL('terminal.py', import.meta.url));

type Variables = Record<string, string | undefined>;
/** What to wait for, and what to type then. */
type Dialogue = readonly (readonly [awaited: string, typed: string])[];

/** The command line as people have it: the bundle, in a process of its own. */
export interface Cli {
  /** The folder that it is run in. */
  folder: string;
  /** The bundle's path. */
  path: string;
  /** Without a terminal. Never throws for its code. */
  run(
    args: readonly string[],
    options?: { env?: Variables; input?: string; signal?: AbortSignal },
  ): Promise<Ended>;
  /** On a terminal of 80 columns; `out` is what it shows. */
  onTerminal(args: readonly string[], dialogue?: Dialogue, env?: Variables): Promise<Ended>;
}

/** @param variables that it is run with, once the tests run */
export function useCli(variables: () => Variables = () => ({})): Cli {
  const folder = useFolder();
  const path = join(folder, 'groundwork.mjs');
  beforeAll(() => bundleInto(folder));
  const environment = (env: Variables = {}): NodeJS.ProcessEnv => {
    // What the machine that runs the tests says of itself is not what the test is about.
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...rest } = process.env;
    return { ...rest, TERM: 'xterm-256color', ...variables(), ...env };
  };
  return {
    folder,
    path,
    run: (args, { env, input = '', signal } = {}) =>
      new Promise((resolve) => {
        const options = {
          cwd: folder,
          env: environment(env),
          ...(signal && { signal, killSignal: 'SIGINT' as const }),
        };
        const child = execFile(process.execPath, [path, ...args], options, (error, out, err) =>
          resolve({ code: codeOf(error), out, err }),
        );
        child.stdin?.end(input);
      }),
    onTerminal: (args, dialogue = [], env = {}) =>
      new Promise((resolve) => {
        const words = [TERMINAL, JSON.stringify(dialogue), process.execPath, path, ...args];
        const child = spawn('python3', words, { cwd: folder, env: environment(env) });
        let out = '';
        let err = '';
        child.stdout.on('data', (chunk) => {
          out += chunk;
        });
        child.stderr.on('data', (chunk) => {
          err += chunk;
        });
        child.on('close', (code) => resolve({ code: code ?? 1, out, err }));
      }),
  };
}

const codeOf = (error: ExecFileException | null): number => (error ? Number(error.code ?? 1) : 0);

/** In a process of its own: esbuild does not work inside of jest. */
async function bundleInto(folder: string): Promise<void> {
  const script = `import { buildCli } from './scripts/build/cli.ts'; await buildCli(${JSON.stringify(folder)});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
}
