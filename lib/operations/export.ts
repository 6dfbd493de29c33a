import { wasHandedOver } from '../environment/adoption.ts';
import type { Deployment, EnvironmentKey } from '../environment/environment.ts';
import { configuration, type TerraformConfiguration } from '../terraform/configuration.ts';
import { completeOutputs, describeEnvironment } from './describe.ts';
import type { Services } from './services.ts';

/**
 * An environment as a Terraform configuration: of one that has become READY, and of one that was handed over.
 *
 * @throws Refusal not-found, gone, not-ready
 */
export async function exportEnvironment(
  services: Services,
  deployment: Deployment,
  key: EnvironmentKey,
): Promise<TerraformConfiguration> {
  const record = await describeEnvironment(services, key);
  if (!(record.status === 'DELETED' && wasHandedOver(record.resources))) completeOutputs(record);
  return configuration(record, deployment);
}
