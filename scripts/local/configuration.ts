import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.ts';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the local start leaves behind: ignored by git, safe to delete. */
export const SCRATCH = '.serverless-offline';
export const STAGE = 'local';
export const SERVERLESS = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

/** The part of the resolved serverless.yml that the local start uses. */
export interface Configuration {
  service: string;
  /** Variables of the functions, as far as they don't depend on what was made in the emulator. */
  provider: { environment: Record<string, string> };
  functions: Record<string, { timeout?: number; events?: { sqs?: { maximumConcurrency?: number } }[] }>;
  resources: { Resources: Record<string, { Type: string }> };
}

/** serverless.yml with its variables resolved for the local stage; kept until a file of it changes. */
export const resolveConfiguration = async (signal?: AbortSignal): Promise<Configuration> => {
  const folder = join(ROOT, SCRATCH);
  const kept = join(folder, `${await fingerprint()}.json`);
  const known = await readFile(kept, 'utf8').catch(() => undefined);
  if (known) return JSON.parse(known) as Configuration;

  const args = [SERVERLESS, 'print', '--stage', STAGE, '--format', 'json'];
  const resolved = await run(process.execPath, args, { cwd: ROOT, env: process.env, signal });
  await mkdir(folder, { recursive: true });
  // Renamed into place: another start may be reading.
  const fresh = `${kept}.${process.pid}`;
  await writeFile(fresh, resolved);
  await rename(fresh, kept);
  return JSON.parse(resolved) as Configuration;
};

/** Of serverless.yml and the files that it takes in. */
const fingerprint = async (): Promise<string> => {
  const parts = await Promise.all(['iam', 'monitoring'].map(filesIn));
  const hash = createHash('sha256');
  for (const name of ['serverless.yml', ...parts.flat()]) hash.update(await readFile(join(ROOT, name)));
  return hash.digest('hex').slice(0, 16);
};

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(ROOT, folder))).sort().map((name) => join(folder, name));
