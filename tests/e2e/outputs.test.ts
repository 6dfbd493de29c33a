import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { problem } from '../../lib/api/response-schemas.ts';
import { WAIT } from '../support/http.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const system = useSystem();
const folder = useFolder();
const get = (path: string, headers: Record<string, string> = {}) =>
  system.send(`GET /environments/${path}`, { headers });

describe('GET /environments/{id}/outputs', () => {
  beforeAll(async () => {
    await system.create('told');
  });

  it('is JSON unless something else is asked for, by format or by Accept', async () => {
    const { body } = await get('told');
    const types = async (query: string, headers = {}) =>
      (await get(`told/outputs${query}`, headers)).headers.get('content-type')?.replace(/;.*/, '');
    expect(await get('told/outputs')).toMatchObject({ status: 200, body: body.outputs });
    expect(await types('')).toBe('application/json');
    expect(await types('', { accept: 'text/x-dotenv' })).toBe('text/x-dotenv');
    expect(await types('', { accept: 'text/html, application/x-sh;q=0.5' })).toBe('application/x-sh');
    expect(await types('', { accept: '*/*' })).toBe('application/json');
    expect(await types('?format=tfvars', { accept: 'application/json' })).toBe('text/x-tfvars');
  });

  it.each([
    ['?format=yaml', {}, '/query/format'],
    ['?form=json', {}, '/query/form'],
    ['', { accept: 'text/html' }, '/headers/accept'],
  ])('refuses %s %j', async (query, headers, pointer) => {
    const { status, body } = await get(`told/outputs${query}`, headers);
    expect([status, problem.parse(body).errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('appends to the variables of a CI job as it is', async () => {
    const variables = join(folder, 'github-env');
    await writeFile(variables, 'BEFORE=1\n');
    const { code } = await bash('curl -fsS "$URL/environments/told/outputs?format=dotenv" >> "$GITHUB_ENV"', {
      URL: system.url,
      GITHUB_ENV: variables,
    });
    expect(code).toBe(0);
    const { body } = await get('told/outputs');
    const loaded = await bash('set -eua; . "$0"; printenv GROUNDWORK_FINAL_BUCKET'.replace('$0', variables));
    expect(loaded.out.trim()).toBe(body.buckets.final.name);
    expect(await readFile(variables, 'utf8')).toMatch(/^BEFORE=1\nGROUNDWORK_ENVIRONMENT=told\n/);
  });

  it('as user data lets an instance upload and download with the real AWS CLI', async () => {
    const { body: script } = await get('told/outputs?format=cloud-init');
    const userData = join(folder, 'user-data');
    await writeFile(userData, script);
    const { code, out, err } = await bash(
      `set -e; bash ${userData}; cd ${folder}; echo 'a,b' > report.csv; . ./groundwork.sh
       upload report.csv; rm report.csv; download report.csv initial; cat report.csv; printenv GROUNDWORK_ROLE_NAME`,
      { GROUNDWORK_PROFILE_DIR: folder },
    );
    expect(err).toBe('');
    const { body } = await get('told/outputs');
    expect([code, out.trim().split('\n').slice(-2)]).toEqual([0, ['a,b', body.roleName]]);
  });

  it('is refused before it is READY, and when it is gone', async () => {
    await system.send('POST /environments', { body: { id: 'not-yet' } });
    const early = await get('not-yet/outputs');
    await get('not-yet', WAIT);
    await system.send('DELETE /environments/not-yet', { headers: WAIT });
    expect(early).toMatchObject({ status: 409, body: { code: 'not-ready', retryable: true } });
    expect(await get('not-yet/outputs')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await get('nobody/outputs')).toMatchObject({ status: 404 });
  });
});
