import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('function-process.ts', import.meta.url));

/** What the process is asked for: an event, and the milliseconds that the invocation may take. */
export interface Asked {
  event: unknown;
  milliseconds: number;
}

export interface Invocation<T = unknown> {
  answer: T;
  /** From the call of the function to its answer. */
  milliseconds: number;
  /** CPU time of the whole process meanwhile, that of the garbage collector and the compiler included. */
  cpuMilliseconds: number;
}

export type Told = Invocation | { failed: string };

export interface OwnFunction {
  /** One invocation; they go one at a time, as in a container. @throws Error when the function throws */
  invoke<T>(event: unknown): Promise<Invocation<T>>;
  stop(): Promise<void>;
}

/**
 * Starts a function of functions/ in a process of its own, without API Gateway or what stands in for it.
 *
 * @param name of its file
 * @param timeoutSeconds that an invocation may take, as serverless.yml gives them to it
 */
export async function startFunction(
  name: string,
  { environment, timeoutSeconds = 29 }: { environment: NodeJS.ProcessEnv; timeoutSeconds?: number },
): Promise<OwnFunction> {
  const child = fork(PROCESS, [name], {
    env: environment,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // What it logs costs it as much as ever, and nobody reads it.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const died = ended.then((): never => {
    throw new Error(`The process of ${name} ended.`);
  });
  // Whoever waits for an answer is told.
  died.catch(() => {});
  const next = async <T>(): Promise<T> => (await Promise.race([once(child, 'message'), died]))[0] as T;

  await next();
  return {
    async invoke<T>(event: unknown) {
      const told = next<Told>();
      child.send({ event, milliseconds: timeoutSeconds * 1000 } satisfies Asked);
      const result = await told;
      if ('failed' in result) throw new Error(`${name} failed: ${result.failed}`);
      return result as Invocation<T>;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
