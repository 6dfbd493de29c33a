import { startEmulator } from '../../scripts/local/emulator.ts';
import { findTerraform } from '../../scripts/local/terraform.ts';

declare global {
  var systemEmulator: { endpoint: string; stop(): Promise<void> } | undefined;
}

/** Jest's globalSetup of the system suites: one emulator; each file starts a system in an account of its own. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function setup(): Promise<void> {
  const terraform = await findTerraform();
  if ('reason' in terraform) process.stdout.write(`Tests with Terraform are skipped: ${terraform.reason}.\n`);
  globalThis.systemEmulator = await startEmulator();
  process.env.SYSTEM_EMULATOR_ENDPOINT = globalThis.systemEmulator.endpoint;
}
