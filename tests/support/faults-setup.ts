import { startEmulator } from '../../scripts/local/emulator.ts';

declare global {
  var faultsEmulator: { endpoint: string; stop(): Promise<void> } | undefined;
}

/** Jest's globalSetup of the suites about faults: one emulator for all of them, each test in accounts of its own. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function setup(): Promise<void> {
  globalThis.faultsEmulator = await startEmulator();
  process.env.FAULTS_EMULATOR_ENDPOINT = globalThis.faultsEmulator.endpoint;
}
