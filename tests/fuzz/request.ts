import type { Draft, Pair } from './draft.ts';

/** A request to the byte. */
export interface Request {
  /** What was done to it. */
  trick: string;
  method: string;
  /** Path and query. */
  target: string;
  /** As latin1; sent as they are. */
  headers: readonly Pair[];
  body?: Buffer;
  /** In so many chunks instead of with a length. */
  chunks?: number;
  /** What stands before functions may refuse it by itself, as API Gateway does. */
  forGateway?: boolean;
  /** Sent while no other is, for it may change something. */
  alone?: boolean;
}

/** The request as the draft says it. */
export function requestOf(draft: Draft, trick: string): Request {
  const { operation, path, query, headers, type, body } = draft;
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(path[name] ?? ''));
  const asked = query.map((pair) => pair.map(encoded).join('=')).join('&');
  return {
    trick,
    method: operation.method,
    target: asked ? `${filled}?${asked}` : filled,
    headers: [
      ...(type === undefined ? [] : [['content-type', type] as const]),
      ...headers.map(([name, value]) => [name, latin1(value)] as const),
    ],
    ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
  };
}

/** Half a surrogate pair has no encoding. */
export const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** A header's value: its bytes as characters, without what would end it. */
const latin1 = (value: string): string =>
  Buffer.from(value)
    .toString('latin1')
    .replace(/[\0\r\n]/g, '');

/** With another header in the place of all of this name. */
export const withHeader = (request: Request, name: string, value: string): Request => ({
  ...request,
  headers: [...request.headers.filter(([other]) => other.toLowerCase() !== name), [name, value]],
});
