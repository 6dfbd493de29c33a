import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { gatewayMessage } from '../../lib/api/response-schemas.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const page = readFileSync(new URL('../../docs/callers.md', import.meta.url), 'utf8');
const deploy = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
const commandIn = (text: string): string => text.match(/```sh\n(curl [^`]*--aws-sigv4[^`]*)```/)?.[1] ?? '';

const logged: string[] = [];
const system = useSystem({ env: { AUTH: 'iam' }, onLog: (line) => logged.push(line) });

/** The credentials that the system verifies signatures with. */
function credentials() {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = process.env;
  return { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN };
}

const userArn = () => `arn:aws:iam::${system.accountId}:user/${credentials().AWS_ACCESS_KEY_ID}`;

/** The status and body that curl gets. */
async function typed(command: string, env: Record<string, string> = {}) {
  const script = `set -eu\n${command.trimEnd()} -w '\\n%{http_code}'`;
  const { code, out, err } = await bash(script, {
    ...credentials(),
    URL: system.url,
    GROUNDWORK_URL: system.url,
    ...env,
  });
  expect([code, err]).toEqual([0, '']);
  const [body = '', status] = out.split(/\n(?=\d+$)/);
  return { status: Number(status), body: JSON.parse(body) };
}

const curl = (rest: string, service = 'execute-api', region = 'eu-west-1'): string =>
  `curl -sS --aws-sigv4 "aws:amz:${region}:${service}" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ` +
  `-H "x-amz-security-token: $AWS_SESSION_TOKEN" ${rest}`;

describe('what curl signs', () => {
  it('is taken as the page about deploying has it, and makes an environment of the account', async () => {
    const { status, body } = await typed(commandIn(deploy));
    expect(status).toBe(202);
    expect(body).toMatchObject({ id: 'pr-123', tenant: system.accountId, createdBy: userArn() });
  });

  it('is taken as the page about callers has it, with its query', async () => {
    expect(await typed(commandIn(page))).toMatchObject({ status: 200, body: { items: expect.anything() } });
  });

  it.each([
    ['a read', '"$URL/environments/pr-123"'],
    [
      'a change',
      `-X PATCH "$URL/environments/pr-123" -H 'content-type: application/json' -d '{"tags":{"a":"b c"}}'`,
    ],
    ['a deletion with a query', '-X DELETE "$URL/environments/pr-123?dryRun=true&force=true"'],
    ['a request without a body', '-X POST "$URL/environments/pr-123/reconcile"'],
  ])('is taken: %s', async (_, rest) => {
    expect([200, 202]).toContain((await typed(curl(rest))).status);
  });
});

describe('the gateway refuses', () => {
  it.each<[string, string, Record<string, string>]>([
    ['what is not signed', 'curl -sS "$URL/environments"', {}],
    ['another secret', curl('"$URL/environments"'), { AWS_SECRET_ACCESS_KEY: 'guessed' }],
    ['another key', curl('"$URL/environments"'), { AWS_ACCESS_KEY_ID: 'AKIAOTHER' }],
    ['another session', curl('"$URL/environments"'), { AWS_SESSION_TOKEN: 'other' }],
    ['a signature for another service', curl('"$URL/environments"', 's3'), {}],
    ['a signature for another region', curl('"$URL/environments"', 'execute-api', 'us-east-1'), {}],
    ['a signature of yesterday', curl('"$URL/environments" -H "x-amz-date: 20261125T000000Z"'), {}],
  ])('%s', async (_, command, env) => {
    const { status, body } = await typed(command, env);
    expect([status, gatewayMessage.parse(body)]).toEqual([403, { message: 'Forbidden' }]);
  });

  it('what was changed after it was signed: its body, its path, its query', async () => {
    const command = curl(
      `-v "$URL/environments?dryRun=true" -H 'content-type: application/json' -d '{"id":"signed"}'`,
    );
    const { err } = await bash(command, { URL: system.url });
    const sent = Array.from(err.matchAll(/^> ([\w-]+): (.*?)\r?$/gm), ([, name = '', value = '']) => [
      name,
      value,
    ]);
    const headers = Object.fromEntries(
      sent.filter(([name = '']) => !/^(host|content-length|accept|user-agent)$/i.test(name)),
    );
    const again = (path: string, body: string) => system.send(`POST ${path}`, { headers, body });
    expect(await again('/environments?dryRun=true', '{"id":"signed"}')).toMatchObject({ status: 200 });
    expect(await again('/environments?dryRun=true', '{"id":"forged"}')).toMatchObject({ status: 403 });
    expect(await again('/imports?dryRun=true', '{"id":"signed"}')).toMatchObject({ status: 403 });
    expect(await again('/environments?dryRun=false', '{"id":"signed"}')).toMatchObject({ status: 403 });
  });
});

it('neither signatures nor secrets were logged', () => {
  const lines = logged.join('\n');
  expect(lines).toContain(`"principal":"${userArn()}"`);
  expect(lines).not.toMatch(/AWS4-HMAC-SHA256|Signature=/);
  const { AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = credentials();
  for (const secret of [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]) expect(lines).not.toContain(secret);
});
