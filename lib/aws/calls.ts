import { AsyncLocalStorage } from 'node:async_hooks';
import { Interrupted, ProvisioningError } from '../provisioning/errors.ts';
import type { CallWatch, Handler, Node, Registry } from '../provisioning/resource.ts';

interface Caller {
  logicalId: string;
  watch: CallWatch;
}

/** For which node the calls of the present step are made, and who is told. */
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

/**
 * Makes the client tell of each call: before every request that goes out, and once when the call has ended, the
 * SDK's repeats included in its time. It must be `classified` before.
 */
export function watched<T extends { middlewareStack: object }>(client: T): T {
  const stack = client.middlewareStack as Stack;
  // Outermost: what comes back has been classified.
  const outermost = { step: 'initialize', name: 'tellAfterwards', priority: 'high' };
  stack.add((next, context) => async (args) => told(caller.getStore(), context, () => next(args)), outermost);
  // Within the SDK's repeats.
  stack.add(
    (next) => (args) => {
      caller.getStore()?.watch.before();
      return next(args);
    },
    { step: 'finalizeRequest', name: 'askBefore' },
  );
  return client;
}

async function told(to: Caller | undefined, context: CallContext, send: () => ReturnType<Send>) {
  if (!to) return send();
  const startedAt = new Date();
  const tell = (result: string, requestId: string | undefined) =>
    to.watch.after({
      service: (context.clientName ?? '').replace(/Client$/, ''),
      operation: (context.commandName ?? '').replace(/Command$/, ''),
      logicalId: to.logicalId,
      startedAt,
      milliseconds: Date.now() - startedAt.getTime(),
      ...(requestId && { requestId }),
      result,
    });
  try {
    const answer = await send();
    tell('ok', answer.output?.$metadata?.requestId);
    return answer;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const aws = error instanceof ProvisioningError ? error.aws : undefined;
    tell(aws?.code ?? 'unknown', aws?.requestId);
    throw error;
  }
}

/** The handlers, each call of which is told with the node that it is made for. */
export const watchedBy = (handlers: Registry, watch: CallWatch): Registry =>
  Object.fromEntries(
    Object.entries(handlers).map(([type, handler]) => [type, watchedHandler(handler, watch)]),
  );

function watchedHandler(handler: Handler, watch: CallWatch): Handler {
  const within =
    <A extends [Node, ...unknown[]], R>(step: (...args: A) => R) =>
    (...args: A): R =>
      caller.run({ logicalId: args[0].logicalId, watch }, () => step(...args));
  const { blocker, detach } = handler;
  return {
    ...handler,
    find: within((...args) => handler.find(...args)),
    create: within((...args) => handler.create(...args)),
    read: within((...args) => handler.read(...args)),
    write: within((...args) => handler.write(...args)),
    remove: within((...args) => handler.remove(...args)),
    ...(detach && { detach: within((...args: Parameters<typeof detach>) => detach(...args)) }),
    ...(blocker && { blocker: within((...args: Parameters<typeof blocker>) => blocker(...args)) }),
  };
}
