import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

const AUDIENCE = 'groundwork';

interface Manner {
  issuer?: string;
  audience?: string;
  /** From now on; negative: it has expired. */
  seconds?: number;
  /** true: by a key that the issuer does not publish. */
  forged?: boolean;
}

/** An OpenID Connect issuer, as CI services have one. */
export interface Issuer {
  url: string;
  /** A token that it has signed. */
  token(claims: JWTPayload, manner?: Manner): Promise<string>;
  /** Where a job asks for its own token, as GitHub's does, with these claims. */
  requestUrl(claims: JWTPayload): string;
}

/** One for the tests of a file. It has its members from the first test on. */
export function useIssuer(): Issuer {
  const issuer = {} as Issuer;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', issuer.url);
    const documents: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }),
      '/keys': () => ({ keys: [published] }),
      '/token': async () => ({
        value: await issuer.token(JSON.parse(searchParams.get('claims') ?? ''), {
          audience: searchParams.get('audience') ?? '',
        }),
      }),
    };
    const document = documents[pathname];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(await document?.()));
  });
  let published: object;

  beforeAll(async () => {
    const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    published = { ...(await exportJWK(own.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    issuer.token = (
      claims,
      { issuer: by = issuer.url, audience = AUDIENCE, seconds = 300, forged = false } = {},
    ) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .setIssuer(by)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign((forged ? other : own).privateKey);
    issuer.requestUrl = (claims) =>
      `${issuer.url}/token?claims=${encodeURIComponent(JSON.stringify(claims))}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return issuer;
}

/** The claims of a job in a repository of an owner. */
export const claimsOf = (repository: string, owner = '1234567', further: JWTPayload = {}): JWTPayload => ({
  sub: `repo:acme/${repository}:ref:refs/heads/main`,
  repository_owner_id: owner,
  repository_id: repository,
  ...further,
});

/** How a deployment takes such tokens. @param env filled in before the system starts */
export function useTokens(env: Record<string, string>): Issuer {
  const issuer = useIssuer();
  beforeAll(() => {
    Object.assign(env, {
      AUTH: 'jwt',
      JWT_ISSUER: issuer.url,
      JWT_AUDIENCE: AUDIENCE,
      CALLERS: 'repository_owner_id=1234567',
      TENANT_CLAIM: 'repository_id',
      ...env,
    });
  });
  return issuer;
}
