import { AsyncLocalStorage } from 'node:async_hooks';
import { ProvisioningError } from '../provisioning/errors.ts';
import type { AwsCall, Handler, Node, Registry } from '../provisioning/resource.ts';

interface Caller {
  logicalId: string;
  report: (call: AwsCall) => void;
}

/** For which node, and to whom, the calls of the present step are reported. */
const caller = new AsyncLocalStorage<Caller>();

type Send = (args: unknown) => Promise<{ output?: { $metadata?: { requestId?: string } } }>;

interface CallContext {
  clientName?: string;
  commandName?: string;
}

/** The part of the SDK's middleware stack that is used here; its own type differs from client to client. */
interface Stack {
  add(middleware: (next: Send, context: CallContext) => Send, options: { step: string; name: string }): void;
}

/** Makes the client report each call, the SDK's repeats included in its time. It must be `classified` before. */
export function reporting<T extends { middlewareStack: object }>(client: T): T {
  (client.middlewareStack as Stack).add(
    (next, context) => async (args) => {
      const to = caller.getStore();
      if (!to) return next(args);
      const startedAt = new Date();
      const told = (result: string, requestId: string | undefined) =>
        to.report({
          service: (context.clientName ?? '').replace(/Client$/, ''),
          operation: (context.commandName ?? '').replace(/Command$/, ''),
          logicalId: to.logicalId,
          startedAt,
          milliseconds: Date.now() - startedAt.getTime(),
          ...(requestId && { requestId }),
          result,
        });
      try {
        const answer = await next(args);
        told('ok', answer.output?.$metadata?.requestId);
        return answer;
      } catch (error) {
        const aws = error instanceof ProvisioningError ? error.aws : undefined;
        told(aws?.code ?? 'unknown', aws?.requestId);
        throw error;
      }
    },
    // Outermost: what comes back has been classified.
    { step: 'initialize', name: 'reportCalls', priority: 'high' } as { step: string; name: string },
  );
  return client;
}

/** The handlers, whose calls are reported with the node that they are made for. */
export const reported = (handlers: Registry, report: (call: AwsCall) => void): Registry =>
  Object.fromEntries(
    Object.entries(handlers).map(([type, handler]) => [type, reportedHandler(handler, report)]),
  );

function reportedHandler(handler: Handler, report: (call: AwsCall) => void): Handler {
  const within =
    <A extends [Node, ...unknown[]], R>(step: (...args: A) => R) =>
    (...args: A): R =>
      caller.run({ logicalId: args[0].logicalId, report }, () => step(...args));
  const { blocker } = handler;
  return {
    ...handler,
    find: within((...args) => handler.find(...args)),
    create: within((...args) => handler.create(...args)),
    read: within((...args) => handler.read(...args)),
    write: within((...args) => handler.write(...args)),
    remove: within((...args) => handler.remove(...args)),
    ...(blocker && { blocker: within((...args: Parameters<typeof blocker>) => blocker(...args)) }),
  };
}
