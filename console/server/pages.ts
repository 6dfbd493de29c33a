import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

/** Of everything that is served: it is shown in no frame, taken for nothing else, and tells nobody where one was. */
export const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** The page gets what stands beside it, and nothing inline. */
export const PAGE_POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** What the API answers is data: opened as a page, nothing of it is shown or run. */
export const DATA_POLICY = "default-src 'none'; sandbox";

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page of words only. */
export function sendWords(response: ServerResponse, status: number, title: string, lines: string[]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': NOTHING,
  });
  const said = lines.map((line) => `<p>${line}</p>`).join('\n');
  response.end(
    `<!doctype html>\n<html lang="en">\n<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n<title>${title}</title>\n<main>\n<h1>${title}</h1>\n${said}\n</main>\n</html>\n`,
  );
}

/**
 * The reference, one file with all in it, whose samples ask the API at hand. Of scripts only those may run that stand in it.
 *
 * @param url of the API
 */
export async function sendDocs(response: ServerResponse, file: string | undefined, url: URL): Promise<void> {
  const written = file && (await readFile(file, 'utf8').catch(unlessMissing));
  const text = written && asking(written, url);
  if (!text) {
    return sendWords(response, 404, 'The reference is not made yet', [
      'In the folder of groundwork <code>npm run docs</code> makes it.',
      'The contract itself is <code>openapi.yaml</code>, which the API serves at <code>/openapi.json</code>.',
    ]);
  }
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': policyOf(text),
  });
  response.end(text);
}

/** What the samples are written for: the contract's server, and the same as curl takes it without a scheme. */
const WRITTEN_FOR = /(http:\/\/)?localhost:3000/g;

function asking(text: string, { protocol, host, href }: URL): string {
  const address = href.replace(/\/$/, '');
  const short = protocol === 'http:' ? host : address;
  return text.replace(WRITTEN_FOR, (_, scheme) => (scheme ? address : short));
}

const SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/gi;

/** Nothing is loaded, and only the scripts of this text run, of which one makes a worker that searches. */
export function policyOf(text: string): string {
  const hashes = [...text.matchAll(SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const scripts = hashes.length > 0 ? `; script-src ${hashes.join(' ')}` : '';
  return `${NOTHING}${scripts}; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:`;
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
