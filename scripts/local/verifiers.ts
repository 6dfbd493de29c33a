import { timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { queryOf, Sha256 } from '../../client/signature.ts';

export interface Asked {
  method: string;
  /** Path and query as they were sent. */
  url: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

/** What functions are told of the caller; or how API Gateway refuses. */
type Verdict = { authorizer: object } | { status: 401 | 403; message: string; challenge?: string };
export type Verify = (asked: Asked) => Promise<Verdict>;

/** Seconds that a request's signature holds, and its clock may differ. */
const SIGNED_WITHIN = 5 * 60;
/** What API Gateway takes. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

const FORBIDDEN: Verdict = { status: 403, message: 'Forbidden' };
const unauthorized = (why?: string): Verdict => ({
  status: 401,
  message: 'Unauthorized',
  challenge: why ? `Bearer scope="" error="invalid_token" error_description="${why}"` : 'Bearer',
});

/** By `AUTH`. Signatures are verified with the credentials of the environment, tokens with the keys of their issuer. */
export function verifierFor(env: NodeJS.ProcessEnv): Verify {
  if (env.AUTH === 'iam') return signatures(env);
  if (env.AUTH === 'jwt') return tokens(env.JWT_ISSUER ?? '', env.JWT_AUDIENCE ?? 'groundwork');
  return async () => ({ authorizer: {} });
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function signatures(env: NodeJS.ProcessEnv): Verify {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  const { AWS_SESSION_TOKEN: token, AWS_REGION: region = '', ACCOUNT_ID: accountId = '' } = env;
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    applyChecksum: false,
  });
  return async ({ method, url, headers, body }) => {
    const [, id, , scope, service, names = '', signature = ''] =
      headers.authorization?.match(AUTHORIZATION) ?? [];
    const signed = names.split(';');
    const time = Date.parse((headers['x-amz-date'] ?? '').replace(TIME, '$1-$2-$3T$4:$5:$6Z'));
    const isMeant = id === accessKeyId && scope === region && service === 'execute-api';
    const isFresh = Math.abs(Date.now() - time) <= SIGNED_WITHIN * 1000;
    const isWhole = ['host', 'x-amz-date'].every((name) => signed.includes(name));
    if (!isMeant || !isFresh || !isWhole || headers['x-amz-security-token'] !== token) return FORBIDDEN;
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const request = {
      method,
      protocol: 'http:',
      hostname: headers.host ?? '',
      path: pathname,
      query: queryOf(searchParams),
      headers: Object.fromEntries(signed.map((name) => [name, headers[name] ?? ''])),
      body,
    };
    const again = await signer.sign(request, {
      signingDate: new Date(time),
      signableHeaders: new Set(signed),
    });
    const [, , , , , , expected = ''] = again.headers.authorization?.match(AUTHORIZATION) ?? [];
    if (expected.length !== signature.length) return FORBIDDEN;
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return FORBIDDEN;
    const userArn = `arn:aws:iam::${accountId}:user/${accessKeyId}`;
    return { authorizer: { iam: { accessKey: accessKeyId, accountId, userArn } } };
  };
}

function tokens(issuer: string, audience: string): Verify {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const discover = async () => {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri } = (await answer.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return async ({ headers }) => {
    const [, token] = headers.authorization?.match(/^Bearer (\S+)$/i) ?? [];
    if (!token) return unauthorized();
    keys ??= discover().catch((error) => {
      // The next request asks again.
      keys = undefined;
      throw error;
    });
    const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp'] };
    try {
      const { payload } = await jwtVerify(token, await keys, options);
      return { authorizer: { jwt: { claims: inText(payload), scopes: null } } };
    } catch (error) {
      return unauthorized((error as Error).message.replaceAll('"', "'"));
    }
  };
}

/** API Gateway makes text of every claim: of a list `[a b]`. */
const inText = (claims: JWTPayload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(' ')}]`
        : typeof value === 'object'
          ? JSON.stringify(value)
          : `${value}`,
    ]),
  );
