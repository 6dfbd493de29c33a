import type { Middleware } from 'openapi-fetch';
import { EXIT, WaitEnded } from './exit.ts';

/**
 * Ctrl-C while a change is asked for: it ends the asking with WaitEnded, for nobody knows then whether it was accepted.
 * Reading is ended as programs are.
 */
export function interruptible(): Middleware {
  // A command asks for one change at a time.
  let end = () => {};
  return {
    async onRequest({ request, params }) {
      if (request.method === 'GET' || params.query?.dryRun) return undefined;
      const stop = new AbortController();
      const id = params.path?.id ?? (await idIn(request));
      const interrupt = () => stop.abort(unknown(id));
      process.on('SIGINT', interrupt);
      process.on('SIGTERM', interrupt);
      end = () => {
        process.off('SIGINT', interrupt);
        process.off('SIGTERM', interrupt);
      };
      return new Request(request, { signal: stop.signal });
    },
    onResponse() {
      end();
    },
    onError({ request, error }) {
      end();
      return request.signal.aborted ? request.signal.reason : (error as Error);
    },
  };
}

/** Of what is created, the body says it. */
async function idIn(request: Request): Promise<unknown> {
  const { id } = (await request.clone().json()) as { id?: unknown };
  return id;
}

const unknown = (id: unknown): WaitEnded =>
  new WaitEnded('Interrupted before it was answered', EXIT.interrupted, {
    environment: undefined,
    nextAction: `It may have been accepted, and goes on by itself then: \`groundwork ${id ? `get ${id}` : 'list'}\` shows it.`,
  });
