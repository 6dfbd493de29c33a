import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { stop } from 'esbuild';
import { buildCli } from '../../scripts/build/cli.ts';
import { useFolder } from './suite.ts';

export interface CommandLine {
  /** Where `dist/groundwork.mjs` is. */
  folder: string;
  /** `PATH` on which it is `groundwork`. */
  path: string;
}

/** The command line as people get it, made from the sources as they are. It is there from the first test on. */
export function useCommandLine(): CommandLine {
  const folder = useFolder();
  beforeAll(async () => {
    await buildCli(join(folder, 'dist'));
    symlinkSync('dist/groundwork.mjs', join(folder, 'groundwork'));
  });
  // Its process would outlive the tests.
  afterAll(() => stop());
  return { folder, path: `${folder}:${process.env.PATH}` };
}
