/** One request that goes out to AWS. */
export interface Call {
  /** `KMS.DescribeKey` */
  name: string;
  input: Record<string, unknown>;
}

type Send = (args: { input: Record<string, unknown> }) => Promise<unknown>;

interface CallContext {
  clientName: string;
  commandName: string;
}

/** The part of the SDK's middleware stack that is used here; its own type differs from client to client. */
interface Stack {
  add(middleware: (next: Send, context: CallContext) => Send, options: { step: string; name: string }): void;
}

/** Stands around what a client does at this step. @param around sends, or doesn't, and gives what the step gives */
export function standAround<T extends { middlewareStack: object }>(
  client: T,
  step: 'initialize' | 'deserialize',
  around: (call: Call, send: () => Promise<unknown>) => Promise<unknown>,
): T {
  (client.middlewareStack as Stack).add(
    (next, { clientName, commandName }) =>
      (args) => {
        const name = `${clientName.replace(/(Document)?Client$/, '')}.${commandName.replace(/Command$/, '')}`;
        return around({ name, input: args.input }, () => next(args));
      },
    { step, name: `standAround-${step}` },
  );
  return client;
}
