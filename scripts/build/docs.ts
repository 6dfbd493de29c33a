import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SAMPLES } from '../../lib/api/samples.ts';

const CONTRACT = fileURLToPath(new URL('../../openapi.yaml', import.meta.url));
const REDOCLY = fileURLToPath(new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url));

/** Asks for nothing from anywhere: the page may be opened where there is no network, and tells nobody who reads it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  'worker-src blob:',
].join('; ');

/** How the page looks. Samples whose label is not among the languages are left out. */
const CONFIGURATION = {
  telemetry: 'off',
  openapi: {
    codeSamples: {
      languages: [
        ...[...new Set(Object.values(SAMPLES).flatMap((samples) => Object.keys(samples)))].map((label) => ({
          lang: 'Shell',
          label,
        })),
        // The body alone.
        { lang: 'Payload', label: 'Payload' },
      ],
    },
    // Of what is folded up nobody sees what it is an example of.
    jsonSamplesDepth: 4,
  },
};

/** Redoc cuts lines off that a narrow column has no room for, and breaks big words of headings in two. */
const STYLE = [
  '.panel-request-samples pre { white-space: pre-wrap !important; overflow-wrap: anywhere; }',
  '@media (max-width: 480px) { h1, h2 { font-size: 1.25rem !important; } }',
].join('\n  ');

/** The page's maker is named by a picture from elsewhere; it is named by a word instead. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const WORD = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="42" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#2467f2">Redocly</text></svg>',
)}`;

/**
 * Writes the reference, one page of HTML that holds all that it needs, from `openapi.yaml`.
 *
 * @param file to write; its folder is made
 * @throws Error when Redocly can not make it, or makes it otherwise than is known here
 */
export async function buildDocs(file: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'groundwork-docs-'));
  try {
    const [config, output] = [join(scratch, 'redocly.yaml'), join(scratch, 'docs.html')];
    await writeFile(config, JSON.stringify(CONFIGURATION));
    const options = ['--config', config, '--inlineBundle', '--title', 'groundwork', '--output', output];
    await promisify(execFile)(process.execPath, [REDOCLY, 'build-docs', CONTRACT, ...options], {
      cwd: scratch,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const page = selfContained(await readFile(output, 'utf8'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** @throws Error where there is nothing to replace: another version of Redocly may ask for something else. */
export function selfContained(page: string): string {
  const [head = '', ...rest] = page.split('<head>');
  if (rest.length === 0 || page.search(LOGO) < 0) {
    throw new Error(
      'The reference is not made as it was: look at what it asks for, and at scripts/build/docs.ts.',
    );
  }
  const policy = `<head>\n  <meta http-equiv="Content-Security-Policy" content="${POLICY}">\n  <style>${STYLE}</style>`;
  return `${head}${policy}${rest.join('<head>')}`.replaceAll(LOGO, WORD);
}
