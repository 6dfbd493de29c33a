import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { useRunner, usesIn } from '../support/github.ts';
import { REGION } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';
import {
  BASELINE,
  cliConfiguration,
  describeWithTerraform,
  initialize,
  terraform,
} from '../support/terraform/terraform.ts';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);

/** `start.test.ts` runs the first, and installs it; whoever reads this runs the second; the last wants an AWS account. */
const NOT_HERE = [
  'npm install --global .\n',
  'npm ci && npm start\n',
  'npm ci && npm test\n',
  'npx serverless deploy --stage dev --region eu-west-1\n',
];
/** Runs below by itself, where there is a Terraform. */
const FROM_TERRAFORM = 'groundwork import';

const system = useSystem();
const cli = useCli(() => ({ GROUNDWORK_URL: system.url, AWS_DEFAULT_REGION: REGION }));
const runner = useRunner();
const folder = useFolder();

/** Runs what one types after `npm install --global .` and the `export` line that `npm start` prints. */
async function typed(script: string, cwd = folder): Promise<string> {
  const groundwork = `groundwork() { '${process.execPath}' '${cli.path}' "$@"; }`;
  const variables = {
    ...cliConfiguration(),
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: system.endpoint,
    GROUNDWORK_URL: system.url,
  };
  const { code, out, err } = await bash(`set -eu\n${groundwork}\ncd '${cwd}'\n${script}`, variables);
  if (code !== 0) throw new Error(`${script}\nended with ${code}: ${err}${out}`);
  return out;
}

/** What differs from one environment to the next, and from one machine to the next. */
const masked = (line: string): string =>
  line
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'KEY')
    .replace(/pr-123-[a-z0-9]{12}/g, 'pr-123-UNIQUE')
    .replace(/ +\d+\.\d s/g, ' SECONDS');

const about = (part: string): string =>
  blocks('sh')
    .filter((block) => block.includes(part))
    .join('\n') || 'false';

it('the first screen shows what the command line prints on a terminal', async () => {
  const [shown = ''] = blocks('console');
  const [command = '', ...lines] = shown.trim().split('\n');
  const [, words = ''] = /^\$ groundwork (.*)$/.exec(command) ?? [];

  const { code, out } = await cli.onTerminal(words.split(' '));

  expect(code).toBe(0);
  const printed = stripVTControlCharacters(out)
    .split(/[\r\n]+/)
    .map(masked);
  expect(lines.length).toBeGreaterThan(6);
  expect(printed).toEqual(expect.arrayContaining(lines.map(masked)));
}, 60_000);

it('every recipe works as it stands, one after the other', async () => {
  const run = blocks('sh').filter((block) => !NOT_HERE.includes(block) && !block.includes(FROM_TERRAFORM));
  const answers = new Map<string, string>();
  for (const block of run) answers.set(block, await typed(block));
  const answer = (part: string) => answers.get(about(part)) ?? '';

  expect(answer('pr-124')).toMatch(/"status":"READY".*"status":"DELETED"/s);
  expect(answer('run-instances')).toMatch(/"UserData"|"InstanceId"/);
  expect(answer('--ttl 7d')).toMatch(/^preview +READY +\S+ +(6d|7d|16\dh)/m);
  expect(answer('drift pr-123')).toMatch(/43200.*READY/s);
  const fromTerraform = blocks('sh').filter((block) => block.includes(FROM_TERRAFORM));
  expect(answers.size + NOT_HERE.length + fromTerraform.length).toBe(blocks('sh').length);
}, 120_000);

it('the workflow makes an environment for a pull request, and takes it away', async () => {
  const uses = usesIn(blocks('yaml')[0] ?? '', {
    'github.event.number': '7',
    'vars.GROUNDWORK_URL': system.url,
  });

  const [made, gone] = [await runner.uses(uses[0] ?? {}), await runner.uses(uses[1] ?? {})];

  expect([made?.code, made?.outputs.status]).toEqual([0, 'READY']);
  expect(made?.env).toMatchObject({ GROUNDWORK_INITIAL_BUCKET: expect.stringMatching(/^initial-pr-7-/) });
  expect([gone?.code, gone?.outputs.status]).toEqual([0, 'DELETED']);
  expect(uses).toHaveLength(2);
}, 120_000);

describeWithTerraform('what Terraform made', () => {
  it('comes here by the commands of the recipe', async () => {
    const own = join(folder, 'terraform');
    await typed(`mkdir -p '${own}'`);
    await writeFile(join(own, 'main.tf'), readFileSync(BASELINE, 'utf8'));
    await initialize(own, system.endpoint);
    const variables = [`endpoint=${system.endpoint}`, 'microservice_instance_ip=0.0.0.0/0'];
    await terraform(own, ['apply', '-auto-approve', ...variables.map((variable) => `-var=${variable}`)]);

    const out = await typed(about(FROM_TERRAFORM), own);

    expect(out).toMatch(/Environment prod would be taken over.*prod is READY/s);
    expect((await system.send('GET /environments/prod')).body).toMatchObject({
      status: 'READY',
      outputs: { roleName: 'microservice_role' },
    });
  }, 180_000);
});
