import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGES = [...globSync('*.md', { cwd: ROOT }), ...globSync('{bench,docs,lib}/**/*.md', { cwd: ROOT })];

/** As GitHub names a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (page: string): string =>
  readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '');

const anchors = (page: string): string[] =>
  [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links of a page that lead nowhere within the project. */
const broken = (page: string): string[] =>
  [...withoutCode(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    .filter(([, path = '', anchor]) => {
      const target = path ? join(dirname(page), path) : page;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).includes(anchor);
    })
    .map(([link]) => `${page} ${link}`);

it('every link within the documents leads somewhere', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/callers.md', 'lib/README.md']));
  expect(PAGES.flatMap(broken)).toEqual([]);
});

/** Lines of prose that should have been wrapped; tables and links can't be. */
const tooLong = (page: string): string[] =>
  withoutCode(page)
    .split('\n')
    .filter((line) => line.length > 130 && !line.startsWith('|') && !line.includes(']('))
    .map((line) => `${page}: ${line}`);

it('the documents are wrapped, and nothing is left to be filled in', () => {
  expect(PAGES.flatMap(tooLong)).toEqual([]);
  const unfinished = PAGES.filter((page) => /\b(TODO|TBD|FIXME|XXX|[A-Z]{3,}TIME)\b/.test(withoutCode(page)));
  expect(unfinished).toEqual([]);
});
