import { run } from '../../scripts/local/child.ts';

/**
 * Whether a command that knows `--version` is on the PATH.
 *
 * @throws Error when it is there and fails: that is another thing than not being there
 */
export async function isOnPath(command: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  try {
    await run(command, ['--version'], { env });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
