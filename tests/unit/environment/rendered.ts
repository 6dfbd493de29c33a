import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { OUTPUT_FORMATS, type OutputFormat, renderOutputs } from '../../../lib/environment/output-formats.ts';
import type { Outputs } from '../../../lib/environment/outputs.ts';

const ARN = 'arn:aws:iam::111122223333';

/** Every character that IAM allows in a name, those first that a shell might take for something. */
export const ODD_NAME = '=+,.@-_Az09';

export const all: Outputs = {
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

export const allVariables: Record<string, string | undefined> = {
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
export const allTerraformVariables = Object.fromEntries(
  Object.entries(allVariables).map(([name, value]) => [name.replace('GROUNDWORK_', '').toLowerCase(), value]),
);

/** An environment with AES256 whose making has just begun. */
export const early: Outputs = { region: 'eu-west-1', buckets: {} };
export const BUT_JSON = OUTPUT_FORMATS.filter((format) => format !== 'json');

export function textOf(format: OutputFormat, outputs: Outputs = all): string {
  const rendered = renderOutputs(format, outputs, 'pr-123');
  if ('faults' in rendered) throw new Error(JSON.stringify(rendered.faults));
  return rendered.text;
}

/** An empty one for each test. */
export let folder: string;
export function useFolders(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'output-formats-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
}

export const write = (name: string, text: string, mode = 0o644) =>
  writeFileSync(join(folder, name), text, { mode });

/**
 * Runs a real tool in the folder; of our own environment it gets nothing but the PATH. Without input there is
 * no pipe either: bash takes one of Node's for a network connection and reads `.bashrc`.
 */
export const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}, input?: string) =>
  spawnSync(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    input,
    encoding: 'utf8',
  });

/** What a process started by a shell gets to see, without what shells set themselves. */
export function environmentAfter(shell: string, command: string): Record<string, string | undefined> {
  const { stdout, stderr } = run(shell, ['-c', `${command}; env`]);
  expect(stderr).toBe('');
  const { PATH: _, PWD: __, OLDPWD: ___, SHLVL: ____, _: _____, ...rest } = parsed(stdout);
  return rest;
}

export const parsed = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
