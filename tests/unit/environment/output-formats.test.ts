import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type OutputFormat, renderOutputs } from '../../../lib/environment/output-formats.ts';
import {
  all,
  allTerraformVariables,
  allVariables,
  BUT_JSON,
  early,
  environmentAfter,
  folder,
  parsed,
  run,
  textOf,
  useFolders,
  write,
} from './rendered.ts';

useFolders();

describe('outputs as json', () => {
  it('are the outputs, whatever characters they have', () => {
    const odd = { ...all, roleName: `'"$(touch x)\n` };
    expect(JSON.parse(textOf('json', odd))).toStrictEqual(odd);
    expect(textOf('json', early)).toBe('{\n  "region": "eu-west-1",\n  "buckets": {}\n}\n');
  });
});

describe('outputs of an environment that has only a region', () => {
  it.each<[OutputFormat, string]>([
    ['dotenv', 'GROUNDWORK_ENVIRONMENT=pr-123\nGROUNDWORK_REGION=eu-west-1\n'],
    ['tfvars', 'environment = "pr-123"\nregion      = "eu-west-1"\n'],
    ['shell', "export GROUNDWORK_ENVIRONMENT='pr-123'\nexport GROUNDWORK_REGION='eu-west-1'\n"],
  ])('are two lines as %s', (format, text) => {
    expect(textOf(format, early)).toBe(text);
  });
});

describe.each(['bash', 'sh'])('in %s', (shell) => {
  it.each<[OutputFormat, string]>([
    ['dotenv', 'set -a; . ./file'],
    ['shell', '. ./file'],
    ['shell', 'eval "$(cat file)"'],
  ])('%s loads with %s', (format, command) => {
    write('file', textOf(format));
    expect(environmentAfter(shell, command)).toEqual(allVariables);
  });

  it.each(['dotenv', 'shell'] as const)('%s leaves out what there is not', (format) => {
    write('file', textOf(format, early));
    expect(environmentAfter(shell, 'set -a; . ./file')).toEqual({
      GROUNDWORK_ENVIRONMENT: 'pr-123',
      GROUNDWORK_REGION: 'eu-west-1',
    });
  });
});

describe('outputs as dotenv', () => {
  it('append to the file at $GITHUB_ENV', () => {
    write('github-env', 'BEFORE=a=b\n');
    write('outputs.env', textOf('dotenv'));
    run('sh', ['-c', 'cat outputs.env >> "$GITHUB_ENV"'], { GITHUB_ENV: 'github-env' });
    const text = readFileSync(join(folder, 'github-env'), 'utf8');
    expect(parsed(text)).toEqual({ BEFORE: 'a=b', ...allVariables });
    // GitHub takes NAME<<WORD for the first of several lines.
    expect(text).not.toMatch(/^[^=]*<</m);
  });
});

describe('an output that could break out of the format', () => {
  it.each([
    ['a newline', 'a\nPATH=/x'],
    ['a newline at the end', 'a\n'],
    ['a carriage return', 'a\rb'],
    ['a quote', "a'b"],
    ['a double quote', 'a"b'],
    ['a command', '$(touch x)'],
    ['a backtick', '`touch x`'],
    ['an expansion', `a\${b}`],
    ['a directive of a template', 'a%{b}'],
    ['a space', 'a b'],
    ['a tab', 'a\tb'],
    ['a comment', 'a#b'],
    ['a backslash', 'a\\b'],
    ['a semicolon', 'a;b'],
    ['an ampersand', 'a&b'],
    ['a wildcard', 'a*'],
    ['a home', '~'],
    ['a letter that is not ASCII', 'é'],
    ['a null', 'a\0'],
    ['nothing in it', ''],
  ])('is refused with %s', (_, roleName) => {
    for (const format of BUT_JSON) {
      expect(renderOutputs(format, { ...all, roleName }, 'pr-123')).toStrictEqual({
        faults: [
          { pointer: '/query/format', detail: expect.stringMatching(`^can't be ${format}: role_name `) },
        ],
      });
    }
  });

  it('is named, each of them', () => {
    const buckets = { final: { name: 'a b', arn: '$a' } };
    const rendered = renderOutputs('shell', { region: 'eu-west-1', buckets }, 'a b');
    expect('faults' in rendered && rendered.faults.map(({ detail }) => detail.split(' ')[3])).toEqual([
      'environment',
      'final_bucket',
      'final_bucket_arn',
    ]);
  });
});

const available = (tool: string): boolean => spawnSync(tool, ['version']).status === 0;
const withTerraform = available('terraform') ? it : it.skip;

describe('outputs as tfvars (skipped when terraform is not on the PATH)', () => {
  const terraform = (args: string[], input: string) =>
    run('terraform', args, { CHECKPOINT_DISABLE: '1', HOME: folder }, input);

  withTerraform.each([
    ['all', all],
    ['few', early],
  ])('are as terraform formats them when there are %s', (_, outputs) => {
    expect(terraform(['fmt', '-check', '-diff', '-'], textOf('tfvars', outputs))).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  withTerraform('load into variables of their names', () => {
    const names = Object.keys(allTerraformVariables);
    write('main.tf', names.map((name) => `variable "${name}" { type = string }\n`).join(''));
    write('outputs.tfvars', textOf('tfvars'));
    const question = `jsonencode({${names.map((name) => `${name} = var.${name}`).join(', ')}})\n`;
    const { stdout, stderr } = terraform(['console', '-no-color', '-var-file=outputs.tfvars'], question);
    // It would warn of a name that no variable has.
    expect(stderr).toBe('');
    // The console quotes the text that jsonencode made.
    expect(JSON.parse(JSON.parse(stdout))).toEqual(allTerraformVariables);
  });
});
