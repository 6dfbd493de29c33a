import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { answerOf, type GroundworkClient } from '../../client/client.ts';
import type { Event } from '../../client/contract.ts';
import { isPassing, LONGEST_OUTAGE } from '../../client/watch.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { renderEvent } from '../render/events.ts';
import { printJson, type Session } from '../session.ts';
import { count } from './list.ts';

interface Flags {
  type?: Event['type'];
  limit: number;
  follow?: boolean;
}

const DEFAULT_LIMIT = 50;
const LONGEST_PAGE = 100;
/** Milliseconds between two looks. */
const INTERVAL = 1_000;

export const events = (program: Command): void => {
  define(program, {
    usage: 'events <id>',
    summary: 'show what happened, the latest last',
    options: [
      new Option('--follow', 'go on until Ctrl-C'),
      new Option('--type <type>', 'only those, such as request.accepted or aws.call'),
      new Option('--limit <number>', 'the last so many').argParser(count).default(DEFAULT_LIMIT),
    ],
    examples: [
      ['groundwork events pr-123 --type request.accepted', 'who asked for what'],
      ['groundwork events pr-123 --follow', 'what happens now'],
    ],
    notes: 'With --follow --json each is a document on a line of its own.',
  }).action(
    act(async (session, { follow, ...flags }: Flags, id: string) => {
      const { client, out, json } = session;
      const last = await latest(client, id, flags);
      if (json && !follow) printJson(out, { items: last });
      else tell(session, last);
      if (follow) await goOn(session, id, flags, last);
      return undefined;
    }),
  );
};

const tell = ({ out, json }: Session, found: readonly Event[]): void => {
  if (json) out.write(found.map((event) => `${JSON.stringify(event)}\n`).join(''));
  else out.print(...found.map((event) => renderEvent(event, out.colors)));
};

/** The last ones, oldest first. */
async function latest(client: GroundworkClient, id: string, { type, limit }: Flags): Promise<Event[]> {
  const found: Event[] = [];
  let pageToken: string | undefined;
  do {
    const page = await pageOf(client, id, {
      limit: Math.min(limit - found.length, LONGEST_PAGE),
      ...(type && { type }),
      ...(pageToken && { pageToken }),
    });
    found.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken && found.length < limit);
  return found.toReversed();
}

type Query = { limit: number; type?: Event['type']; pageToken?: string };

const pageOf = (client: GroundworkClient, id: string, query: Query) =>
  answerOf(client.GET('/environments/{id}/events', { params: { path: { id }, query } }));

/** Tells what has come since, until the process is ended or nobody reads on. It outlives an outage as `watch` does. */
async function goOn(session: Session, id: string, { type }: Flags, told: readonly Event[]): Promise<void> {
  const seen = new Set(told.map((event) => event.id));
  let answeredAt = Date.now();
  while (!session.out.isUnread()) {
    await sleep(INTERVAL);
    const fresh = await since(session.client, id, type, seen).catch((error: unknown) => {
      if (isPassing(error) && Date.now() - answeredAt <= LONGEST_OUTAGE) return undefined;
      throw error;
    });
    if (!fresh) continue;
    answeredAt = Date.now();
    const news = fresh.toReversed().filter(({ time }) => time >= (told[0]?.time ?? ''));
    for (const event of fresh) seen.add(event.id);
    tell(session, news);
  }
}

/** What has not been seen, the latest first. */
async function since(
  client: GroundworkClient,
  id: string,
  type: Event['type'] | undefined,
  seen: ReadonlySet<string>,
): Promise<Event[]> {
  const fresh: Event[] = [];
  let pageToken: string | undefined;
  let isKnown = false;
  do {
    const page = await pageOf(client, id, {
      limit: LONGEST_PAGE,
      ...(type && { type }),
      ...(pageToken && { pageToken }),
    });
    fresh.push(...page.items.filter((event) => !seen.has(event.id)));
    isKnown = page.items.some((event) => seen.has(event.id));
    pageToken = page.nextPageToken;
    // What was told with the first look may be less than a page: what is older than it is not news.
  } while (pageToken && !isKnown && seen.size > 0);
  return fresh;
}
