import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A package that is in what people run. */
interface Bundled {
  name: string;
  version: string;
  license: string;
  /** What its files about that say, one after another. */
  text: string;
}

const HEAD = `What groundwork.mjs and console/console.js hold of others, by the licences that follow.
Made by \`npm run build\`. Don't edit.
`;
const RULE = '-'.repeat(80);

/**
 * The licences of the packages that modules are of. Each text stands once, below all packages that have it.
 *
 * @param modules paths of what was bundled; what is of no package is left out
 * @throws Error a package has no licence
 */
export async function licensesOf(modules: readonly string[]): Promise<string> {
  const folders = [...new Set(modules.flatMap((module) => folderOf(module) ?? []))];
  const packages = await Promise.all(folders.map(bundled));
  const byText = Map.groupBy(packages, ({ text }) => text);
  const parts = [...byText].map(([text, list]) => {
    const lines = list.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${[...new Set(lines)].toSorted().join('\n')}\n\n${text}\n`;
  });
  return [HEAD, ...parts.toSorted()].join(`\n${RULE}\n\n`);
}

/** Of the package that a module is of: of the innermost, where one lies in another. */
const folderOf = (module: string): string | undefined =>
  /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(resolve(module))?.[1];

const SAYS_IT = /^(licen[cs]e|copying|notice)\b/i;

async function bundled(folder: string): Promise<Bundled> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => SAYS_IT.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  if (!license) throw new Error(`${folder} says no licence.`);
  const text = texts.map((each) => each.replaceAll('\r', '').trim()).join('\n\n');
  return {
    name,
    version,
    license,
    text: text || `By ${author?.name ?? author}. The package brings no text of it.`,
  };
}
