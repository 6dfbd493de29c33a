import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf, type GroundworkClient } from '../../client/client.ts';
import type { Environment } from '../../client/contract.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { UsageError } from '../exit.ts';
import { repeatable } from '../options.ts';
import { renderList } from '../render/list.ts';
import { type Globals, printJson } from '../session.ts';
import { pairOf } from '../spec.ts';

interface Flags extends Globals {
  status?: Environment['status'];
  tag?: string[];
  limit?: number;
}

export const list = (program: Command): void => {
  define(program, {
    usage: 'list',
    summary: 'list environments, with the time that is left to each',
    options: [
      new Option('--status <status>', 'only those').argParser((status) => status.toUpperCase()),
      repeatable('--tag <key=value>', 'only those that carry it; may be repeated'),
      new Option('--limit <number>', 'at most so many').argParser(count),
    ],
    examples: [
      ['groundwork list', 'all of yours'],
      ['groundwork list --status READY --tag team=blue', 'only some'],
      ["groundwork list --tenant '*'", "as an admin, everybody's"],
    ],
  }).action(
    act(async ({ client, out, err, json }, { tenant, ...flags }: Flags) => {
      const items = await all(client, flags);
      if (json) printJson(out, { items });
      else if (items.length === 0) err.print('There are none.');
      else out.print(...renderList(items, { ...out, now: Date.now(), tenants: tenant === '*' }));
      return undefined;
    }),
  );
};

export function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 on.');
}

const LONGEST_PAGE = 100;

/** Page after page. */
async function all(
  client: GroundworkClient,
  { status, tag = [], limit = Infinity }: Flags,
): Promise<Environment[]> {
  const tags = Object.fromEntries(tag.map(pairOf).map(([key, value]) => [`tag.${key}`, value]));
  if (Object.keys(tags).length < tag.length) throw new UsageError('--tag can ask for a key once.');
  const items: Environment[] = [];
  let pageToken: string | undefined;
  do {
    const query = {
      limit: Math.min(limit - items.length, LONGEST_PAGE),
      ...(status && { status }),
      ...(pageToken && { pageToken }),
      ...tags,
    };
    const page = await answerOf(client.GET('/environments', { params: { query } }));
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken && items.length < limit);
  return items;
}
