import type * as z from 'zod/mini';
import type { Deployment, EnvironmentRecord } from '../environment/environment.ts';
import { configuration, type TerraformConfiguration } from '../terraform/configuration.ts';
import type { environment, plan } from './response-schemas.ts';

type Ready = z.infer<typeof environment>;

const ACCOUNT = '111122223333';
const STACK = 'groundwork-prod';
const deployment: Deployment = {
  service: 'groundwork',
  stage: 'prod',
  accountId: ACCOUNT,
  partition: 'aws',
  provisionerArn: `arn:aws:iam::${ACCOUNT}:role/${STACK}-ReconcileRole`,
  observerArn: `arn:aws:iam::${ACCOUNT}:role/${STACK}-ObserveRole`,
  iamPath: '/groundwork/prod/',
  boundaryArn: `arn:aws:iam::${ACCOUNT}:policy/${STACK}-Boundary`,
};

/** The environment of the examples as Terraform. @param uid that its names were made with */
export function terraformExample({ id, spec, resources }: Ready, uid: string): TerraformConfiguration {
  const byLogicalId = Object.fromEntries(resources.map(({ logicalId, ...state }) => [logicalId, state]));
  const record = { tenant: ACCOUNT, id, uid, spec, resources: byLogicalId };
  return configuration(record as unknown as EnvironmentRecord, deployment);
}

/** What taking over a root module's role would do. */
export const importPlanExample = (
  { spec }: Ready,
  summary: z.infer<typeof plan>['summary'],
): z.infer<typeof plan> => ({
  id: 'prod',
  request: 'import',
  changes: [],
  spec: { ...spec, role: { ...spec.role, name: 'microservice_role' } },
  warnings: [],
  summary: { ...summary, adopt: 1 },
  resources: [
    {
      logicalId: 'role',
      type: 'iam-role',
      name: 'microservice_role',
      physicalId: 'microservice_role',
      action: 'adopt',
      aspects: [
        {
          aspect: 'attachedPolicies',
          before: [`arn:aws:iam::${ACCOUNT}:policy/microservice_deploy_policy`],
          after: [],
        },
      ],
    },
  ],
});
