/** The documents of an environment, and how they and altered ones are told. */
import {
  type PolicyContext,
  policyInWords,
} from '../../../../console/page/environment/policies/policy-words.ts';
import { bucketPolicy } from '../../../../lib/environment/policies.ts';

export const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/656a7ce0';
export const bucketArn = 'arn:aws:s3:::initial-x';
export const serviceArns = ['provisioner', 'observer'].map(
  (role) => `arn:aws:iam::123456789012:role/groundwork-prod-${role}`,
);
export const OWN_ROLES = "groundwork's own roles and AWS services, whether for somebody or by themselves";

export const accountId = '123456789012';
export const bucket: PolicyContext = { kind: 'bucket policy', bucket: 'initial-x', keyArn, accountId };
export const role: PolicyContext = { kind: 'role policy', keyArn };

export const policy = (network: object = {}, key: string | undefined = keyArn) =>
  bucketPolicy({
    bucketArn,
    spec: { allowedCidrs: ['203.0.113.7/32'], allowedVpcEndpoints: [], ...network },
    serviceArns,
    keyArn: key,
  });

/** All sentences by Sid. */
export const words = (document: unknown, context: PolicyContext): Record<string, string> =>
  Object.fromEntries(
    policyInWords(document, context).map(({ sid, sentences }) => [sid ?? '', sentences.join(' ')]),
  );

/** The words of one statement. */
export const said = (statement: object, context: PolicyContext = bucket): string =>
  policyInWords({ Statement: [statement] }, context)
    .flatMap(({ sentences }) => sentences)
    .join(' ');

/** The statement of a bucket's policy, altered. */
export const altered = (sid: string, change: (statement: Record<string, unknown>) => object): string => {
  const found = policy().Statement.find(({ Sid }) => Sid === sid);
  return said(change(structuredClone(found) as unknown as Record<string, unknown>));
};
