import { afterEach, describe, expect, it } from '@jest/globals';
import { defaultProvider } from '../../../lib/aws-sdk/credentials.ts';

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];

const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

function inEnvironment(variables: Record<string, string>) {
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, variables);
}

describe('the credentials of a bundled function', () => {
  afterEach(() =>
    inEnvironment(
      Object.fromEntries(Object.entries(before).filter((entry): entry is [string, string] => !!entry[1])),
    ),
  );

  it('are those of the environment, with the session token and its end', async () => {
    inEnvironment({
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
    });
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: new Date('2030-01-01T00:00:00Z'),
    });
  });

  it('need no session token', async () => {
    inEnvironment({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  });

  it.each([
    { AWS_ACCESS_KEY_ID: 'id' },
    { AWS_SECRET_ACCESS_KEY: 'secret' },
    { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: 'secret' },
  ])('are refused when they are not whole: %j', async (variables) => {
    inEnvironment(variables);
    await expect(defaultProvider()()).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set',
    });
  });
});
