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
