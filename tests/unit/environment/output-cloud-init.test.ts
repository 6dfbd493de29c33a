import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Outputs } from '../../../lib/environment/outputs.ts';
import {
  all,
  allVariables,
  early,
  environmentAfter,
  folder,
  run,
  textOf,
  useFolders,
  write,
} from './rendered.ts';

useFolders();

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
