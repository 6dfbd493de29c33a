/** What is known of a caller for certain, by name: the claims of a token, or `account` and `principal`. */
export type Claims = Readonly<Record<string, string>>;

/** One claim and the values it may have. */
interface Condition {
  claim: string;
  values: readonly string[];
}

/** Who is meant: whoever meets all conditions; without any, everybody. */
export type Rule = readonly Condition[] | 'nobody';

const FORM = 'off, *, or claim=value,value;claim=value';
const NAMES_EVERYBODY = /^[/*]*$/;

/**
 * A rule as a parameter of the deployment says it: `off` is nobody, `*` everybody, and
 * `repository_owner_id=1234;ref=refs/heads/main,refs/heads/next` whoever meets every condition with one of its values.
 * A value that ends in `/*` stands for all that begin so; elsewhere a star is a star.
 *
 * @throws Error for text of another form
 */
export function ruleOf(text: string): Rule {
  if (text === 'off') return 'nobody';
  if (text === '*') return [];
  return text.split(';').map((condition) => {
    const at = condition.indexOf('=');
    const claim = condition.slice(0, at).trim();
    const values = condition
      .slice(at + 1)
      .split(',')
      .map((value) => value.trim());
    if (at < 1 || claim === '' || values.some((value) => NAMES_EVERYBODY.test(value))) {
      throw new Error(`'${text}' does not say who is meant: ${FORM}`);
    }
    return { claim, values };
  });
}

export const isMeant = (rule: Rule, claims: Claims): boolean => unmet(rule, claims).length === 0;

/** The claims on which a caller fails. For nobody, none can be named. */
export function unmet(rule: Rule, claims: Claims): string[] {
  if (rule === 'nobody') return ['*'];
  return rule.filter(({ claim, values }) => !fits(values, claimed(claims, claim))).map(({ claim }) => claim);
}

/** What a caller's claim says. What every object has by birth is no claim. */
export const claimed = (claims: Claims, claim: string): string | undefined =>
  Object.hasOwn(claims, claim) ? claims[claim] : undefined;

/** The same in tokens of anybody, or for anybody to choose: on GitHub and GitLab, too. */
const OF_EVERYBODY: ReadonlySet<string> = new Set([
  ...['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'],
  ...[
    'ref',
    'ref_type',
    'ref_protected',
    'ref_path',
    'base_ref',
    'head_ref',
    'sha',
    'environment',
    'workflow',
  ],
  ...['event_name', 'runner_environment', 'repository_visibility', 'run_number', 'run_attempt'],
  ...[
    'pipeline_source',
    'project_visibility',
    'environment_protected',
    'deployment_tier',
    'deployment_action',
  ],
]);

/** Whether strangers can meet the rule as well: whoever gets a token of the same issuer. */
export const takesStrangers = (rule: Rule): boolean =>
  rule !== 'nobody' && rule.every(({ claim }) => OF_EVERYBODY.has(claim));

const fits = (values: readonly string[], said: string | undefined): boolean =>
  said !== undefined &&
  values.some((value) => (value.endsWith('/*') ? said.startsWith(value.slice(0, -1)) : said === value));
