import type { TerraformConfiguration } from '../../../../client/contract.ts';
import type { PolicyContext } from './policy-words.ts';

/** A policy of the environment, with what it belongs to. */
export interface PolicyFound {
  title: string;
  /** What one should know of such a policy at all. */
  about: string;
  document: unknown;
  context: PolicyContext;
}

const BUCKETS: readonly (readonly [label: string, title: string])[] = [
  ['initial', 'Initial bucket'],
  ['final', 'Final bucket'],
];

/**
 * The policies in an environment's Terraform configuration, which holds the very documents.
 *
 * @param keyArn the environment's key, if it has one
 */
export function documentsIn({ resource }: TerraformConfiguration, keyArn: string | undefined): PolicyFound[] {
  const setting = (type: string, label: string, name: string): unknown => resource[type]?.[label]?.[name];
  const buckets = BUCKETS.map(([label, title]) => ({
    title: `${title}: bucket policy`,
    about: 'What it denies, nothing else can allow. It allows nothing.',
    text: setting('aws_s3_bucket_policy', label, 'policy'),
    context: {
      kind: 'bucket policy' as const,
      bucket: plain(setting('aws_s3_bucket', label, 'bucket')),
      keyArn,
    },
  }));
  const inline = Object.entries(resource['aws_iam_role_policy'] ?? {}).map(([, { policy, name }]) => ({
    title: `Role: ${plain(name) ?? 'its own policy'}`,
    about: 'What the microservice may do. A permissions boundary caps it besides.',
    text: policy,
    context: { kind: 'role policy' as const, keyArn },
  }));
  const trust = {
    title: 'Role: trust policy',
    about: 'Who may hand the role to what they run.',
    text: setting('aws_iam_role', 'role', 'assume_role_policy'),
    context: { kind: 'trust policy' as const },
  };
  const key = {
    title: 'Key: key policy',
    about: 'Who may use and manage the key.',
    text: setting('aws_kms_key', 'key', 'policy'),
    context: { kind: 'key policy' as const, keyArn },
  };
  return [...buckets, ...inline, trust, key].flatMap(({ text, ...found }) =>
    typeof text === 'string' ? [{ ...found, document: parsed(text) }] : [],
  );
}

/** Terraform reads texts as templates: what only looks like one is written with its first sign twice. */
const untemplated = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

const plain = (value: unknown): string | undefined =>
  typeof value === 'string' ? untemplated(value) : undefined;

function parsed(text: string): unknown {
  const plainText = untemplated(text);
  try {
    return JSON.parse(plainText);
  } catch {
    return plainText;
  }
}
