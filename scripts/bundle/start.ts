import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/** What a new process tells of itself. Times are milliseconds since it began. */
export interface Start {
  /** The module was evaluated and there is a handler, after which Lambda takes the first call. */
  readyMs: number;
  answeredMs?: number;
  answer?: unknown;
}

interface StartOptions {
  /** All variables that it has. */
  env: NodeJS.ProcessEnv;
  /** The first call's event; left out: it is not called. */
  event?: unknown;
  signal?: AbortSignal;
}

const TELL = `
import { writeSync } from 'node:fs';
const tell = (what) => writeSync(3, JSON.stringify(what));`;

const EMPTY = `${TELL}
tell({ readyMs: performance.now() });`;

// As Lambda's runtime does: import, look for the handler, call it.
const LOAD = `${TELL}
const [, bundle, event] = process.argv;
const { handler } = await import(bundle);
if (typeof handler !== 'function') throw new Error('the bundle exports no handler');
const readyMs = performance.now();
const context = {
  awsRequestId: '2f1c6a34-5b0e-4a55-9d0e-6a2c1b7f8e90',
  functionName: 'measured',
  getRemainingTimeInMillis: () => 29_000 - performance.now(),
};
if (event === undefined) tell({ readyMs });
else {
  const answer = await handler(JSON.parse(event), context);
  tell({ readyMs, answeredMs: performance.now(), answer });
}
process.exit();`;

/** Starts Node on a bundle's file, without a compile cache. @throws Error with what it wrote when it fails */
export const startBundle = (file: string, { event, ...options }: StartOptions): Promise<Start> =>
  startNode(
    LOAD,
    [pathToFileURL(file).href, ...(event === undefined ? [] : [JSON.stringify(event)])],
    options,
  );

/** Starts Node on nothing. */
export const startEmpty = (options: Omit<StartOptions, 'event'>): Promise<Start> =>
  startNode(EMPTY, [], options);

async function startNode(code: string, args: string[], { env, signal }: StartOptions): Promise<Start> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, ...args], {
    env,
    ...(signal && { signal }),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , stderr, told] = child.stdio;
  if (!stderr || !told) throw new Error('there are no pipes to the process');
  const [[exitCode], complaint, start] = await Promise.all([
    once(child, 'close'),
    text(stderr as NodeJS.ReadableStream),
    text(told as NodeJS.ReadableStream),
  ]);
  if (exitCode !== 0) throw new Error(`it ended with ${exitCode}: ${complaint}`);
  return JSON.parse(start);
}
