import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
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
  expect(JSON.parse(about('?force=true') ?? '')).toMatchObject({ status: 'DELETED' });
  expect(JSON.parse(about('/restore') ?? '')).toMatchObject({ status: 'READY' });
  expect(JSON.parse(about('"colour":"blue"') ?? '')).toMatchObject({ code: 'validation-failed' });
}, 120_000);
