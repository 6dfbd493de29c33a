import { resolveConfiguration } from '../../scripts/local/configuration.ts';
import { type Target, targetOf } from '../../scripts/local/credentials.ts';
import { functionEnvironment } from '../../scripts/local/function-environment.ts';
import { deployStack, type Stack } from '../../scripts/local/stack.ts';
import { enterFreshAccount } from '../../tests/support/account.ts';
import type { Bench } from '../part.ts';
import { type OwnFunction, startFunction } from './function.ts';
import { type TimingProxy, timingProxy } from './proxy.ts';

/** Tables and queues in an account of their own, with nobody who does anything by himself: no schedule, no worker. */
export interface Deployment extends Stack {
  /** Of the emulator itself, whose calls nobody counts. */
  target: Target;
  /** Stands between the functions and the emulator. */
  proxy: TimingProxy;
  /** Variables for a process whose calls are to be counted. */
  environment: NodeJS.ProcessEnv;
  /** A function by its file's name, warm when it answers. It ends with the part. */
  start(name: string): Promise<OwnFunction>;
}

export async function deployment(bench: Bench): Promise<Deployment> {
  await enterFreshAccount(bench.endpoint);
  const proxy = await bench.untilEnd(timingProxy(bench.endpoint));
  const configuration = await resolveConfiguration(bench.signal);
  const target = targetOf(bench.endpoint, process.env);
  const counted = { ...target, endpoint: proxy.endpoint };
  // Through the proxy, too: the emulator makes a queue's address of the one that it was asked at.
  const stack = await deployStack(configuration, counted);
  const environment = {
    ...configuration.provider.environment,
    ...functionEnvironment({ configuration, stack, target: counted }, process.env),
  };
  return {
    ...stack,
    target,
    proxy,
    environment,
    start(name) {
      const timeoutSeconds = configuration.functions[name]?.timeout;
      return bench.untilEnd(
        startFunction(name, { environment, ...(timeoutSeconds !== undefined && { timeoutSeconds }) }),
      );
    },
  };
}
