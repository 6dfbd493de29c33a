import { describe, expect, it } from '@jest/globals';
import { authenticationFor, wayTo } from '../../../client/authenticate.ts';
import { CredentialsError } from '../../../client/errors.ts';
import { jobToken } from '../../../client/job-token.ts';
import { useMadeUpApi } from '../../support/made-up-api.ts';

const REMOTE = 'https://abc123.execute-api.eu-west-1.amazonaws.com';
const JOB = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.com' };
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA' };

describe('who asks is said', () => {
  it.each([
    ["with nothing on one's own machine", 'http://localhost:3000', { ...KEYS, ...JOB }, 'none'],
    ['with nothing on its address', 'http://127.0.0.1:3000', {}, 'none'],
    ['with nothing on its address of IPv6', 'http://[::1]:3000', {}, 'none'],
    ['by a token that is given, also there', 'http://localhost:3000', { GROUNDWORK_TOKEN: 'a' }, 'token'],
    ['by AWS credentials of the environment', REMOTE, { ...KEYS, ...JOB }, 'iam'],
    ['by the token of a job that has no others', REMOTE, JOB, 'token'],
    ["by AWS's chain at last", REMOTE, {}, 'iam'],
    ['as GROUNDWORK_AUTH says', REMOTE, { ...KEYS, GROUNDWORK_AUTH: 'token' }, 'token'],
    ['not with nothing where a name only begins so', 'http://localhost.example.com', {}, 'iam'],
  ])('%s', (_, url, env, way) => {
    expect(wayTo(new URL(url), env)).toBe(way);
  });

  it('in no way that there is not', () => {
    const asked = () => authenticationFor(new URL(REMOTE), { GROUNDWORK_AUTH: 'basic' });
    expect(asked).toThrow(CredentialsError);
    expect(asked).toThrow("GROUNDWORK_AUTH must be none, iam, token, not 'basic'.");
  });
});

describe('what says who asks', () => {
  const CLEAR = 'http://api.example.com:3000';

  it.each([
    ['A token', { GROUNDWORK_TOKEN: 'a' }],
    ['A token', JOB],
    ['A signature', { ...KEYS, AWS_REGION: 'eu-west-1' }],
  ])('is not sent where it could be read: %s', (what, env) => {
    const asked = () => authenticationFor(new URL(CLEAR), env);
    expect(asked).toThrow(CredentialsError);
    expect(asked).toThrow(`${what} is not sent to ${CLEAR}: without https`);
  });

  it("is sent in clear on one's own machine, and nothing is sent where nothing is wanted", async () => {
    const own = new Request('http://127.0.0.1:3000/environments');
    const named = await authenticationFor(new URL(own.url), { GROUNDWORK_TOKEN: 'a' })(own);
    expect(named.headers.get('authorization')).toBe('Bearer a');
    const env = { GROUNDWORK_TOKEN: 'a', GROUNDWORK_AUTH: 'none' };
    const bare = await authenticationFor(new URL(CLEAR), env)(new Request(CLEAR));
    expect(bare.headers.has('authorization')).toBe(false);
  });
});

const tokenUntil = (milliseconds: number): string =>
  `e30.${Buffer.from(JSON.stringify({ exp: (Date.now() + milliseconds) / 1000 })).toString('base64url')}.`;

describe("a job's token", () => {
  const api = useMadeUpApi();
  const env = () => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${api.url}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the runner',
  });

  it('is asked for once, by however many requests, with its audience', async () => {
    const value = tokenUntil(300_000);
    api.answers({ body: { value } });
    const token = jobToken({ ...env(), GROUNDWORK_AUDIENCE: 'other' });
    expect(await Promise.all([token(), token()])).toEqual([value, value]);
    expect(await token()).toBe(value);
    expect(api.received).toMatchObject([
      { path: '/token?api-version=2.0&audience=other', headers: { authorization: 'bearer of the runner' } },
    ]);
  });

  it('is asked for anew when it is about to end', async () => {
    api.answers({ body: { value: tokenUntil(30_000) } }, { body: { value: 'the next' } });
    const token = jobToken(env());
    await token();
    expect(await token()).toBe('the next');
  });

  it.each([
    ['the job may not have one', {}, 'permissions: id-token: write'],
    ['GitHub refuses', { status: 403, body: {} }, 'answered 403'],
    ['GitHub says something else', { body: '<html></html>' }, 'answered 200'],
  ])('is missed where %s', async (_, answer, message) => {
    api.answers(answer);
    const token = jobToken('status' in answer || 'body' in answer ? env() : {});
    await expect(token()).rejects.toThrow(CredentialsError);
    await expect(token()).rejects.toThrow(message);
  });

  it('is missed where the address to ask is none', async () => {
    const token = jobToken({ ...env(), ACTIONS_ID_TOKEN_REQUEST_URL: 'nowhere' });
    await expect(token()).rejects.toThrow(CredentialsError);
    await expect(token()).rejects.toThrow('ACTIONS_ID_TOKEN_REQUEST_URL is no address.');
  });

  it('is sent without the line break that a file ends with', async () => {
    expect(await jobToken({ GROUNDWORK_TOKEN: 'a.b.c\n' })()).toBe('a.b.c');
  });
});
