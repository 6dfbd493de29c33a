import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { differing } from '../../../scripts/build/differing.ts';
import { buildPage } from '../../support/console.ts';
import { useFolder } from '../../support/suite.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Bytes of all files together, each compressed. */
const MOST = 180_000;

const folder = useFolder();
let page: string;
beforeAll(async () => {
  page = await buildPage(join(folder, 'one'));
});

describe('the bundled page', () => {
  it('is light', async () => {
    const files = (await readdir(page)).toSorted();
    expect(files).toEqual(['console.css', 'console.js', 'console.svg', 'index.html']);
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(join(page, file))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST);
  });

  it('is the same each time, wherever it is made', async () => {
    expect(await differing(page, await buildPage(join(folder, 'two')))).toEqual([]);
  });

  it('is React as it is for people, not for developers', async () => {
    expect(await readFile(join(page, 'console.js'), 'utf8')).not.toContain('react-dom-client.development');
  });
});

it('a page that needs a module of Node is not built', async () => {
  const root = join(folder, 'needs-node');
  await mkdir(root);
  await writeFile(join(root, 'index.html'), '<script type="module" src="./main.ts"></script>');
  await writeFile(join(root, 'main.ts'), "import { join } from 'node:path';\nconsole.log(join('a'));\n");
  const script = `await (await import('vite')).build({ configFile: 'console/vite.config.ts', root: process.argv[1] })`;
  const built = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, root], {
    cwd: ROOT,
  });
  await expect(built).rejects.toThrow('node:path');
});
