import { beforeAll, describe, expect, it } from '@jest/globals';
import { authenticationFor } from '../../client/authenticate.ts';
import { answerOf, createClient } from '../../client/client.ts';
import type { Environment } from '../../client/contract.ts';
import { CredentialsError, type ProblemError } from '../../client/errors.ts';
import { useCli } from '../support/cli.ts';
import { claimsOf, useTokens } from '../support/issuer.ts';
import { useSystem } from '../support/suite.ts';

const env: Record<string, string> = {};
const issuer = useTokens(env);
const system = useSystem({ env });
const cli = useCli(() => ({ GROUNDWORK_URL: system.url }));

/** The variables of a job in GitHub Actions with `id-token: write`. */
const job = (repository: string) => ({
  ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(claimsOf(repository)),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the runner',
  GROUNDWORK_AUTH: 'token',
});

const clientOf = (variables: Record<string, string>) =>
  createClient({ url: system.url, authenticate: authenticationFor(new URL(system.url), variables) });

describe("a job's token", () => {
  it('is fetched from GitHub Actions, and makes an environment of the repository', async () => {
    const body = { id: 'of-a-job', allowedCidrs: ['203.0.113.7'] };
    const accepted = await answerOf(clientOf(job('acme')).POST('/environments', { body }));
    expect(accepted as Environment).toMatchObject({ tenant: 'repository_id:acme' });
    const { items } = await answerOf(clientOf(job('other')).GET('/environments'));
    expect(items).toEqual([]);
  });

  it('is taken as it is given, as in GitLab', async () => {
    const client = clientOf({ GROUNDWORK_TOKEN: await issuer.token(claimsOf('acme')) });
    const { items } = await answerOf(client.GET('/environments'));
    expect(items.map(({ id }) => id)).toEqual(['of-a-job']);
  });

  it('that has expired is refused with the reason', async () => {
    const token = await issuer.token(claimsOf('acme'), { seconds: -10 });
    const refused = answerOf(clientOf({ GROUNDWORK_TOKEN: token }).GET('/environments'));
    const { problem } = (await refused.catch((error: unknown) => error)) as ProblemError;
    expect(problem).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(problem.detail).toContain('exp');
  });

  it('that is not to be had is told as such', async () => {
    const request = answerOf(
      clientOf({ ...job('acme'), ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer.url}/nothing` }).GET(
        '/environments',
      ),
    );
    await expect(request).rejects.toThrow(CredentialsError);
    await expect(request).rejects.toThrow('answered 404');
  });
});

describe('the command line in a job', () => {
  let variables: Record<string, string>;
  beforeAll(() => {
    variables = job('acme');
  });

  it('asks for its token by itself', async () => {
    const { code, out } = await cli.run(['wait', 'of-a-job'], { env: variables });
    expect([code, out]).toEqual([0, expect.stringContaining('of-a-job is READY')]);
  });

  it('ends with 5 where it may not', async () => {
    const unmeant = {
      ...variables,
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(claimsOf('evil', '666')),
    };
    const { code, err } = await cli.run(['list'], { env: unmeant });
    expect([code, err]).toEqual([5, expect.stringContaining('This is not yours to do')]);
    const nobody = await cli.run(['list'], { env: { GROUNDWORK_AUTH: 'none' } });
    expect([nobody.code, nobody.err]).toEqual([5, expect.stringContaining('It is not known who asks')]);
  });
});
