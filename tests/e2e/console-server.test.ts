import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CredentialsError } from '../../client/errors.ts';
import { curlFor } from '../../console/page/commands.ts';
import { serveConsole } from '../../console/server/serve.ts';
import { problem } from '../../lib/api/response-schemas.ts';
import { MEDIA_TYPES } from '../../lib/environment/output-formats.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useConsole } from '../support/console.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const system = useSystem({ env: { AUTH: 'iam' } });
const served = useConsole(system, { way: 'iam' });
const browser = useBrowser();

const origin = () => new URL(served.address).origin;
const port = () => new URL(served.address).port;
const key = () => new URL(served.address).searchParams.get('key') ?? '';
const cookie = () => `groundwork-console-${port()}=${key()}`;

interface Asked {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  at?: string;
}

/** What curl gets, which sends the headers that it is told and no others. */
async function ask({ path = '/api/environments', method = 'GET', headers = {}, body, at = origin() }: Asked) {
  const said = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`);
  const sent = body === undefined ? '' : `-H 'content-type: application/json' -d '${body}'`;
  const { out } = await bash(`curl -sSi --path-as-is -X ${method} ${said.join(' ')} ${sent} '${at}${path}'`);
  const [head = '', ...rest] = out.split('\r\n\r\n');
  const [status, ...lines] = head.split('\r\n');
  return {
    status: Number(status?.split(' ')[1]),
    headers: new Headers(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string])),
    body: rest.join('\r\n\r\n'),
  };
}

/** As the console's own page asks. */
const own = (asked: Asked = {}) =>
  ask({ ...asked, headers: { cookie: cookie(), 'sec-fetch-site': 'same-origin', ...asked.headers } });

describe('the console works for nobody but its user', () => {
  it('takes the key from the address once, and gives a cookie that no script and no other site can use', async () => {
    const { status, headers } = await ask({ path: `/environments/pr-1?key=${key()}&tab=events` });
    expect([status, headers.get('location')]).toEqual([303, `${origin()}/environments/pr-1?tab=events`]);
    expect(headers.get('set-cookie')).toBe(`${cookie()}; HttpOnly; SameSite=Strict; Path=/`);
    expect((await own()).status).toBe(200);
  });

  it.each([
    ['without a key', {}],
    ['with another key', { cookie: 'groundwork-console-1=guessed' }],
  ])('says how to get in, and passes nothing on: %s', async (_, headers) => {
    const page = await ask({ path: '/', headers });
    expect([page.status, page.body]).toEqual([401, expect.stringContaining('?key=')]);
    const api = await ask({ headers });
    expect([api.status, JSON.parse(api.body)]).toEqual([
      401,
      expect.objectContaining({ code: 'unauthenticated', nextAction: expect.stringContaining('?key=') }),
    ]);
    expect((await ask({ path: '/api-origin', headers })).status).toBe(401);
  });

  it('gives no cookie for a guessed key', async () => {
    const { status, headers } = await ask({ path: '/?key=guessed' });
    expect([status, headers.get('set-cookie')]).toEqual([401, null]);
  });

  it.each<[string, Asked]>([
    ['another origin', { headers: { origin: 'https://example.com' } }],
    [
      'another port of this machine',
      { headers: { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' } },
    ],
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a sandboxed frame', { headers: { origin: 'null' } }],
    [
      'a form of another site',
      { method: 'POST', headers: { 'sec-fetch-site': 'none' }, body: '{"id":"pr-9"}' },
    ],
  ])('refuses a request of %s, though its cookie is right', async (_, asked) => {
    const { status, body } = await own(asked);
    expect([status, JSON.parse(body).code]).toEqual([403, 'forbidden']);
  });

  it.each(['rebound.example', '127.0.0.1', 'localhost:80'])(
    'is not there under another name: %s',
    async (host) => {
      const { status, headers } = await own({ headers: { host } });
      expect([status, headers.get('set-cookie')]).toEqual([421, null]);
    },
  );

  it('leads nowhere else with the key', async () => {
    const { headers } = await ask({ path: `//example.com/?key=${key()}` });
    expect(new URL(headers.get('location') ?? '').origin).toBe(origin());
  });

  it('can be put into no frame, loads nothing from elsewhere, and keeps no answer', async () => {
    const page = await own({ path: '/environments/pr-1' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'self';.*frame-ancestors 'none'/,
    );
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.body).not.toMatch(/<script(?![^>]*src=)|\sstyle=|\son\w+=/);
    expect((await own()).headers.get('cache-control')).toBe('no-store');
  });

  it.each<[string, Asked]>([
    ['an answer', {}],
    ['a problem of the API', { path: '/api/environments/nobody' }],
    ['a problem of its own', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['where the API is', { path: '/api-origin' }],
  ])('gives out %s as data that shows and runs nothing', async (_, asked) => {
    expect((await own(asked)).headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it.each(['http://example.com/', '*', 'environments'])('refuses what is no path: %s', async (path) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { out } = await bash(
        `curl -sSi -X ${method} -H 'cookie: ${cookie()}' --request-target '${path}' ${origin()}/`,
      );
      expect(out).toMatch(/^HTTP\/1.1 400 /);
      expect(out).not.toContain('    at ');
    }
  });

  it.each(['POST', 'DELETE', 'PUT'])('has nothing to change in its page: %s', async (method) => {
    for (const path of ['/', '/console.js', '/environments/pr-1']) {
      const { status, headers } = await own({ method, path });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});

describeInBrowser('in a browser', () => {
  it('the printed address leads in, and the key is not seen any more', async () => {
    const page = await browser.open(served.address);
    await page.getByRole('heading', { name: 'Environments', exact: true }).waitFor();
    await page.getByText(/\d+ environment/).waitFor();
    expect(page.url()).toBe(`${origin()}/`);
    expect(await page.evaluate('document.cookie')).toBe('');
    const other = await browser.open(origin());
    await other.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });
});

describe('what is passed on', () => {
  it('can be sent by the command that the page shows, signed as it is here', async () => {
    const told = JSON.parse((await own({ path: '/api-origin' })).body);
    const asked = { path: '/environments', body: { id: 'by-command', tags: { who: 'all of us' } }, wait: 1 };
    const { out } = await bash(curlFor(told, asked));
    expect(JSON.parse(out)).toMatchObject({ id: 'by-command', tenant: system.accountId });
  });

  it('is signed, and comes back with its status, its entity tag and its problems', async () => {
    const made = await own({ method: 'POST', path: '/api/environments', body: '{"id":"passed-on"}' });
    expect([made.status, JSON.parse(made.body)]).toEqual([
      202,
      expect.objectContaining({ id: 'passed-on', tenant: system.accountId }),
    ]);
    const read = await own({ path: '/api/environments/passed-on' });
    expect(read.headers.get('etag')).toMatch(/^"/);
    const stale = await own({
      method: 'PATCH',
      path: '/api/environments/passed-on',
      headers: { 'if-match': '"other"' },
      body: '{"ttl":"1h"}',
    });
    expect([stale.status, problem.parse(JSON.parse(stale.body)).code]).toEqual([412, 'precondition-failed']);
    const wrong = await own({ method: 'POST', path: '/api/environments', body: '{"colour":"blue"}' });
    expect(problem.parse(JSON.parse(wrong.body)).errors).toEqual([
      { pointer: '/colour', detail: 'is not known' },
    ]);
  });

  it('says where the API is, and how it is asked', async () => {
    const { body } = await own({ path: '/api-origin' });
    expect(JSON.parse(body)).toEqual({ url: system.url, way: 'iam', region: 'eu-west-1' });
  });

  it.each(['/api//example.com/', '/api/../../example.com', '/api/%2e%2e/health'])(
    'goes to the API and nowhere else: %s',
    async (path) => {
      expect([200, 401, 403, 404]).toContain((await own({ path })).status);
    },
  );

  it('is what the contract knows of: nothing of the cookie, no other method', async () => {
    const heard: Record<string, unknown>[] = [];
    const api = await otherApi(({ headers, url }, response) => {
      heard.push({ ...headers, url });
      response
        .writeHead(200, { 'set-cookie': 'a=b', etag: '"1"', 'content-type': 'application/json' })
        .end('{}');
    });
    const there = await consoleBefore(`${api}/stage/`);
    const headers = { cookie: cookie(), referer: 'x', prefer: 'wait=1', 'x-other': 'y' };
    const answer = await ask({ at: there.at, path: '/api/environments?limit=1', headers });
    const put = await ask({ at: there.at, method: 'PUT', body: '{}' });
    expect(heard).toEqual([
      expect.objectContaining({ url: '/stage/environments?limit=1', prefer: 'wait=1' }),
    ]);
    expect(Object.keys(heard[0] ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    expect(heard[0]).not.toHaveProperty('referer');
    expect(heard[0]).not.toHaveProperty('x-other');
    expect([answer.headers.get('etag'), answer.headers.get('set-cookie')]).toEqual(['"1"', null]);
    expect(put.status).toBe(405);
  });

  it('ends with what to do where the API is not there, leads elsewhere, or credentials are missing', async () => {
    const gone = await consoleBefore('http://127.0.0.1:9');
    const unreachable = await ask({ at: gone.at });
    const api = await otherApi((_, response) =>
      response.writeHead(302, { location: 'https://example.com' }).end(),
    );
    const elsewhere = await consoleBefore(api);
    const led = await ask({ at: elsewhere.at });
    const nobody = await consoleBefore(system.url, async () => {
      throw new CredentialsError('Nothing was found.');
    });
    const unsigned = await ask({ at: nobody.at });
    expect([unreachable.status, led.status, unsigned.status]).toEqual([502, 502, 401]);
    for (const { body } of [unreachable, led, unsigned]) {
      expect(JSON.parse(body)).toMatchObject({ title: expect.any(String), nextAction: expect.any(String) });
    }
    expect(unsigned.body).toContain('Nothing was found.');
  });

  it.each([{ 'content-type': 'text/html; charset=utf-8' }, { 'content-type': 'text/plain' }, {}])(
    'is not the page of something else before the API: %j',
    async (headers) => {
      const api = await otherApi((_, response) => response.writeHead(200, headers).end('<h1>Sign in</h1>'));
      const { status, body } = await ask({ at: (await consoleBefore(api)).at });
      expect([status, JSON.parse(body).title]).toEqual([502, 'This is not the API']);
    },
  );

  it.each<[number, Record<string, string>]>([
    ...Object.values(MEDIA_TYPES).map((type): [number, Record<string, string>] => [
      200,
      { 'content-type': type },
    ]),
    [200, { 'content-type': 'application/json; charset=utf-8' }],
    [204, {}],
    [404, { 'content-type': 'text/html' }],
  ])('is what the API says, and what stands before it says against it: %i %j', async (status, headers) => {
    const api = await otherApi((_, response) => response.writeHead(status, headers).end());
    expect((await ask({ at: (await consoleBefore(api)).at })).status).toBe(status);
  });

  it('has a bound', async () => {
    const folder = join(empty, 'big');
    await writeFile(folder, 'x'.repeat(7 * 1024 * 1024));
    const { out } = await bash(
      `curl -sS -o /dev/null -w '%{http_code}' -H 'cookie: ${cookie()}' --data-binary @${folder} ${origin()}/api/environments`,
    );
    expect(out).toBe('413');
  });
});

const empty = useFolder();

const opened: (() => unknown)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((close) => close())));

/** Stands in for an API. */
async function otherApi(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A console before another API, which asks for no key. */
async function consoleBefore(url: string, authenticate = async (request: Request) => request) {
  await writeFile(join(empty, 'index.html'), '<title>Page</title>');
  const there = await serveConsole({ url: new URL(url), authenticate, way: 'none', port: 0, page: empty });
  opened.push(there.close);
  return { at: new URL(there.address).origin };
}
