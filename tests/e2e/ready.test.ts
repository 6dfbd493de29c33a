import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { problem } from '../../lib/api/response-schemas.ts';
import { changeRecord } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const system = useSystem();
const get = (path: string, headers: Record<string, string> = {}) =>
  system.send(`GET /environments/${path}`, { headers });

describe('GET /environments/{id}/ready', () => {
  const log = join(useFolder(), 'answers');
  /** As the contract shows it, with a bound on the test's patience. */
  const curl = (id: string) =>
    bash(
      `curl -v -fsS --retry 60 --retry-max-time 1200 -o /dev/null -w '%{http_code}' "$URL/environments/${id}/ready" 2>"$LOG"`,
      { URL: system.url, LOG: log },
    );
  /** The statuses that it has got so far. */
  const answersToCurl = async (): Promise<string[]> => {
    const told = await readFile(log, 'utf8').catch(() => '');
    return Array.from(told.matchAll(/^< HTTP\S* (\d+)/gm), ([, status = '']) => status);
  };

  it('tells curl when to ask again until the environment is ready, and ends well then', async () => {
    expect((await system.create('awaited')).body.status).toBe('READY');
    await changeRecord(system, 'awaited', { status: 'PROVISIONING' });
    const waiting = await get('awaited/ready');
    expect(waiting).toMatchObject({
      status: 503,
      body: { code: 'unavailable', retryable: true, detail: expect.stringContaining('PROVISIONING') },
    });
    expect(waiting.headers.get('retry-after')).toBe('2');

    const asking = curl('awaited');
    while (!(await answersToCurl()).includes('503')) await new Promise((resolve) => setTimeout(resolve, 50));
    await changeRecord(system, 'awaited', { status: 'READY' });
    const { code, out } = await asking;
    expect([code, out]).toEqual([0, expect.stringMatching(/200$/)]);
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
    expect(await answersToCurl()).toEqual([String(answer)]);
    await changeRecord(system, 'awaited', { status: 'READY', statusReason: undefined });
  });

  it('is 404 for what never was', async () => {
    expect((await curl('nobody')).out).toBe('404');
  });
});
