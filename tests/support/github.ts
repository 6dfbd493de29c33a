import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll } from '@jest/globals';
import { parse } from 'yaml';
import { type Ran, type Shell, use } from './action.ts';
import { useCommandLine } from './command-line.ts';
import { useFolder } from './suite.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As the runner starts it. stdout and stderr are one log. */
const runnersBash: Shell = (script, env, cwd) =>
  new Promise((resolve) => {
    const child = execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', `exec 2>&1\n${script}`],
      { env, cwd },
      (error, log) => resolve({ code: error ? Number(error.code ?? 1) : 0, log }),
    );
    child.stdin?.end();
  });

export interface Runner {
  /** A repository that uses the action. */
  workspace: string;
  /** Where the action's files are, and nothing else of the project. */
  action: string;
  uses(inputs: Record<string, string>, env?: Record<string, string>): Promise<Ran>;
}

/** A machine that runs jobs of GitHub Actions, of which this project's action is a step. */
export function useRunner(): Runner {
  const [workspace, temp] = [useFolder(), useFolder()];
  const { folder } = useCommandLine();
  beforeAll(() => {
    for (const part of ['action.yml', 'ci'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    mkdirSync(temp, { recursive: true });
  });
  return {
    workspace,
    action: folder,
    uses: (inputs, env = {}) =>
      // Nothing of this process's environment: it has credentials.
      use({ action: folder, workspace, temp, inputs, env: { PATH: systemsPath, ...env } }, runnersBash),
  };
}

/**
 * The inputs with which a workflow that a page shows uses the action, one use after the other.
 *
 * @param values of the expressions in it, such as `github.event.number`
 */
export function usesIn(workflow: string, values: Record<string, string>): Record<string, string>[] {
  const { jobs } = parse(workflow) as { jobs: Record<string, { steps: { uses?: string; with?: object }[] }> };
  const filled = (text: string) =>
    text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`'${name}' is not known here`);
      return value;
    });
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter((step) => step.uses?.startsWith('acme/groundwork@'))
    .map((step) =>
      Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, filled(`${value}`)])),
    );
}

/** Without this project's tools: the runner has none of them. */
const systemsPath = (process.env.PATH ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules') && existsSync(folder))
  .join(':');
