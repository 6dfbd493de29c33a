/** Jest's globalTeardown of the suites about faults. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function teardown(): Promise<void> {
  await globalThis.faultsEmulator?.stop();
}
