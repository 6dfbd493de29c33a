import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lockfile, manifest, nameOf } from '../../support/packages.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Only Macs install it, and not every registry says that it has an install script. It needs none. */
const UNSURE = ['fsevents'];

/** Name and justification of each row of the tables under the headings; a row may name several. */
function justified(headings: string[]): Map<string, string> {
  const rows = headings.flatMap((heading) => {
    const [, section = ''] = read('docs/dependencies.md').split(`## ${heading}\n`);
    return [...(section.split('\n## ')[0]?.matchAll(/^\| (`[^|]+`) *\| *(.*?) *\|$/gm) ?? [])];
  });
  return new Map(
    rows.flatMap(([, names = '', why = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, why] as const),
    ),
  );
}

const OF_FUNCTIONS = 'Production';
const OF_PEOPLE = 'Command line, client and console';

describe.each([
  [[OF_FUNCTIONS, OF_PEOPLE], manifest.dependencies],
  [['Development'], manifest.devDependencies],
])('docs/dependencies.md, %s', (headings, dependencies) => {
  it('names every dependency of package.json and no other', () => {
    expect([...justified(headings).keys()].toSorted()).toEqual(Object.keys(dependencies).toSorted());
  });

  it('says of each why it is there', () => {
    const unjustified = [...justified(headings)].filter(([, why]) => !/\w{3,}/.test(why));
    expect(unjustified).toEqual([]);
  });
});

describe('package.json', () => {
  it('asks for exact versions only', () => {
    const asked = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.overrides,
    });
    expect(asked.filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it.each([[OF_FUNCTIONS, ['lib', 'functions']]])(
    'has for %s what is imported there, and nothing else',
    (heading, folders) => {
      const imported = new Set(folders.flatMap(sources).flatMap(packagesImported));
      const listed = [...justified([heading]).keys()];
      expect(listed.filter((name) => !imported.has(name))).toEqual([]);
    },
  );

  it('decides by name on every package with an install script, and on no other', () => {
    const withScript = Object.entries(lockfile.packages).filter(
      ([, { hasInstallScript }]) => hasInstallScript,
    );
    const names = new Set([...withScript.map(([path, { name }]) => name ?? nameOf(path)), ...UNSURE]);
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...names].toSorted());
  });
});

describe('.npmrc', () => {
  it('makes an install script that nobody decided on an error', () => {
    expect(read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
  });
});

describe('package-lock.json', () => {
  const installed = Object.entries(lockfile.packages).filter(([path]) => path !== '');

  it('has the hash of everything that is installed', () => {
    const unhashed = installed.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
    expect(unhashed.map(([path]) => path)).toEqual([]);
    expect(installed.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
  });

  it('takes nothing from elsewhere than the registry: an address, where there is one, is that of npm', () => {
    const fromElsewhere = installed.filter(
      ([, { resolved, link }]) => link || (resolved && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(fromElsewhere.map(([path]) => path)).toEqual([]);
  });

  it('has no install script in production', () => {
    const inProduction = installed.filter(([, { dev, hasInstallScript }]) => !dev && hasInstallScript);
    expect(inProduction.map(([path]) => path)).toEqual([]);
  });
});

const sources = (folder: string): string[] =>
  readdirSync(new URL(`../../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => read(`${folder}/${path}`));

/** Packages of which something is left when types are gone. */
const packagesImported = (source: string): string[] =>
  [...source.matchAll(/^(?:import|export) (?!type )[^;]*?from '((?:@[^/']+\/)?[^./'][^/']*)/gm)].map(
    ([, name = '']) => name,
  );
