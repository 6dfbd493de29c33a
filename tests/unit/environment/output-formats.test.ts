import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OUTPUT_FORMATS, type OutputFormat, renderOutputs } from '../../../lib/environment/output-formats.ts';
import type { Outputs } from '../../../lib/environment/outputs.ts';

const ARN = 'arn:aws:iam::111122223333';

/** Every character that IAM allows in a name, those first that a shell might take for something. */
const ODD_NAME = '=+,.@-_Az09';

const all: Outputs = {
  region: 'eu-west-1',
  buckets: {
    initial: { name: 'initial-pr-123', arn: 'arn:aws:s3:::initial-pr-123' },
    final: { name: 'final-pr-123', arn: 'arn:aws:s3:::final-pr-123' },
  },
  kmsKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  kmsKeyAlias: 'alias/pr-123',
  roleName: ODD_NAME,
  roleArn: `${ARN}:role/groundwork/prod/${ODD_NAME}`,
  instanceProfileName: ODD_NAME,
  instanceProfileArn: `${ARN}:instance-profile/groundwork/prod/${ODD_NAME}`,
};

const allVariables: Record<string, string | undefined> = {
  GROUNDWORK_ENVIRONMENT: 'pr-123',
  GROUNDWORK_REGION: 'eu-west-1',
  GROUNDWORK_INITIAL_BUCKET: all.buckets.initial?.name,
  GROUNDWORK_INITIAL_BUCKET_ARN: all.buckets.initial?.arn,
  GROUNDWORK_FINAL_BUCKET: all.buckets.final?.name,
  GROUNDWORK_FINAL_BUCKET_ARN: all.buckets.final?.arn,
  GROUNDWORK_KMS_KEY_ID: all.kmsKeyId,
  GROUNDWORK_KMS_KEY_ARN: all.kmsKeyArn,
  GROUNDWORK_KMS_KEY_ALIAS: all.kmsKeyAlias,
  GROUNDWORK_ROLE_NAME: all.roleName,
  GROUNDWORK_ROLE_ARN: all.roleArn,
  GROUNDWORK_INSTANCE_PROFILE_NAME: all.instanceProfileName,
  GROUNDWORK_INSTANCE_PROFILE_ARN: all.instanceProfileArn,
};

/** What the same variables are called in tfvars. */
const allTerraformVariables = Object.fromEntries(
  Object.entries(allVariables).map(([name, value]) => [name.replace('GROUNDWORK_', '').toLowerCase(), value]),
);

/** An environment with AES256 whose making has just begun. */
const early: Outputs = { region: 'eu-west-1', buckets: {} };
const BUT_JSON = OUTPUT_FORMATS.filter((format) => format !== 'json');

function textOf(format: OutputFormat, outputs: Outputs = all): string {
  const rendered = renderOutputs(format, outputs, 'pr-123');
  if ('faults' in rendered) throw new Error(JSON.stringify(rendered.faults));
  return rendered.text;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-formats-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string, mode = 0o644) => writeFileSync(join(folder, name), text, { mode });

/**
 * Runs a real tool in the folder; of our own environment it gets nothing but the PATH. Without input there is
 * no pipe either: bash takes one of Node's for a network connection and reads `.bashrc`.
 */
const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}, input?: string) =>
  spawnSync(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    input,
    encoding: 'utf8',
  });

/** What a process started by a shell gets to see, without what shells set themselves. */
function environmentAfter(shell: string, command: string): Record<string, string | undefined> {
  const { stdout, stderr } = run(shell, ['-c', `${command}; env`]);
  expect(stderr).toBe('');
  const { PATH: _, PWD: __, OLDPWD: ___, SHLVL: ____, _: _____, ...rest } = parsed(stdout);
  return rest;
}

const parsed = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

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

describe('outputs as cloud-init', () => {
  /** Nothing but what the script may use, so that a machine without `aws` can be had anywhere. */
  beforeEach(() => {
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'profile.d'));
    for (const tool of ['cat', 'chmod', 'env']) {
      symlinkSync(run('sh', ['-c', `command -v ${tool}`]).stdout.trim(), join(folder, 'bin', tool));
    }
    write('bin/aws', `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/call'\nexit "\${AWS_STATUS:-0}"\n`, 0o755);
    mkdirSync(join(folder, 'some folder'));
    for (const name of ['a.csv', 'some folder/b c.csv', '-n']) write(name, 'text');
  });

  const machine = () => ({ PATH: join(folder, 'bin'), GROUNDWORK_PROFILE_DIR: join(folder, 'profile.d') });
  const profile = () => join(folder, 'profile.d/groundwork.sh');

  /** Starts the script itself, as cloud-init does, with lines of the user's at its end. */
  function userData(lines = '', { outputs = all, env = {} }: { outputs?: Outputs; env?: object } = {}) {
    write('user-data', `${textOf('cloud-init', outputs)}${lines}\n`, 0o755);
    return run('./user-data', [], { ...machine(), ...env });
  }

  const awsCall = (): string[] | undefined => {
    const call = join(folder, 'call');
    return existsSync(call) ? readFileSync(call, 'utf8').trimEnd().split('\n') : undefined;
  };

  /**
   * A login shell that reads the folder as `/etc/profile` reads `/etc/profile.d`. Its messages go to a file
   * from then on: what this machine's own profile had to say before is none of the script's.
   */
  function login(shell: string, command: string) {
    const { PATH, GROUNDWORK_PROFILE_DIR } = machine();
    write(
      '.profile',
      `exec 2>messages\nPATH='${PATH}'\nfor file in '${GROUNDWORK_PROFILE_DIR}'/*.sh; do . "$file"; done\n`,
    );
    const { status } = run(shell, ['-l', '-c', command], { HOME: folder });
    return { status, stderr: readFileSync(join(folder, 'messages'), 'utf8') };
  }

  it('are user data that EC2 takes', () => {
    expect(textOf('cloud-init')).toMatch(/^#!\/bin\/bash\n/);
    expect(textOf('cloud-init').length).toBeLessThan(16_384);
  });

  it('say nothing, and set nothing but the variables', () => {
    const { status, stdout, stderr } = userData();
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(environmentAfter('bash', `. '${profile()}'`)).toEqual(allVariables);
    expect(environmentAfter('sh', `. '${profile()}'`)).toEqual(allVariables);
  });

  it('can be read by everybody, although root was asked to keep files to itself', () => {
    write('user-data', textOf('cloud-init'));
    run('/bin/bash', ['-c', 'umask 077; . ./user-data'], machine());
    expect(statSync(profile()).mode & 0o777).toBe(0o644);
  });

  it('can be run again, with other outputs', () => {
    userData();
    userData('', { outputs: early });
    expect(Object.keys(environmentAfter('sh', `. '${profile()}'`))).toHaveLength(2);
  });

  it('end with a failure when the profile can not be written', () => {
    const { status, stderr } = userData('echo on', { env: { GROUNDWORK_PROFILE_DIR: '/dev/null' } });
    expect(status).not.toBe(0);
    expect(stderr).toContain('/dev/null/groundwork.sh');
  });

  it.each([
    ['upload a.csv', 'a.csv', 's3://initial-pr-123/a.csv'],
    ['upload a.csv initial', 'a.csv', 's3://initial-pr-123/a.csv'],
    ['upload a.csv final', 'a.csv', 's3://final-pr-123/a.csv'],
    ['upload "some folder/b c.csv"', 'some folder/b c.csv', 's3://initial-pr-123/b c.csv'],
    ['upload -n', './-n', 's3://initial-pr-123/-n'],
    ['download a.csv', 's3://final-pr-123/a.csv', './a.csv'],
    ['download a.csv initial', 's3://initial-pr-123/a.csv', './a.csv'],
    ['download "some folder/b c.csv"', 's3://final-pr-123/some folder/b c.csv', './b c.csv'],
    ['download -n', 's3://final-pr-123/-n', './-n'],
  ])('let `%s` copy, in the script and in login shells', (command, from, to) => {
    const expected = ['s3', 'cp', '--region', 'eu-west-1', from, to];
    expect(userData(command)).toMatchObject({ status: 0, stderr: '' });
    expect(awsCall()).toEqual(expected);
    for (const shell of ['bash', 'sh']) {
      rmSync(join(folder, 'call'));
      expect(login(shell, command)).toEqual({ status: 0, stderr: '' });
      expect(awsCall()).toEqual(expected);
    }
  });

  it.each([
    ['upload', 2, 'usage: upload FILE [initial|final]'],
    ['upload a.csv initial more', 2, 'usage: upload FILE [initial|final]'],
    ['upload gone.csv', 1, 'upload: there is no file gone.csv'],
    ['upload "some folder"', 1, 'upload: there is no file some folder'],
    ['upload a.csv other', 2, 'groundwork: there is no bucket other, only initial and final'],
    ['download', 2, 'usage: download NAME [initial|final]'],
    ['download a.csv final more', 2, 'usage: download NAME [initial|final]'],
    ['download folder/', 2, 'usage: download NAME [initial|final]'],
    ['download a.csv other', 2, 'groundwork: there is no bucket other, only initial and final'],
  ])('let `%s` fail with %i, and the script with it', (command, status, message) => {
    const failed = { status, stderr: `${message}\n` };
    expect(userData(`${command}\necho on`)).toMatchObject({ ...failed, stdout: '' });
    for (const shell of ['bash', 'sh']) expect(login(shell, command)).toEqual(failed);
    expect(awsCall()).toBeUndefined();
  });

  it.each(['upload a.csv', 'download a.csv'])('let `%s` say that aws is missing', (command) => {
    rmSync(join(folder, 'bin/aws'));
    const failed = { status: 127, stderr: 'groundwork: the AWS CLI (aws) is not installed\n' };
    expect(userData(`${command}\necho on`)).toMatchObject({ ...failed, stdout: '' });
    for (const shell of ['bash', 'sh']) expect(login(shell, command)).toEqual(failed);
  });

  it('are written also where aws is missing', () => {
    rmSync(join(folder, 'bin/aws'));
    expect(userData('echo on')).toMatchObject({ status: 0, stdout: 'on\n', stderr: '' });
  });

  it.each([
    ['upload a.csv', 'initial'],
    ['download a.csv', 'final'],
  ])('let `%s` say that there was no %s bucket yet', (command, bucket) => {
    const stderr = `groundwork: the environment had no ${bucket} bucket when this was written\n`;
    expect(userData(command, { outputs: early })).toMatchObject({ status: 1, stderr });
    expect(login('sh', command)).toEqual({ status: 1, stderr });
    expect(awsCall()).toBeUndefined();
  });

  it('end at a variable of the user that is not set', () => {
    const { status, stdout } = userData('echo "$GROUNDWORK_TYPO"');
    expect({ failed: status !== 0, stdout }).toEqual({ failed: true, stdout: '' });
  });

  it('end with the failure of a copy', () => {
    expect(userData('upload a.csv\necho on', { env: { AWS_STATUS: '130' } })).toMatchObject({
      status: 130,
      stdout: '',
    });
  });
});
