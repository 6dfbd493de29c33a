import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { blocksOf } from './pages.ts';
import type { Ended } from './shell.ts';

export interface Job {
  extends?: string;
  stage?: string;
  needs?: string[];
  variables?: Record<string, string>;
  rules: { if: string; when?: string; allow_failure?: boolean }[];
  script: string[];
  environment?: { name: string; on_stop?: string; action?: string };
  artifacts?: { reports: { dotenv: string } };
}

interface Base {
  stage: string;
  id_tokens: Record<string, { aud: string }>;
  variables: Record<string, string>;
  before_script: string[];
  resource_group: string;
}

export interface Component {
  inputs: Record<string, { default?: string; description?: string }>;
  /** What its jobs extend. */
  base: Base;
  jobs: Record<string, Job>;
}

const text = readFileSync(new URL('../../templates/environment.yml', import.meta.url), 'utf8');
const [HEAD = '', BODY = ''] = text.split(/^---$/m);
/** What has no default. */
const NEEDED: Readonly<Record<string, string>> = {
  url: 'https://example.com',
  cli: 'https://example.com/cli',
};

/** The component as GitLab makes jobs of it: its inputs are put into the text. */
export function component(given: Record<string, string> = NEEDED): Component {
  const { inputs } = parse(HEAD).spec as Pick<Component, 'inputs'>;
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`there are no inputs ${unknown}`);
  const body = BODY.replace(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name: string) => {
    const value = given[name] ?? inputs[name]?.default;
    if (value === undefined) throw new Error(`the input ${name} is needed`);
    return value;
  });
  const { '.groundwork': base, ...jobs } = parse(body);
  return { inputs, base, jobs };
}

/** What docs/ci.md shows of a `.gitlab-ci.yml`. */
export function included(): { inputs: Record<string, string>; jobs: Record<string, Job> } {
  const shown = blocksOf('docs/ci.md', 'yaml').map((block) => parse(block));
  const { include, ...jobs } = shown.find((block) => block.include);
  return { inputs: include[0].inputs, jobs };
}

/** As GitLab's runner does: one shell for all lines, which ends at the first that fails. */
export const script = (
  lines: readonly string[],
  variables: Record<string, string>,
  cwd: string,
): Promise<Ended> =>
  new Promise((resolve) => {
    const whole = `set -eo pipefail\n${lines.join('\n')}`;
    execFile('bash', ['--noprofile', '--norc', '-c', whole], { env: variables, cwd }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });
