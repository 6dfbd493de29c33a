import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ConnectionError } from '../../../client/errors.ts';
import { PATIENCE, type Patience, repeating } from '../../../client/repeat.ts';
import { freePorts } from '../../../scripts/local/ports.ts';
import { useMadeUpApi } from '../../support/made-up-api.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const api = useMadeUpApi();
const busy = (status: number, after = '0') => ({ status, headers: { 'retry-after': after }, body: {} });

const ask = (patience: Partial<Patience> = {}, init: RequestInit = {}, path = '/environments/pr-123') =>
  repeating(fetch, () => 'The API', { ...PATIENCE, ...patience })(new Request(api.url + path, init));

const CHANGE = { method: 'PATCH', body: '{}', headers: { 'if-match': '"life-1"' } };
const RESTORE = { method: 'POST' };

describe('an answer', () => {
  it.each(['be silent', 'fall silent'] as const)('is given up where they %s', async (answer) => {
    api.answers(answer);
    const asked = ask({ answer: 100, connection: 0 });
    await expect(asked).rejects.toThrow(ConnectionError);
    await expect(asked).rejects.toThrow('The API did not answer (no answer within 0.1 s).');
    expect(api.received).toHaveLength(1);
  });

  it('is waited for a little longer than API Gateway does', () => {
    expect(PATIENCE.answer).toBeGreaterThan(30_000);
    expect(PATIENCE.answer).toBeLessThan(45_000);
  });

  it.each(['break off', 'fall silent', 'be silent'] as const)(
    'is asked for again where they %s',
    async (answer) => {
      api.answers(answer, { body: { id: 'pr-123' } });
      expect(await (await ask({ answer: 1_000 })).json()).toEqual({ id: 'pr-123' });
      expect(api.received).toHaveLength(2);
    },
  );
});

describe('garbage that is collected', () => {
  /** In a process of its own, in which it is collected all the time. @returns what it printed */
  const meanwhile = async (script: string) => {
    const text = `import { PATIENCE, repeating } from './client/repeat.ts';
      setInterval(() => globalThis.gc(), 5);
      ${script.replaceAll('URL_OF_API', JSON.stringify(api.url))}
      process.exit();`;
    const args = ['--expose-gc', '--input-type=module-typescript', '--disable-warning=ExperimentalWarning'];
    const run = promisify(execFile)(process.execPath, [...args, '-e', text], { cwd: ROOT, timeout: 20_000 });
    return (await run).stdout;
  };

  it.each(['be silent', 'fall silent'] as const)('takes no time limit away: %s', async (answer) => {
    api.answers(answer);
    const script = `await repeating(fetch, () => 'It', { ...PATIENCE, answer: 300, connection: 0 })
      (new Request(URL_OF_API)).catch(({ message }) => console.log(message));`;
    expect(await meanwhile(script)).toBe('It did not answer (no answer within 0.3 s).\n');
  });

  it("takes none of the caller's signals away", async () => {
    api.answers('be silent');
    const script = `const stop = new AbortController();
      setTimeout(() => stop.abort(new Error('enough')), 300);
      await repeating(fetch, () => 'It')
      (new Request(URL_OF_API, { signal: stop.signal })).catch(({ message }) => console.log(message));`;
    expect(await meanwhile(script)).toBe('enough\n');
  });
});

describe('what would be refused for what it has done', () => {
  it.each([
    ['a conditional change', CHANGE, '/environments/pr-123'],
    ['a deletion that is taken back', RESTORE, '/environments/pr-123/restore'],
  ])('%s is sent once where it may have arrived', async (_, init, path) => {
    for (const answer of ['hang up', 'break off'] as const) {
      api.answers(answer);
      await expect(ask({}, init, path)).rejects.toThrow(ConnectionError);
    }
    api.answers(busy(503));
    expect((await ask({}, init, path)).status).toBe(503);
    expect(api.received).toHaveLength(3);
  });

  it.each([
    ['a conditional change', CHANGE, '/environments/pr-123'],
    ['a deletion that is taken back', RESTORE, '/environments/pr-123/restore'],
  ])('%s is sent again where there were too many requests', async (_, init, path) => {
    api.answers(busy(429), { status: 202 });
    expect((await ask({}, init, path)).status).toBe(202);
    expect(api.received).toHaveLength(2);
  });

  it('is sent again where nothing was sent', async () => {
    const [port] = await freePorts(1);
    let attempts = 0;
    const send = repeating(
      (request, init) => {
        attempts += 1;
        return fetch(attempts < 3 ? new Request(`http://127.0.0.1:${port}/`, request) : request, init);
      },
      () => 'The API',
    );
    expect((await send(new Request(api.url, CHANGE))).status).toBe(200);
    expect(attempts).toBe(3);
  });
});

it('waits as long as Retry-After says, and so not at all where that is too long', async () => {
  api.answers(busy(503, '2'));
  expect((await ask({ unavailable: 1_000 })).status).toBe(503);
  expect(api.received).toHaveLength(1);
});
