import { describe, expect, it } from '@jest/globals';
import { problem } from '../../lib/api/response-schemas.ts';
import { changeRecord, WAIT } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const get = (path: string, headers: Record<string, string> = {}) =>
  system.send(`GET /environments/${path}`, { headers });

describe('GET /environments/{id}/ready', () => {
  /** As the contract shows it, with a bound on the test's patience; on stderr it tells each answer. */
  const curl = (id: string) =>
    bash(
      `curl -v -fsS --retry 60 --retry-max-time 1200 -o /dev/null -w '%{http_code}' "$URL/environments/${id}/ready"`,
      { URL: system.url },
    );

  it('ends well with the real curl when the environment becomes ready', async () => {
    await system.send('POST /environments', { body: { id: 'awaited' } });
    expect(await get('awaited/ready')).toMatchObject({
      status: 503,
      body: {
        code: 'unavailable',
        retryable: true,
        detail: expect.stringMatching(/^Environment awaited is P/),
      },
    });
    const { code, out } = await curl('awaited');
    expect([code, out]).toEqual([0, expect.stringMatching(/200$/)]);
  });

  it('tells curl when to ask again', async () => {
    const first = await system.send('POST /environments', { body: { id: 'asked-again' } });
    expect(first.status).toBe(202);
    const { headers } = await get('asked-again/ready');
    expect(headers.get('retry-after')).toBe('2');
    await get('asked-again', WAIT);
  });

  it.each([
    ['failed', 'FAILED', 409, 'not-ready'],
    ['failed to go', 'DELETE_FAILED', 409, 'not-ready'],
    ['is being deleted', 'DELETING', 410, 'gone'],
    ['is gone', 'DELETED', 410, 'gone'],
  ])('ends badly and at once when it %s', async (_, status, answer, code) => {
    await changeRecord(system, 'awaited', { status, statusReason: 'aws-error: no' });
    const seen = await get('awaited/ready');
    expect(seen).toMatchObject({ status: answer, body: { code } });
    expect(problem.parse(seen.body).detail).toContain(status);
    const ended = await curl('awaited');
    expect(ended.code).toBe(22);
    expect(ended.err.match(/^< HTTP/gm)).toHaveLength(1);
    await changeRecord(system, 'awaited', { status: 'READY', statusReason: undefined });
  });

  it('is 404 for what never was', async () => {
    expect((await curl('nobody')).out).toBe('404');
  });
});
