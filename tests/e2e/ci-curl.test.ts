import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { claimsOf, useTokens } from '../support/issuer.ts';
import { blocksOf } from '../support/pages.ts';
import { bash } from '../support/shell.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const [token = '', ask = '', create = '', change = '', remove = ''] = blocksOf('docs/ci.md', 'sh');

const env: Record<string, string> = {};
const issuer = useTokens(env);
const system = useSystem({ env });
const folder = useFolder();

const job = (...blocks: string[]) =>
  bash(`set -eu\ncd ${folder}\n${[token, ask, ...blocks].join('\n')}`, {
    GROUNDWORK_URL: system.url,
    GITHUB_ENV: join(folder, 'github.env'),
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the job',
    ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(claimsOf('files')),
  });
const look = async () => {
  const headers = { authorization: `Bearer ${await issuer.token(claimsOf('files'))}` };
  return (await system.send('GET /environments/pr-123', { headers })).body;
};

it('the recipe with curl alone makes an environment and hands its outputs to the job', async () => {
  // curl tells of each time that it asks again.
  expect(await job(create)).toMatchObject({ code: 0, out: '' });
  const { status, outputs } = await look();
  expect(status).toBe('READY');
  expect(readFileSync(join(folder, 'github.env'), 'utf8')).toContain(
    `GROUNDWORK_INITIAL_BUCKET=${outputs.buckets.initial.name}\n`,
  );
});

it('changes it', async () => {
  expect(await job(change)).toEqual({ code: 0, out: '', err: '' });
  expect(await look()).toMatchObject({ status: 'READY', spec: { allowedCidrs: ['203.0.113.0/24'] } });
});

it('says what is wrong, and fails', async () => {
  const wrong = create.replace('"ttl":"72h"', '"ttl":"soon","colour":"blue"');
  const { code, out, err } = await job(wrong);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^curl: .* 400\nThe request has mistakes\. There are 2 mistakes\. Correct what/);
  expect(err).toContain('/colour is not known\n');

  const again = await job(create);
  expect([again.code, again.err]).toEqual([
    1,
    expect.stringContaining('There is such an environment already. '),
  ]);
});

it('says that a token is none', async () => {
  const { code, err } = await job("token='no token'", create);
  expect([code, err]).toEqual([1, expect.stringContaining('\nRefused. Unauthorized')]);
});

it('says that nobody answers, and nothing of what was answered before', async () => {
  const { code, err } = await job("GROUNDWORK_URL='http://127.0.0.1:1'", create);
  expect([code, err]).toEqual([1, expect.stringMatching(/^curl: \(7\) .*\n$/)]);
});

it('deletes it, and waits until it is gone', async () => {
  expect(await job(remove)).toEqual({ code: 0, out: '', err: '' });
  expect(await look()).toMatchObject({ status: 'DELETED' });
});
