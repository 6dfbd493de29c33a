import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPILER = 'node_modules/typescript-native/bin/tsc';

/** What `import 'groundwork'` gives: JavaScript with its types, as `client/tsconfig.json` says. @returns no modules: it holds none */
export async function buildClient(folder: string): Promise<string[]> {
  await promisify(execFile)(
    process.execPath,
    [COMPILER, '-p', 'client', '--outDir', join(folder, 'client')],
    { cwd: ROOT },
  );
  return [];
}
