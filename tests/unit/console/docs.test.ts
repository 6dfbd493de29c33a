import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { serveConsole } from '../../../console/server/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
afterAll(() => rmSync(folder, { recursive: true }));

const opened: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((close) => close())));

/** What `/docs` answers where the reference has this text; without one it is not made. */
async function docsOf(url: string, text?: string): Promise<Response> {
  const docs = join(folder, 'docs.html');
  if (text !== undefined) await writeFile(docs, text);
  await writeFile(join(folder, 'index.html'), '');
  const authenticate = async (request: Request) => request;
  const { address, close } = await serveConsole({
    url: new URL(url),
    authenticate,
    way: 'iam',
    port: 0,
    page: folder,
    docs,
  });
  opened.push(close);
  return fetch(new URL('/docs', address));
}

describe('/docs', () => {
  it('says how it is made where it is not, and needs no key', async () => {
    const answer = await docsOf('http://localhost:3000');
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('npm run docs')]);
  });

  it('lets those scripts run that stand in it, and no others', async () => {
    const text = '<title>Docs</title><script>let a = 1;</script><script src="x.js"></script>';
    const { status, headers } = await docsOf('http://localhost:3000', text);
    expect([status, headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringMatching(/^default-src 'none';.*script-src 'sha256-[^ ]+'; style-src/),
    ]);
  });

  it.each([
    ['http://127.0.0.1:8080', '127.0.0.1:8080/health http://127.0.0.1:8080'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1/health https://api.example.com/v1'],
  ])('asks in its samples the API that the console asks: %s', async (url, asked) => {
    const answer = await docsOf(url, 'localhost:3000/health http://localhost:3000');
    expect(await answer.text()).toBe(asked);
  });
});
