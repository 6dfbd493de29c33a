/** Jest's globalTeardown of the system suites. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function teardown(): Promise<void> {
  await globalThis.systemEmulator?.stop();
}
