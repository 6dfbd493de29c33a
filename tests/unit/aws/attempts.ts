import { keyPolicy, type PolicyDocument } from '../../../lib/environment/policies.ts';
import { ACCOUNT, BOUNDARY, type Document, REGION } from '../../support/policies.ts';
import { decide } from '../environment/evaluate.ts';

/** What somebody tries, in the words of IAM. */
export type Attempt = [
  what: string,
  action: string,
  resource: string,
  context?: Record<string, string | string[]>,
  resourcePolicy?: PolicyDocument,
];

/** What IAM decides on an attempt of somebody who has these policies. */
export function decided(
  identity: Document,
  principal: string,
  [, action, resource, context, given]: Attempt,
) {
  const accountId = String(context?.['aws:ResourceAccount'] ?? ACCOUNT);
  // A key leaves it to the policies of the account.
  const isKey = action.startsWith('kms:') && resource.includes(`:${ACCOUNT}:key/`);
  const own = given ?? (isKey ? keyPolicy({ partition: 'aws', accountId: ACCOUNT }) : undefined);
  return decide(
    { principal, action, resource, accountId, ...(context && { context }) },
    { identity, ...(own && { resource: own }) },
  );
}

export const iam = (what: string) => `arn:aws:iam::${ACCOUNT}:${what}`;
export const role = (name: string) => iam(`role/${name}`);
export const profile = (name: string) => iam(`instance-profile/${name}`);
export const ours = role('groundwork/dev/groundwork-pr-123');
export const ofAnotherStage = role('groundwork/prod/groundwork-pr-123');
export const arn = (service: string, what: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${what}`;
export const KEY = arn('kms', 'key/1f0c6a9e-3b52-4c3c-9a39-5d7b1f2a6c11');

export const capped = { 'iam:PermissionsBoundary': BOUNDARY };
export const cappedByAnother = { 'iam:PermissionsBoundary': iam('policy/AnythingGoes') };
export const to = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
export const tagged = (stage: string) => ({
  'aws:ResourceTag/groundwork:service': 'groundwork',
  'aws:ResourceTag/groundwork:stage': stage,
});
export const tagging = (stage: string) => ({
  'aws:RequestTag/groundwork:service': 'groundwork',
  'aws:RequestTag/groundwork:stage': stage,
});
const account = (id: string) => ({ 's3:ResourceAccount': id, 'aws:ResourceAccount': id });
export const here = account(ACCOUNT);
export const elsewhere = account('444455556666');
