import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { runScript } from '../../../bench/support/script.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(text: string): string {
  const file = join(folder, 'script.sh');
  writeFileSync(file, text);
  return file;
}

const run = (text: string, signal = new AbortController().signal) =>
  runScript(script(text), { env: { ...process.env, FOLDER: folder }, signal });

it('a script that fails is told with what it complained of', async () => {
  await expect(run('echo no such bucket >&2; exit 3')).rejects.toThrow(/script.sh: no such bucket/);
});

it('a script that ends well is over when it is', async () => {
  await run('echo done > "$FOLDER/written"');
  expect(readFileSync(join(folder, 'written'), 'utf8')).toBe('done\n');
});

it('a script that is interrupted ends with everything it started', async () => {
  const stop = new AbortController();
  const running = run('sleep 600 & touch "$FOLDER/begun"; wait', stop.signal);
  while (!existsSync(join(folder, 'begun'))) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort(new Error('interrupted'));
  // What it started holds its standard error, too: it would be over in ten minutes.
  await expect(running).rejects.toThrow('interrupted');
});

it('a script that has ended already, while something it left holds its output, can be interrupted', async () => {
  const stop = new AbortController();
  // With job control what it leaves has a group of its own.
  const leaves = 'set -m; (while [ ! -e "$FOLDER/let-go" ]; do sleep 0.02; done) & echo $$ > "$FOLDER/pid"';
  const running = run(leaves, stop.signal);
  while (!isGone(join(folder, 'pid'))) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort(new Error('interrupted'));
  writeFileSync(join(folder, 'let-go'), '');
  await expect(running).rejects.toThrow('interrupted');
});

/** Whether the process whose id is in the file was there, and is no more. */
function isGone(file: string): boolean {
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
