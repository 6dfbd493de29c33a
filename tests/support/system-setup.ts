import { startEmulator } from '../../scripts/local/emulator.ts';
import { findTerraform } from '../../scripts/local/terraform.ts';
import { findChromium } from './chromium.ts';

declare global {
  var systemEmulator: { endpoint: string; stop(): Promise<void> } | undefined;
}

/** Jest's globalSetup of the system suites: one emulator; each file starts a system in an account of its own. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function setup(): Promise<void> {
  const terraform = await findTerraform();
  if ('reason' in terraform) process.stdout.write(`Tests with Terraform are skipped: ${terraform.reason}.\n`);
  const chromium = findChromium();
  if ('reason' in chromium) {
    // A gate that skips them would let everything through.
    if (process.env.BROWSER_TESTS === 'required') throw new Error(`There is no browser: ${chromium.reason}.`);
    process.stdout.write(`Tests in a browser are skipped: ${chromium.reason}.\n`);
  }
  globalThis.systemEmulator = await startEmulator();
  process.env.SYSTEM_EMULATOR_ENDPOINT = globalThis.systemEmulator.endpoint;
}
