import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const BANNER = `#!/usr/bin/env node
// Made by \`npm run build\` from cli/. Don't edit. LICENSES.txt beside it has the licences of what is in it.
import { createRequire as groundworkRequire } from 'node:module';
const require = groundworkRequire(import.meta.url);`;

/**
 * The command line as one file that needs nothing but Node: CI jobs install nothing.
 *
 * @returns paths of all modules in it
 */
export async function buildCli(folder: string): Promise<string[]> {
  const outfile = join(folder, 'groundwork.mjs');
  const { metafile } = await build({
    entryPoints: ['cli/main.ts'],
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The oldest that package.json allows; jobs bring their own.
    target: 'node20.3',
    mainFields: ['module', 'main'],
    minify: true,
    // Errors are told by their name.
    keepNames: true,
    // LICENSES.txt has them.
    legalComments: 'none',
    metafile: true,
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  await chmod(outfile, 0o755);
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => join(ROOT, path));
}
