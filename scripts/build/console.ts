import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CONFIGURATION = fileURLToPath(new URL('../../console/vite.config.ts', import.meta.url));

/** The console's page, bundled for browsers. @returns paths of all modules in it */
export async function buildConsole(folder: string): Promise<string[]> {
  // Vite heeds it more than the mode; a test's would make React's build for development.
  process.env.NODE_ENV = 'production';
  const built = await build({
    configFile: CONFIGURATION,
    mode: 'production',
    build: { outDir: join(folder, 'console'), emptyOutDir: true },
  });
  if (!('output' in built)) throw new Error('The console was not bundled at once.');
  return built.output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}
