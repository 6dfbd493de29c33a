import { describe, expect, it } from '@jest/globals';
import { callers } from '../../../lib/api/caller.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import type { Problem } from '../../../lib/api/problem.ts';
import type { AuthConfig } from '../../../lib/config.ts';

const IAM: AuthConfig = {
  auth: 'iam',
  callers: '*',
  admins: 'off',
  operators: '*',
  readers: 'off',
  tenantClaim: 'sub',
};
const JWT: AuthConfig = {
  ...IAM,
  auth: 'jwt',
  callers: 'repository_owner_id=1234',
  tenantClaim: 'repository_id',
};
const DEPLOY = 'arn:aws:sts::111122223333:assumed-role/Deploy/build-4711';
const CLAIMS = {
  sub: 'repo:acme/files:ref:refs/heads/main',
  repository_owner_id: '1234',
  repository_id: '812345',
  ref_protected: 'true',
};

const event = (authorizer: object | undefined): ApiEvent =>
  ({ requestContext: { authorizer } }) as unknown as ApiEvent;
const signed = (userArn: string, accountId = '111122223333') => event({ iam: { accountId, userArn } });
const token = (claims: object) => event({ jwt: { claims } });

/** How it is refused. */
function refusalOf(config: AuthConfig, asked: ApiEvent): { code: string; message: string } {
  try {
    callers(config)(asked);
  } catch (error) {
    const { code, message } = error as Problem;
    return { code, message };
  }
  throw new Error('it was not refused');
}

describe('a token', () => {
  it('says by its claims whose environments they are, and who asks', () => {
    expect(callers(JWT)(token(CLAIMS))).toEqual({
      tenant: 'repository_id:812345',
      principal: CLAIMS.sub,
      role: 'operator',
    });
  });

  it.each<[string, Partial<AuthConfig>, object | undefined, string, string]>([
    ['there is none', {}, undefined, 'unauthenticated', 'no token'],
    ['it has no claims', {}, { jwt: {} }, 'unauthenticated', 'no token'],
    ['it names nobody', {}, { jwt: { claims: { ...CLAIMS, sub: '' } } }, 'unauthenticated', 'no token'],
    [
      'a signature is there instead',
      {},
      { iam: { accountId: '1', userArn: 'a' } },
      'unauthenticated',
      'no token',
    ],
    ['nobody is meant yet', { callers: 'off' }, { jwt: { claims: CLAIMS } }, 'forbidden', 'no callers yet'],
    [
      'it is of another owner, which it is told',
      {},
      { jwt: { claims: { ...CLAIMS, repository_owner_id: '99' } } },
      'forbidden',
      'repository_owner_id is 99',
    ],
    [
      'it lacks a claim that is asked for',
      { callers: 'repository_id=812345;environment=production' },
      { jwt: { claims: CLAIMS } },
      'forbidden',
      'environment is not there',
    ],
    [
      'it names no tenant',
      { tenantClaim: 'project_id' },
      { jwt: { claims: CLAIMS } },
      'forbidden',
      'project_id names',
    ],
    [
      'its tenant would stand for all tenants',
      {},
      { jwt: { claims: { ...CLAIMS, repository_id: '*' } } },
      'forbidden',
      'repository_id names no tenant',
    ],
    [
      'its tenant has characters that no tag has',
      {},
      { jwt: { claims: { ...CLAIMS, repository_id: 'a\u0000b' } } },
      'forbidden',
      'repository_id names no tenant',
    ],
    [
      'no role is meant for it',
      { operators: 'ref_protected=yes' },
      { jwt: { claims: CLAIMS } },
      'forbidden',
      'No role',
    ],
  ])('is refused when %s', (_, config, authorizer, code, message) => {
    const refusal = refusalOf({ ...JWT, ...config }, event(authorizer));
    expect(refusal).toEqual({ code, message: expect.stringContaining(message) });
  });

  it.each(['*', 'aud=groundwork', 'iss=https://*;aud=groundwork'])(
    'of everybody is not taken, as %s would: a public issuer gives one to anybody',
    (rule) => {
      expect(() => callers({ ...JWT, callers: rule })).toThrow('CALLERS must pin a claim of yours');
    },
  );

  it.each(['null', 'false', 'true', '[]', ''])('whose claim says %p names no tenant', (repository_id) => {
    const asked = token({ ...CLAIMS, repository_id });
    expect(refusalOf(JWT, asked)).toMatchObject({ code: 'forbidden' });
  });

  it('never makes the same tenant as an account, or as another claim of the same value', () => {
    const tenants = [
      callers(JWT)(token({ ...CLAIMS, repository_id: '111122223333' })).tenant,
      callers({ ...JWT, tenantClaim: 'repository_owner_id', callers: 'sub=x' })(
        token({ sub: 'x', repository_owner_id: '111122223333' }),
      ).tenant,
      callers(IAM)(signed(DEPLOY)).tenant,
    ];
    expect(new Set(tenants).size).toBe(3);
  });
});

describe('a signature', () => {
  it('says by its account whose environments they are', () => {
    const { tenant, principal } = callers(IAM)(signed(DEPLOY));
    expect([tenant, principal]).toEqual(['111122223333', DEPLOY]);
  });

  it.each<[string, Partial<AuthConfig>, ApiEvent, string]>([
    ['there is none', {}, event(undefined), 'unauthenticated'],
    ['a token is there instead', {}, token(CLAIMS), 'unauthenticated'],
    ['it is of another account', { callers: 'account=444455556666' }, signed(DEPLOY), 'forbidden'],
    [
      'it is of another role',
      { callers: 'principal=arn:aws:sts::111122223333:assumed-role/CI/*' },
      signed(DEPLOY),
      'forbidden',
    ],
  ])('is refused when %s', (_, config, asked, code) => {
    expect(refusalOf({ ...IAM, ...config }, asked).code).toBe(code);
  });
});

describe('the role of a caller', () => {
  const deploy = 'principal=arn:aws:sts::111122223333:assumed-role/Deploy/*';

  it.each<[string, string, Partial<AuthConfig>]>([
    ['operator', 'nothing is said of roles', {}],
    ['admin', 'it is among the admins', { admins: deploy }],
    [
      'admin',
      'it is among all of them: the most that it may',
      { admins: deploy, operators: '*', readers: '*' },
    ],
    ['operator', 'others are admins', { admins: 'principal=arn:aws:iam::111122223333:user/root' }],
    ['reader', 'others are operators', { operators: 'account=444455556666', readers: '*' }],
    ['operator', 'it is an operator by name, and all may read', { operators: deploy, readers: '*' }],
  ])('is %s when %s', (role, _, config) => {
    expect(callers({ ...IAM, ...config })(signed(DEPLOY)).role).toBe(role);
  });

  it('is none for one who is not among the callers, whatever the roles say', () => {
    const config = { ...IAM, callers: 'account=444455556666', admins: '*' };
    expect(refusalOf(config, signed(DEPLOY)).code).toBe('forbidden');
  });

  it.each(['callers', 'admins', 'operators', 'readers'] as const)(
    'is not guessed: a mistake in %s keeps the function from starting',
    (name) => {
      expect(() => callers({ ...IAM, [name]: 'Deploy' })).toThrow("'Deploy' does not say who is meant");
    },
  );
});
