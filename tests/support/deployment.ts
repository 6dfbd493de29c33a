import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Deployment } from '../../lib/environment/environment.ts';

/** A deployment of the service in the account that was entered last, with a boundary of its own. */
export async function newDeployment(accountId: string): Promise<Deployment> {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const { Policy } = await new IAMClient().send(
    new CreatePolicyCommand({
      PolicyName: 'groundwork-boundary',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [everything] }),
    }),
  );
  return {
    service: 'groundwork',
    stage: 'test',
    accountId,
    partition: 'aws',
    provisionerArn: `arn:aws:iam::${accountId}:role/groundwork-test-reconcile`,
    observerArn: `arn:aws:iam::${accountId}:role/groundwork-test-observe`,
    iamPath: '/groundwork/test/',
    boundaryArn: Policy?.Arn ?? '',
  };
}
