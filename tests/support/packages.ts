import { readFileSync } from 'node:fs';

interface Manifest {
  name: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
  /** Whether a package's install scripts may run, by its name. */
  allowScripts: Record<string, boolean>;
}

interface Lockfile {
  /** By path: `node_modules/a/node_modules/b`; the project itself is ``. */
  packages: Record<string, Installed>;
}

export interface Installed {
  /** Only where it differs from the path's. */
  name?: string;
  version: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  /** Whether only development needs it. */
  dev?: boolean;
  hasInstallScript?: boolean;
}

const json = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

export const manifest: Manifest = json('package.json');
export const lockfile: Lockfile = json('package-lock.json');

/** A package's name by its path in the lock file. */
export const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
