import type { Drift, Environment } from '../../../../client/contract.ts';
import { knownOf } from '../policies/documents.ts';
import { type PolicyContext, policyInWords } from '../policies/policy-words.ts';

/** What a difference means where it is one of a policy: what only one of both says, in words. */
export interface PolicyChange {
  /** Of one of several; else there is nothing to tell apart. */
  name?: string;
  desired: string[];
  observed: string[];
}

type Found = Pick<Drift['differences'][number], 'logicalId' | 'aspect' | 'desired' | 'observed'>;

/** The policies of a difference; none where it is about something else. */
export function policyChanges(
  { logicalId, aspect, desired, observed }: Found,
  { outputs }: Pick<Environment, 'outputs'>,
): PolicyChange[] {
  if (logicalId === 'role' && aspect === 'inlinePolicies') {
    const [wanted, seen] = [fieldsOf(desired), fieldsOf(observed)];
    const context: PolicyContext = { kind: 'role policy', ...knownOf(outputs) };
    return [...new Set([...Object.keys(wanted), ...Object.keys(seen)])]
      .map((name) => ({ name, ...between(wanted[name], seen[name], context) }))
      .filter((change) => JSON.stringify(wanted[change.name]) !== JSON.stringify(seen[change.name]));
  }
  const context = CONTEXTS[`${logicalId} ${aspect}`]?.(outputs);
  return context ? [between(desired, observed, { ...knownOf(outputs), ...context })] : [];
}

const CONTEXTS: Readonly<Record<string, (outputs: Environment['outputs']) => PolicyContext>> = {
  'initialBucket policy': ({ buckets }) => ({ kind: 'bucket policy', bucket: buckets?.initial?.name }),
  'finalBucket policy': ({ buckets }) => ({ kind: 'bucket policy', bucket: buckets?.final?.name }),
  'key policy': () => ({ kind: 'key policy' }),
  'role trust': () => ({ kind: 'trust policy' }),
};

function between(desired: unknown, observed: unknown, context: PolicyContext): PolicyChange {
  const [wanted, seen] = [told(desired, context), told(observed, context)];
  return {
    desired: wanted.filter((sentence) => !seen.includes(sentence)),
    observed: seen.filter((sentence) => !wanted.includes(sentence)),
  };
}

const told = (document: unknown, context: PolicyContext): string[] =>
  document === null || document === undefined
    ? ['There is no policy.']
    : policyInWords(document, context).map(({ sentences }) => sentences.join(' '));

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
