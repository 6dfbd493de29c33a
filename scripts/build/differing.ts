import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Made on the spot by `npm start` and `npm run docs`. */
const NOT_COMMITTED = ['docs.html'];

/** Paths of files that are not the same in both folders, or stand in one of them only. */
export async function differing(one: string, other: string): Promise<string[]> {
  const [here, there] = await Promise.all([contents(one), contents(other)]);
  const paths = new Set([...here.keys(), ...there.keys()]);
  return [...paths].filter((path) => here.get(path) !== there.get(path)).toSorted();
}

async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(folder, path), await readFile(path, 'base64')] as const),
  );
  return new Map(files.filter(([path]) => !NOT_COMMITTED.includes(path)));
}
