/** Jest's globalTeardown of the contract suite. */
// biome-ignore lint/style/noDefaultExport: jest calls the default export
export default async function teardown(): Promise<void> {
  await globalThis.contractEmulator?.stop();
}
