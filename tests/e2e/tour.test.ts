import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROUTES } from '../../lib/api/routes.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const tour = readFileSync(new URL('../../docs/tour.md', import.meta.url), 'utf8');
const commands = [...tour.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);

const system = useSystem();
const folder = useFolder();

/** One shell for the whole tour, as one types it; each block ends with its marker. */
const MARKER = '--- end of block ---';

it('the tour works as it stands', async () => {
  expect(commands.length).toBeGreaterThan(10);
  const host = new URL(system.url).host;
  const script = commands
    .map((block) => `${block.replaceAll('localhost:3000', host)}\necho; echo '${MARKER}'`)
    .join('\n');

  const { code, out, err } = await bash(`set -eu\ncd ${folder}\n${script}`, {
    AWS_DEFAULT_REGION: 'eu-west-1',
    GITHUB_ENV: join(folder, 'github.env'),
  });

  expect([code, err]).toEqual([0, '']);
  const answers = out.split(MARKER).map((answer) => answer.trim());
  const about = (part: string) => answers[commands.findIndex((block) => block.includes(part))];
  expect(JSON.parse(about('"id":"tour-1"') ?? '')).toMatchObject({ status: 'READY' });
  expect(about('aws s3 cp')).toContain('a,b');
  expect(JSON.parse(about('dryRun=true') ?? '')).toMatchObject({ summary: { change: 2, none: 4 } });
  const [drift, repaired] = (about('tour-1/drift') ?? '').split(/(?<=\})(?=\{)/);
  expect(JSON.parse(drift ?? '')).toMatchObject({ differences: [{ aspect: 'maxSessionSeconds' }] });
  expect(JSON.parse(repaired ?? '')).toMatchObject({ status: 'READY' });
  const [all, requests] = (about('/events?') ?? '').split(/(?<=\})(?=\{"items")/).map(typesIn);
  expect(new Set(all).size).toBeGreaterThan(1);
  expect(new Set(requests)).toEqual(new Set(['request.accepted']));
  expect(readFileSync(join(folder, 'github.env'), 'utf8')).toMatch(
    /^GROUNDWORK_INITIAL_BUCKET=initial-tour-1-/m,
  );
  expect(JSON.parse(about('?force=true') ?? '')).toMatchObject({ status: 'DELETED' });
  expect(JSON.parse(about('/restore') ?? '')).toMatchObject({ status: 'READY' });
  expect(JSON.parse(about('"colour":"blue"') ?? '')).toMatchObject({ code: 'validation-failed' });
}, 120_000);

it('the tour has every route of an environment', () => {
  const asked = commands.join('').replaceAll('\\\n', ' ').replaceAll('tour-1', '{id}');
  const has = ({ method, path }: (typeof ROUTES)[number]): boolean =>
    asked
      .split('\n')
      .filter((line) => new RegExp(`localhost:3000${RegExp.escape(path)}(?![/\\w])`).test(line))
      .some((line) => methodOf(line) === method);
  const routes = ROUTES.filter(({ path }) => path.startsWith('/environments'));
  expect(routes.filter((route) => !has(route))).toEqual([]);
});

const methodOf = (curl: string): string =>
  /-X (\w+)/.exec(curl)?.[1] ?? (curl.includes(' -d ') ? 'POST' : 'GET');

const typesIn = (answer: string): string[] =>
  (JSON.parse(answer) as { items: { type: string }[] }).items.map(({ type }) => type);
