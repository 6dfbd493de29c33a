import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';
import { authenticationFor, type Way } from '../../client/authenticate.ts';
import { type Console, serveConsole } from '../../console/server/serve.ts';
import { REGION, type TestSystem } from './http.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = new URL('../../scripts/build/console.ts', import.meta.url).href;

/** Bundles the page as it stands in the sources, whatever `dist/` has. In a process of its own: Vite is no part of a test. */
export async function buildPage(folder: string): Promise<string> {
  const script = `await (await import('${BUILD}')).buildConsole(process.argv[1])`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder], { cwd: ROOT });
  return join(folder, 'console');
}

/** The console before a system, for the tests of a file. It has its members from the first test on. */
export function useConsole(system: TestSystem, { way = 'none' }: { way?: Way } = {}): Console {
  const served = {} as Console;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groundwork-console-'));
    const url = new URL(system.url);
    const made = await serveConsole({
      url,
      authenticate: authenticationFor(url, { GROUNDWORK_AUTH: way, AWS_REGION: REGION }),
      way,
      region: REGION,
      port: 0,
      page: await buildPage(folder),
      docs: join(folder, 'docs.html'),
    });
    Object.assign(served, made);
  });
  afterAll(async () => {
    await served.close?.();
    await rm(folder, { recursive: true, force: true });
  });
  return served;
}
