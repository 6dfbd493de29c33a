/**
 * `npm run build`: makes `dist/`, what people use without building anything: the command line, the client, the console.
 * `npm run build -- cli` makes one part of it, and leaves `LICENSES.txt` as it is. `npm run build -- --check` says whether what is committed is up to date.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from './build/cli.ts';
import { buildClient } from './build/client.ts';
import { buildConsole } from './build/console.ts';
import { differing } from './build/differing.ts';
import { licensesOf } from './build/licenses.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** Each makes its files in a folder, and says what modules it has put into them. */
const PARTS: Readonly<Record<string, (folder: string) => Promise<string[]>>> = {
  cli: buildCli,
  client: buildClient,
  console: buildConsole,
};

async function build(names: readonly string[], folder: string): Promise<void> {
  const modules = await Promise.all(names.map((name) => PARTS[name]?.(folder) ?? []));
  // They are those of all parts.
  if (names.length < Object.keys(PARTS).length) return;
  await writeFile(join(folder, 'LICENSES.txt'), await licensesOf(modules.flat()));
}

async function check(): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'groundwork-dist-'));
  try {
    await build(Object.keys(PARTS), fresh);
    const stale = await differing(DIST, fresh);
    if (stale.length === 0) return console.log('dist/ is up to date');
    console.error(
      `dist/ is not what the sources say: ${stale.join(', ')}. Run \`npm run build\` and commit the result.`,
    );
    process.exitCode = 1;
  } finally {
    await rm(fresh, { recursive: true });
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS) && name !== '--check');
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: choose among ${Object.keys(PARTS).join(', ')}.`);
  process.exitCode = 2;
} else if (asked.includes('--check')) {
  await check();
} else {
  const wanted = asked.length > 0 ? asked : Object.keys(PARTS);
  await build(wanted, DIST);
  console.log(`built: ${wanted.join(', ')}`);
}
