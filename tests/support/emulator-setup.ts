import { type Emulator, startEmulator } from '../../scripts/local/emulator.ts';

declare global {
  var contractEmulator: Pick<Emulator, 'endpoint' | 'stop'> | undefined;
}

/** Jest's globalSetup of the contract suite: one moto for all its files, which enforces conditional denies as moto does, each in accounts of its own. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function setup(): Promise<void> {
  const emulator = await startEmulator({ conditionalDenies: 'enforced' });
  // The workers inherit the environment; a name of its own, because other suites run another emulator.
  process.env.CONTRACT_EMULATOR_ENDPOINT = emulator.endpoint;
  globalThis.contractEmulator = emulator;
}
