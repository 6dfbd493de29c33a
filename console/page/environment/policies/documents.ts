import type { Environment, TerraformConfiguration } from '../../../../client/contract.ts';
import type { Known } from './conditions.ts';
import { type PolicyContext, policyInWords } from './policy-words.ts';

/** One policy. */
interface PolicyFound {
  name: string;
  document: unknown;
  context: PolicyContext;
}

/** Policies of the environment that say the same in words. */
export interface PoliciesFound {
  title: string;
  /** What one should know of such a policy at all. */
  about: string;
  policies: PolicyFound[];
}

const ABOUT: Readonly<Record<PolicyContext['kind'], string>> = {
  'bucket policy': 'What it denies, nothing else can allow.',
  'role policy': 'What the microservice may do. A permissions boundary caps it besides.',
  'trust policy': 'Who may hand the role to what they run.',
  'key policy': 'Who may use and manage the key.',
};

/**
 * The policies in an environment's Terraform configuration, which holds the very documents.
 *
 * @param known what is known of the environment
 */
export function policiesIn({ resource }: TerraformConfiguration, known: Known): PoliciesFound[] {
  const setting = (type: string, label: string, name: string) => plain(resource[type]?.[label]?.[name]);
  const policy = (name: string, text: string | undefined, context: PolicyContext): PolicyFound[] =>
    text === undefined ? [] : [{ name, document: parsed(text), context }];
  const ofBucket = (name: string, label: string) =>
    policy(name, setting('aws_s3_bucket_policy', label, 'policy'), {
      kind: 'bucket policy',
      bucket: setting('aws_s3_bucket', label, 'bucket'),
      ...known,
    });
  const [initial, final] = [ofBucket('Initial bucket', 'initial'), ofBucket('Final bucket', 'final')];
  const buckets =
    inWords(initial) === inWords(final)
      ? [group('Both buckets', [...initial, ...final])]
      : [group('Initial bucket', initial), group('Final bucket', final)];
  const inline = Object.keys(resource['aws_iam_role_policy'] ?? {}).map((label) => {
    const name = setting('aws_iam_role_policy', label, 'name') ?? label;
    const text = setting('aws_iam_role_policy', label, 'policy');
    return group(`Role, ${name}`, policy(name, text, { kind: 'role policy', ...known }));
  });
  const trust = setting('aws_iam_role', 'role', 'assume_role_policy');
  const key = setting('aws_kms_key', 'key', 'policy');
  return [
    ...buckets,
    ...inline,
    group('Role', policy('Trust policy', trust, { kind: 'trust policy' })),
    group('Key', policy('Key policy', key, { kind: 'key policy', ...known })),
  ].filter(({ policies }) => policies.length > 0);
}

/** Everything of an environment is in one account. */
export const knownOf = ({ kmsKeyArn, roleArn }: Environment['outputs']): Known => ({
  keyArn: kmsKeyArn,
  accountId: roleArn?.split(':')[4],
});

function group(whose: string, policies: PolicyFound[]): PoliciesFound {
  const kind = policies[0]?.context.kind ?? 'bucket policy';
  return { title: `${whose}: ${kind}`, about: ABOUT[kind], policies };
}

const inWords = (policies: readonly PolicyFound[]): string =>
  JSON.stringify(policies.map(({ document, context }) => policyInWords(document, context)));

/** Terraform reads texts as templates: what only looks like one is written with its first sign twice. */
const untemplated = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

const plain = (value: unknown): string | undefined =>
  typeof value === 'string' ? untemplated(value) : undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
