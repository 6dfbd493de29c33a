import type { Status } from '../../lib/environment/environment.ts';
import { isSettled } from '../../lib/environment/statuses.ts';

export interface Clients {
  url: string;
  /** What each posts in turn. */
  ids: readonly string[];
  atOnce: number;
  signal: AbortSignal;
}

/** Milliseconds that each request took, from its sending to the whole answer. */
export interface Times {
  post: number[];
  get: number[];
}

interface Seen {
  status: Status;
  statusReason?: string;
}

/** Milliseconds between two looks at an environment that is not READY yet. */
const LOOK_EVERY = 200;

/**
 * Posts all of them, so many at once: each client its next one when it was answered, and one GET of each after its POST.
 *
 * @throws Error when one is not accepted
 */
export async function postAll({ url, ids, atOnce, signal }: Clients): Promise<Times> {
  const times: Times = { post: [], get: [] };
  const left = ids.values();
  const client = async (): Promise<void> => {
    // One iterator for all: each takes what nobody has taken.
    for (const id of left) {
      const body = JSON.stringify({ id, allowedCidrs: ['203.0.113.7'] });
      const headers = { 'content-type': 'application/json' };
      const posting = { method: 'POST', headers, body, signal };
      times.post.push(await timed(202, `${url}/environments`, posting));
      times.get.push(await timed(200, `${url}/environments/${id}`, { signal }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return times;
}

async function timed(wanted: number, url: string, request: RequestInit): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (answer.status !== wanted) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return performance.now() - began;
}

/**
 * Resolves when all are READY. It looks at one after the other, in the order in which they were posted, so that waiting
 * costs hardly more than one look at each.
 *
 * @throws Error when one settles otherwise
 */
export async function allReady({ url, ids, signal }: Clients, say: (ready: number) => void): Promise<void> {
  for (const [index, id] of ids.entries()) {
    for (;;) {
      const { status, statusReason = '' } = await see(`${url}/environments/${id}`, signal);
      if (status === 'READY') break;
      if (isSettled(status)) throw new Error(`${id} is ${status}: ${statusReason}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    if ((index + 1) % 100 === 0) say(index + 1);
  }
}

async function see(url: string, signal: AbortSignal): Promise<Seen> {
  const answer = await fetch(url, { signal });
  return (await answer.json()) as Seen;
}

/** The statuses of all environments, page by page. */
export async function listed({ url, signal }: Clients): Promise<Status[]> {
  const statuses: Status[] = [];
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = new URLSearchParams({ limit: '100', ...(token && { pageToken: token }) });
    const answer = await fetch(`${url}/environments?${query}`, { signal });
    const page = (await answer.json()) as { items: Seen[]; nextPageToken?: string };
    statuses.push(...page.items.map(({ status }) => status));
    token = page.nextPageToken;
  }
  return statuses;
}
