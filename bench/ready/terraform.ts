import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetOf } from '../../scripts/local/credentials.ts';
import { pointAtEmulator, type Terraform } from '../../scripts/local/terraform.ts';
import { ALLOWED_CIDRS } from '../support/wanted.ts';

const BASELINE = new URL('../../tests/support/terraform/baseline/main.tf', import.meta.url);

/** The baseline in a folder of its own, initialised. @returns what applies it, and what destroys it again */
export async function terraformAt(endpoint: string, terraform: Terraform, signal: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-terraform-'));
  await copyFile(BASELINE, join(folder, 'main.tf'));
  await pointAtEmulator(folder, targetOf(endpoint, process.env));
  const run = async (command: string, ...args: string[]): Promise<void> => {
    signal.throwIfAborted();
    const { code, out } = await terraform(folder, command, ...args);
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`terraform ${command} ended with ${code}:\n${out}`);
  };
  const variables = [`endpoint=${endpoint}`, `microservice_instance_ip=${ALLOWED_CIDRS[0]}`];
  const answers = ['-auto-approve', ...variables.map((variable) => `-var=${variable}`)];
  await run('init');
  return { apply: () => run('apply', ...answers), destroy: () => run('destroy', ...answers) };
}
