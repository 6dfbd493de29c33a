import { fileURLToPath } from 'node:url';
import { createLogger, defineConfig } from 'vite';

/** How the page is bundled: the same bytes every time, in files whose names stay. */
export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  publicDir: false,
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
        // A module of Node's, which it leaves empty, it only mentions.
        if (log.message.includes('externalized for browser compatibility')) throw new Error(log.message);
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
