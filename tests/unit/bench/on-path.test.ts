import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { isOnPath } from '../../../bench/support/on-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function command(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return name;
}

const env = { PATH: folder };

it('a command is on the PATH when it tells its version', async () => {
  expect(await isOnPath(command('sound', 'echo 1.0'), env)).toBe(true);
});

it('a command that is nowhere is not on the PATH', async () => {
  expect(await isOnPath('nowhere', env)).toBe(false);
});

it('a command that is there and fails is an error, with what it said', async () => {
  await expect(isOnPath(command('broken', 'echo no python >&2; exit 1'), env)).rejects.toThrow('no python');
});
