import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser to test with: `CHROMIUM_PATH`, or one on the `PATH`; or why there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): { path: string } | { reason: string } {
  const { CHROMIUM_PATH: given, PATH = '' } = env;
  if (given) {
    return existsSync(given) ? { path: given } : { reason: `there is no ${given}, as CHROMIUM_PATH says` };
  }
  const folders = PATH.split(delimiter).filter(Boolean);
  const path = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return path ? { path } : { reason: 'there is no Chromium on the PATH; CHROMIUM_PATH may name one' };
}
