import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { authenticationFor } from '../../../client/authenticate.ts';
import { CredentialsError } from '../../../client/errors.ts';

const URL_OF_API = new URL('https://abc123.execute-api.eu-west-1.amazonaws.com');
const VARIABLES = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'of+the/session==',
};

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, VARIABLES);
  jest.useFakeTimers({
    now: Date.UTC(2026, 10, 26, 12),
    doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'],
  });
});
afterEach(() => {
  jest.useRealTimers();
  process.env = { ...before };
});

describe('a signature', () => {
  // What botocore 1.43.11, which the AWS CLI is made of, makes of the same requests at the same time.
  it.each([
    [
      'a query that is unsorted and not all ASCII',
      ['GET', '/environments?status=READY&limit=10&tag.team=Gr%C3%BCn%20%26%20Blau'],
      '88b3d3fa1c427c259d6aa8f809b900a185b925e8b383cd13d20cd0c439eb108e',
    ],
    [
      'a body and headers',
      [
        'POST',
        '/environments',
        { 'content-type': 'application/json', prefer: 'wait=20' },
        '{"id":"pr-123","tags":{"team":"Grün"}}',
      ],
      '2208622d4a4a548acaba9574c525de823a3eddaef9eb40466115e121859f2346',
    ],
    [
      'a deletion',
      ['DELETE', '/environments/pr-123?force=true&dryRun=true'],
      '16dbab058f992931ca0518c62df2d683e8bf382b13bc3e9311f2e7582e81a777',
    ],
    [
      'a query in which everything is escaped',
      [
        'GET',
        '/environments?tag.team=it%27s%20%28so%29%21%2A~&tag.a=x%2By%3Dz%2F%C3%BC',
        { 'groundwork-tenant': '*' },
      ],
      'cb95f4ad7a498d7ac40fc6de268b0515243f56aee59ab8c086ee1cde6f94685e',
    ],
  ] as const)('of %s is that of the AWS CLI', async (_, [method, path, headers, body], signature) => {
    const request = new Request(new URL(path, URL_OF_API), {
      method,
      ...(headers && { headers }),
      ...(body && { body }),
    });
    const signed = await authenticationFor(URL_OF_API, {})(request);
    expect(signed.headers.get('authorization')).toMatch(new RegExp(`Signature=${signature}$`));
    expect(signed.headers.get('x-amz-security-token')).toBe('of+the/session==');
    expect(await signed.text()).toBe(body ?? '');
  });
});

describe('the region', () => {
  it.each([
    ['https://abc123.execute-api.ap-south-2.amazonaws.com', {}, 'ap-south-2'],
    ['https://abc123.execute-api.cn-north-1.amazonaws.com.cn', {}, 'cn-north-1'],
    ['https://abc123.execute-api.eu-west-1.api.aws', { AWS_REGION: 'us-east-1' }, 'eu-west-1'],
    ['https://groundwork.example.com', { AWS_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['https://groundwork.example.com', { AWS_DEFAULT_REGION: 'eu-north-1' }, 'eu-north-1'],
  ])('of %s with %j is %s', async (url, env, region) => {
    const signed = await authenticationFor(new URL(url), env)(new Request(url));
    expect(signed.headers.get('authorization')).toContain(`/${region}/execute-api/`);
  });

  it('that nobody says is asked for before anything is sent', () => {
    expect(() => authenticationFor(new URL('https://groundwork.example.com'), {})).toThrow(CredentialsError);
  });
});
