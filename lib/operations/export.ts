import { wasHandedOver } from '../environment/adoption.ts';
import type { Deployment, EnvironmentKey } from '../environment/environment.ts';
import { configuration, type TerraformConfiguration } from '../terraform/configuration.ts';
import { describeEnvironment, isWhole, notReady, refuseUnlessPresent } from './describe.ts';
import type { ReadServices } from './services.ts';

/**
 * An environment as a Terraform configuration, as long as the record says what is there: while it is READY, and after
 * it was handed over then.
 *
 * @throws Refusal not-found, gone, not-ready
 */
export async function exportEnvironment(
  services: ReadServices,
  deployment: Deployment,
  key: EnvironmentKey,
): Promise<TerraformConfiguration> {
  const record = await describeEnvironment(services, key);
  const isHandedOver = record.status === 'DELETED' && wasHandedOver(record.resources);
  if (!(isHandedOver && isWhole(record))) refuseUnlessPresent(record);
  if (!isHandedOver && record.status !== 'READY') throw notReady(record, 'not all of it is as it says');
  return configuration(record, deployment);
}
