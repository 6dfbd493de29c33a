import { setTimeout as sleep } from 'node:timers/promises';

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  body: any;
}

/** Statuses that ask to send the same again. */
const AGAIN = new Set([429, 503]);
const AGAIN_AFTER_MILLISECONDS = 300;

/** Sends as a sane client in CI does: the same again as long as the service says that it is out of breath. */
export async function ask(url: string, route: string, body?: unknown, headers = {}): Promise<Reply> {
  const [method = '', path = ''] = route.split(' ');
  for (;;) {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!AGAIN.has(answer.status))
      return { status: answer.status, body: text ? JSON.parse(text) : undefined };
    await sleep(AGAIN_AFTER_MILLISECONDS);
  }
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
