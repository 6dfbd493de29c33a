import { setTimeout as sleep } from 'node:timers/promises';
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

interface Page {
  items: Seen[];
  nextPageToken?: string;
}

/** Milliseconds between two looks at an environment that is not READY yet. */
const LOOK_EVERY = 200;
/** Milliseconds after which environments that are not READY won't be. */
const GIVE_UP_AFTER = 20 * 60_000;

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
 * @param giveUpAfter milliseconds
 * @throws Error when one settles otherwise, when a look is not answered with it, or when it takes too long
 */
export async function allReady(
  { url, ids, signal }: Clients,
  say: (ready: number) => void,
  giveUpAfter = GIVE_UP_AFTER,
): Promise<void> {
  const deadline = performance.now() + giveUpAfter;
  for (const [index, id] of ids.entries()) {
    for (;;) {
      const { status, statusReason = '' } = await answerOf<Seen>(`${url}/environments/${id}`, signal);
      if (status === 'READY') break;
      if (isSettled(status)) throw new Error(`${id} is ${status}: ${statusReason}`);
      if (performance.now() >= deadline) {
        const passed = `after ${giveUpAfter / 60_000} minutes`;
        throw new Error(`${id} is ${status} ${passed}; ${index} of ${ids.length} are READY`);
      }
      await sleep(LOOK_EVERY, undefined, { signal });
    }
    if ((index + 1) % 100 === 0) say(index + 1);
  }
}

async function answerOf<T>(url: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The statuses of all environments, page by page. */
export async function listed({ url, signal }: Clients): Promise<Status[]> {
  const statuses: Status[] = [];
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = new URLSearchParams({ limit: '100', ...(token && { pageToken: token }) });
    const page = await answerOf<Page>(`${url}/environments?${query}`, signal);
    statuses.push(...page.items.map(({ status }) => status));
    token = page.nextPageToken;
  }
  return statuses;
}
