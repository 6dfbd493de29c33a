import type { AuthConfig } from '../config.ts';
import type { ApiEvent } from './http.ts';
import { Problem } from './problem.ts';
import { type Claims, claimed, isMeant, type Rule, ruleOf, takesStrangers, unmet } from './rules.ts';

/** What a caller may do, each more than the one before: look; change; see all tenants and overrule protection. */
export const ROLES = ['reader', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. */
export interface Caller {
  /** Whose environments it is about. */
  tenant: string;
  /** ARN of the principal, or a token's subject. */
  principal: string;
  role: Role;
}

type Identity = Pick<Caller, 'tenant' | 'principal'> & { claims: Claims };

/** What AWS takes as a tag's value, for the tenant is one. `*` is not in it: it stands for all tenants. */
export const TENANT = /^[\w .:/=+@-]{1,200}$/;

/** What becomes of a claim that names nobody, once it is text. */
const NO_NAMES: readonly string[] = ['null', 'true', 'false'];

const ON_ONE_MACHINE: Caller = { tenant: 'local', principal: 'local', role: 'admin' };

/**
 * How callers are known in a deployment. API Gateway has verified the signature or the token; here it is decided
 * whether its owner is meant, and what it may do.
 *
 * @throws Error when a rule has not the form of one, or takes the tokens of everybody
 */
export function callers(config: AuthConfig): (event: ApiEvent) => Caller {
  const { auth, tenantClaim } = config;
  if (auth === 'none') return () => ON_ONE_MACHINE;
  const may = ruleOf(config.callers);
  const rules = ROLES.map((role) => [role, ruleOf(config[`${role}s`])] as const).reverse();
  // Anybody can get a token of a public issuer, in whatever audience they like.
  if (auth === 'jwt' && takesStrangers(may)) {
    throw new Error(`CALLERS must pin a claim of yours: ${config.callers} takes the token of anybody`);
  }
  return (event) => {
    const { claims, ...who } = auth === 'iam' ? signer(event) : bearer(event, tenantClaim);
    refuseUnlessMeant(may, claims);
    const role = rules.find(([, rule]) => isMeant(rule, claims))?.[0];
    if (!role) throw notMeant('No role is meant for you.', '--param readers=…, operators=… or admins=…');
    return { ...who, role };
  };
}

/** @throws Problem unauthenticated */
function signer({ requestContext }: ApiEvent): Identity {
  const { accountId: account, userArn: principal } = requestContext.authorizer?.iam ?? {};
  if (account && principal) return { tenant: account, principal, claims: { account, principal } };
  throw new Problem('unauthenticated', 'The request carries no AWS signature.', {
    nextAction: 'Sign it with SigV4 for the service execute-api.',
    headers: { 'www-authenticate': 'AWS4-HMAC-SHA256' },
  });
}

/** @throws Problem unauthenticated; forbidden for a token that names no tenant */
function bearer({ requestContext }: ApiEvent, tenantClaim: string): Identity {
  const claims = requestContext.authorizer?.jwt?.claims;
  if (!claims?.sub) {
    throw new Problem('unauthenticated', 'The request carries no token that names who asks.', {
      nextAction: "Send the job's identity token: -H 'authorization: Bearer …'.",
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  // With the claim's name: the same value of another claim, or an account, is another tenant.
  const named = claimed(claims, tenantClaim);
  const tenant = `${tenantClaim}:${named}`;
  if (!named || NO_NAMES.includes(named) || !TENANT.test(tenant)) {
    throw notMeant(`The token's ${tenantClaim} names no tenant.`, '--param tenantClaim=…');
  }
  return { tenant, principal: claims.sub, claims };
}

/** @throws Problem forbidden, naming the claims on which it fails and what the caller's token says there */
function refuseUnlessMeant(rule: Rule, claims: Claims): void {
  const failed = unmet(rule, claims);
  if (failed.length === 0) return;
  const said = failed.map((claim) => `${claim} is ${claimed(claims, claim) ?? 'not there'}`);
  throw notMeant(
    rule === 'nobody'
      ? 'This deployment takes no callers yet.'
      : `You are not among the callers: ${said.join(', ')}.`,
    '--param callers=…',
  );
}

const notMeant = (detail: string, parameter: string) =>
  new Problem('forbidden', detail, {
    nextAction: `Whoever runs this deployment says who may call: ${parameter}.`,
  });
