import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import manifest from '../../../package.json' with { type: 'json' };
import { licensesOf } from '../../../scripts/build/licenses.ts';
import { useFolder } from '../../support/suite.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILD = `
  const [{ buildCli }, { buildConsole }, { licensesOf }] = await Promise.all(
    ['cli', 'console', 'licenses'].map((name) => import('${ROOT}/scripts/build/' + name + '.ts')));
  const modules = await Promise.all([buildCli(process.argv[1]), buildConsole(process.argv[1])]);
  console.log(await licensesOf(modules.flat()));`;

const folder = useFolder();

describe('the licences of what people run', () => {
  let text: string;
  let entries: { name: string; version: string; license: string }[];
  beforeAll(async () => {
    const args = ['--input-type=module', '-e', BUILD, join(folder, 'dist')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    text = stdout;
    entries = [...text.matchAll(/^(\S+) (\d\S+) \((.+)\)$/gm)].map(
      ([, name = '', version = '', license = '']) => ({ name, version, license }),
    );
  });

  it.each([
    'commander',
    'listr2',
    'openapi-fetch',
    'yaml',
    '@smithy/signature-v4',
    'react-dom',
    'wouter',
    'zod',
  ])('has %s, in the version that is in it', (name) => {
    const version = (manifest.dependencies as Record<string, string>)[name];
    expect(entries).toContainEqual({ name, version, license: expect.any(String) });
  });

  it('has nothing that only development needs, and no licence that asks for more than to be named', () => {
    expect(entries.length).toBeGreaterThan(40);
    expect(entries.filter(({ name }) => name in manifest.devDependencies)).toEqual([]);
    const licenses = new Set(entries.map(({ license }) => license));
    expect([...licenses].toSorted()).toEqual(['Apache-2.0', 'ISC', 'MIT', 'Unlicense']);
  });

  it('has their texts, and each once', () => {
    for (const part of ['Copyright (c) Meta Platforms', 'Copyright (c) 2011 TJ Holowaychuk', 'Eemeli Aro']) {
      expect(text.split(part)).toHaveLength(2);
    }
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  });
});

describe('the packages of modules', () => {
  const packed = async (path: string, about: object, license?: string): Promise<string> => {
    const own = join(folder, 'node_modules', path);
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'package.json'), JSON.stringify({ version: '1.0.0', ...about }));
    if (license !== undefined) await writeFile(join(own, 'LICENSE'), license);
    return join(own, 'index.js');
  };

  it('are the innermost, and listed together where their texts are the same', async () => {
    const text = await licensesOf([
      await packed('@a/one', { name: '@a/one', license: 'MIT' }, 'As you like.\r\n'),
      await packed('@a/one/node_modules/two', { name: 'two', license: 'ISC' }, 'As you like.'),
      await packed('three', { name: 'three', license: 'MIT', author: { name: 'Somebody' } }),
      join(folder, 'own.ts'),
      '\0a bundler’s own',
    ]);
    expect(text.split(/\n-+\n\n/).slice(1)).toEqual([
      '@a/one 1.0.0 (MIT)\ntwo 1.0.0 (ISC)\n\nAs you like.\n',
      'three 1.0.0 (MIT)\n\nBy Somebody. The package brings no text of it.\n',
    ]);
  });

  it('may not be without a licence', async () => {
    const module = await packed('none', { name: 'none' });
    await expect(licensesOf([module])).rejects.toThrow('says no licence');
  });
});
