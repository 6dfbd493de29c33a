import { once } from 'node:events';
import { connect } from 'node:net';
import type { Pair } from './draft.ts';
import type { Request } from './request.ts';

/** What came back, to the byte. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: readonly Pair[];
  body: Buffer;
}

/** Milliseconds until an answer counts as none: more than the longest wait that can be asked for. */
const PATIENCE = 45_000;

/**
 * Sends a request over a connection of its own: clients that know HTTP refuse to send most of what is tried here.
 *
 * @throws Error when what comes back is not an answer
 */
export async function send(url: string, request: Request, headers: readonly Pair[]): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('there was no answer in time')));
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.write(bytesOf(request, [['host', host], ['connection', 'close'], ...headers]));
  try {
    await once(socket, 'close');
  } catch (error) {
    // Who refuses a request before having read it all may close the connection for the rest.
    if (parts.length === 0) throw error;
  }
  return answerIn(Buffer.concat(parts));
}

/** A request as it goes over the wire. */
export function bytesOf(request: Request, before: readonly Pair[] = []): Buffer {
  const { method, target, body, chunks } = request;
  const length: Pair[] =
    chunks !== undefined
      ? [['transfer-encoding', 'chunked']]
      : body || method !== 'GET'
        ? [['content-length', String(body?.length ?? 0)]]
        : [];
  const lines = [...before, ...request.headers, ...length].map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), inChunks(body ?? Buffer.alloc(0), chunks)]);
}

function inChunks(body: Buffer, chunks: number | undefined): Buffer {
  if (chunks === undefined) return body;
  const size = Math.max(1, Math.ceil(body.length / chunks));
  const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, n) =>
    body.subarray(n * size, (n + 1) * size),
  );
  return Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\n\r\n'),
  ]);
}

const END_OF_HEAD = '\r\n\r\n';

function answerIn(bytes: Buffer): Answer {
  const end = bytes.indexOf(END_OF_HEAD);
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3})( |$)/.exec(first) ?? [];
  if (status === undefined) throw new Error(`this is no answer: ${bytes.toString('latin1').slice(0, 200)}`);
  const headers = lines.map((line): Pair => {
    const [, name = '', value = ''] = /^([^:]*):\s*(.*)$/.exec(line) ?? [];
    return [name.toLowerCase(), value];
  });
  const rest = bytes.subarray(end + END_OF_HEAD.length);
  const isChunked = headers.some(([name, value]) => name === 'transfer-encoding' && value === 'chunked');
  const body = isChunked ? joined(rest) : rest;
  const length = headers.find(([name]) => name === 'content-length')?.[1];
  if (length !== undefined && status !== '304' && Number(length) !== body.length) {
    throw new Error(`the answer has ${body.length} bytes and says ${length}`);
  }
  return { status: Number(status), headers, body };
}

/** What stands in chunks. */
function joined(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\r\n');
  const size = Number.parseInt(bytes.subarray(0, end).toString('latin1'), 16);
  if (!(size > 0)) return Buffer.alloc(0);
  const start = end + 2;
  return Buffer.concat([bytes.subarray(start, start + size), joined(bytes.subarray(start + size + 2))]);
}
