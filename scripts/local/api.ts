import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild, waitUntil } from './child.ts';
import { type Configuration, ROOT, SCRATCH, STAGE } from './configuration.ts';
import { freePorts } from './ports.ts';

const RUNNER = fileURLToPath(new URL('offline.ts', import.meta.url));

export interface Api {
  url: string;
  failed: Promise<Error>;
  /** Calls a function by its key in serverless.yml, as AWS's Invoke does; throws what the function throws. */
  invoke(name: string, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export interface ApiOptions {
  configuration: Configuration;
  port: number;
  env: NodeJS.ProcessEnv;
  /** Whether each function gets threads of its own, one for each invocation at a time, as containers on Lambda. */
  threads: boolean;
  onLog: (line: string) => void;
  signal?: AbortSignal | undefined;
}

const invoker =
  ({ service }: Configuration, port: number): Api['invoke'] =>
  async (name, event) => {
    const path = `/2015-03-31/functions/${service}-${STAGE}-${name}/invocations`;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: JSON.stringify(event),
    });
    const text = await answer.text();
    const result: unknown = text ? JSON.parse(text) : undefined;
    if (answer.ok && !answer.headers.has('x-amz-function-error')) return result;
    const { errorMessage = text } = (result ?? {}) as { errorMessage?: string };
    throw new Error(`${name} failed: ${errorMessage}`);
  };

/** Serves routes and functions on this machine through serverless-offline. It also keeps the schedule. */
export const startApi = async (apiOptions: ApiOptions): Promise<Api> => {
  const { configuration, port, env, threads, onLog, signal } = apiOptions;
  const [lambdaPort = 0] = await freePorts(1);
  const buildFolder = join(SCRATCH, String(port));
  const options = { stage: STAGE, host: '127.0.0.1', httpPort: port, lambdaPort };
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, `${value}`]);
  const child: Child = startChild({
    name: 'serverless offline',
    command: process.execPath,
    args: [RUNNER, 'offline', ...args, ...(threads ? [] : ['--useInProcess'])],
    cwd: ROOT,
    env: {
      ...env,
      BUILD_FOLDER: buildFolder,
      // Functions that invoke others find them here.
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${lambdaPort}`,
      // Its line per request is no news: the functions log for themselves.
      SLS_LOG_LEVEL: 'warning',
      NODE_COMPILE_CACHE: join(ROOT, SCRATCH, 'compiled'),
    },
    onOut: onLog,
    onErr: onLog,
  });
  const stop = async () => {
    await child.stop();
    await rm(join(ROOT, buildFolder), { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const invoke = invoker(configuration, lambdaPort);
  try {
    const healthy = async () =>
      ((await (await fetch(`${url}/health`)).json()) as { status?: string }).status === 'ok';
    await waitUntil('The API', healthy, { child, seconds: 60, signal });
    // The first environment shouldn't wait for the worker to load.
    await invoke('reconcile', { Records: [] });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, failed: child.failed, invoke, stop };
};
