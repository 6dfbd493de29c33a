import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const CONFIGURATION = fileURLToPath(new URL('../../console/vite.config.ts', import.meta.url));

/** The console's page, bundled for browsers. */
export async function buildConsole(folder: string): Promise<void> {
  // Vite heeds it more than the mode; a test's would make React's build for development.
  process.env.NODE_ENV = 'production';
  await build({
    configFile: CONFIGURATION,
    mode: 'production',
    build: { outDir: join(folder, 'console'), emptyOutDir: true },
  });
}
