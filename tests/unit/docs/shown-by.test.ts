import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('SECURITY.md', ROOT), 'utf8');

const tests = readdirSync(new URL('tests/', ROOT), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => basename(path, '.test.ts'));

const [, table = ''] = page.split('| shown by |\n');
const rows = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
/** What is written in the last column: names of tests, `name-*` for several, links. */
const cells = rows.map((row) => row.split('|').at(-2)?.trim() ?? '');
const shown = [...new Set(cells.flatMap((cell) => (cell ? cell.split(', ') : [])))];

const isThere = (name: string): boolean => {
  const [, test] = /^`([\w-]+\*?)`$/.exec(name) ?? [];
  const [, link] = /^\[\w+\]\(([\w/.-]+)\)$/.exec(name) ?? [];
  if (link) return existsSync(new URL(link, ROOT));
  if (!test) return false;
  return tests.some((it) => (test.endsWith('*') ? it.startsWith(test.slice(0, -1)) : it === test));
};

describe("SECURITY.md's table of threats", () => {
  it.each(shown)('is right that %s is there to show it', (name) => {
    expect(isThere(name)).toBe(true);
  });

  it('has a test for all but what nothing stops, and what callers may', () => {
    const bare = rows.filter((_, index) => cells[index] === '').map((row) => row.split('|')[2]?.trim());
    expect(bare).toEqual(['open the buckets', 'destroy environments']);
  });
});
