import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createLogger, defineConfig, type Plugin } from 'vite';

/** Vite leaves a module of Node's empty, and only mentions it: externalized for browser compatibility. */
const nothingOfNode: Plugin = {
  name: 'nothing-of-node',
  enforce: 'pre',
  resolveId(source, importer) {
    if (isBuiltin(source)) throw new Error(`${importer} needs ${source}, which no browser has.`);
  },
};

/** How the page is bundled: the same bytes every time, in files whose names stay. */
export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  publicDir: false,
  logLevel: 'warn',
  plugins: [nothingOfNode],
  customLogger: {
    ...createLogger('warn'),
    // What a bundler only warns of breaks in browsers.
    warn: (message) => {
      throw new Error(message);
    },
  },
  build: {
    // The first that have RegExp.escape, which the rules use, and light-dark().
    target: ['chrome136', 'firefox134', 'safari18.2'],
    modulePreload: false,
    // Everything beside the page is a file: the page's policy lets in nothing inline.
    assetsInlineLimit: 0,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // React's marks for servers that render: this page is made in browsers alone.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      output: {
        entryFileNames: 'console.js',
        chunkFileNames: '[name].js',
        assetFileNames: 'console[extname]',
      },
    },
  },
});
