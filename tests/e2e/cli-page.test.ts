import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import { useCli } from '../support/cli.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
const commands = blocks.filter((block) => !/^(alias|npm install) /.test(block));

const system = useSystem();
const cli = useCli(() => ({ GROUNDWORK_URL: system.url }));

const MARKER = '--- end of block ---';

it('the page about the command line works as it stands, after the first command of README', async () => {
  const readme = await cli.run(['create', 'pr-123', '--cidr', '203.0.113.7', '--ttl', '72h']);
  expect(readme.code).toBe(0);
  const before = (await system.send('GET /environments/pr-123')).body;
  expect(commands.length).toBeGreaterThan(6);
  const script = commands.map((block) => `${block}\necho; echo '${MARKER}'`).join('\n');
  const { code, out, err } = await bash(
    `set -eu; cd '${cli.folder}'
     groundwork() { '${process.execPath}' '${cli.path}' "$@"; }
     ${script}`,
    { GROUNDWORK_URL: system.url, GITHUB_ENV: `${cli.folder}/github.env` },
  );
  expect([code, err]).toEqual([0, expect.stringContaining('There is no such thing')]);
  const answers = out.split(MARKER).map((answer) => answer.trim());
  const about = (part: string) => answers[commands.findIndex((block) => block.includes(part))];
  expect(about('groundwork plan')).toContain('Plan: 6 to create, 0 to change, 0 to delete.');
  expect(about('groundwork plan')).toContain('✔ demo is READY');
  expect(about('--format dotenv')).toMatch(/^initial-demo-/);
  expect(readFileSync(`${cli.folder}/github.env`, 'utf8')).toContain('GROUNDWORK_ENVIRONMENT=demo\n');
  expect(about('groundwork drift')).toContain('demo is as desired');
  expect(about('groundwork restore')).toContain('demo is DELETED');
  expect((await system.send('GET /environments/pr-123')).body).toEqual(before);
  expect(about('.outputs.roleArn')).toMatch(/^arn:aws:iam::\d{12}:role\//);
}, 120_000);

it('the page and the help have every exit code', async () => {
  const codes = Object.values(EXIT).map(String);
  const inTable = [...page.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => code);
  expect(inTable).toEqual(codes);
  const { out } = await cli.run(['--help']);
  const inHelp = [...out.matchAll(/^ {2}(\d+) +/gm)].map(([, code]) => code);
  expect(inHelp).toEqual(codes);
});
