import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { emulatorEndpoint, type TestSystem, type TestSystemOptions, testSystem } from './http.ts';
import { type RecordingProxy, recordingProxy } from './recording-proxy.ts';

/** The whole system for the tests of a file or a block. It has its members from the first test on. */
export function useSystem(options: TestSystemOptions = {}): TestSystem {
  const system = {} as TestSystem;
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    Object.assign(system, await testSystem(options));
    stop = system.stop;
  });
  afterAll(() => stop?.());
  return system;
}

/** The same with a proxy before the emulator that remembers every call to AWS. */
export function useRecordedSystem(options: TestSystemOptions = {}): {
  system: TestSystem;
  proxy: RecordingProxy;
} {
  const proxy = {} as RecordingProxy;
  let stop: (() => Promise<void>) | undefined;
  const behind = { ...options };
  beforeAll(async () => {
    Object.assign(proxy, await recordingProxy(emulatorEndpoint()));
    stop = proxy.stop;
    behind.endpoint = proxy.endpoint;
  });
  const system = useSystem(behind);
  afterAll(() => stop?.());
  return { system, proxy };
}

/** An empty folder that is gone after the tests. */
export function useFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
