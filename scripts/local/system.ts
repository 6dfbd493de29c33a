import { type Api, startApi } from './api.ts';
import { resolveConfiguration } from './configuration.ts';
import { targetOf } from './credentials.ts';
import { startEmulator } from './emulator.ts';
import { functionEnvironment } from './function-environment.ts';
import { startPoller } from './poller.ts';
import { freePorts } from './ports.ts';
import { deployStack, type Stack } from './stack.ts';

/** A running groundwork: emulator, table and queues, API, worker and schedule. */
export interface System extends Stack {
  /** Of the API. */
  url: string;
  /** Of the emulated AWS. */
  endpoint: string;
  /** The environment that functions run in. */
  environment: NodeJS.ProcessEnv;
  /** Calls a function by its key in serverless.yml. */
  invoke: Api['invoke'];
  /** Resolves with the reason when a part of it ends by itself. */
  failed: Promise<Error>;
  /** Ends every process that was started for it. */
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Of the API; left out: one that is free. */
  port?: number;
  /** An AWS emulator that runs already; left out: a moto of its own. */
  endpoint?: string | undefined;
  /** Variables on top of this process's: credentials, or what stage `local` in serverless.yml reads. */
  env?: Record<string, string>;
  /** false: nobody brings messages to the worker; for those who bring workers of their own. */
  delivers?: boolean;
  /** false: all functions run in one thread, which costs a quarter less but keeps none from another's mistakes. */
  threads?: boolean;
  /** Gets each line that the functions log. */
  onLog?: (line: string) => void;
  onProgress?: (line: string) => void;
  /** Ends a start that isn't complete; a system that runs is ended by its `stop`. */
  signal?: AbortSignal;
}

/** Starts a system; several run side by side. What was started is ended again when the start fails. */
export const startSystem = async (options: SystemOptions = {}): Promise<System> => {
  const { threads = true, onLog = () => {}, onProgress = () => {}, signal } = options;
  const env = { ...process.env, ...options.env };
  const running: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (let end = running.pop(); end; end = running.pop()) await end();
  };

  try {
    onProgress(options.endpoint ? `using the AWS at ${options.endpoint}` : 'starting the embedded AWS');
    const resolving = resolveConfiguration(signal);
    // Awaited below; until then a failure must not count as unhandled.
    resolving.catch(() => {});
    const emulator = await startEmulator({ endpoint: options.endpoint, onProgress, signal });
    running.push(emulator.stop);
    const configuration = await resolving;

    onProgress('making the tables and the queues');
    const target = targetOf(emulator.endpoint, env);
    const stack = await deployStack(configuration, target);
    signal?.throwIfAborted();

    onProgress('starting the API and the worker');
    const port = options.port ?? (await freePorts(1))[0] ?? 0;
    const made = functionEnvironment({ configuration, stack, target }, env);
    const api = await startApi({ configuration, port, env: made, threads, onLog, signal });
    running.push(api.stop);
    const { invoke, url } = api;
    if (options.delivers ?? true) {
      const { accountId, queueUrl } = stack;
      const poller = startPoller({ configuration, target, accountId, queueUrl, invoke, onLog });
      running.push(poller.stop);
    }

    const environment = { ...configuration.provider.environment, ...made, ...options.env };
    const failed = Promise.race([emulator.failed, api.failed]);
    return { ...stack, url, endpoint: emulator.endpoint, environment, invoke, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
