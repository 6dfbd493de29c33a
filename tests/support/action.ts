import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  id?: string;
  shell: string;
  if?: string;
  env?: Record<string, string>;
  run: string;
}

export interface Action {
  inputs: Record<string, { required?: boolean; default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
}

export interface Ran {
  /** 0 when every step was successful. */
  code: number;
  /** What the job's log has. */
  log: string;
  outputs: Record<string, string>;
  /** What later steps of the job have in their environment. */
  env: Record<string, string>;
  /** Markdown. */
  summary: string;
}

export interface Job {
  /** Where the action is. */
  action: string;
  /** The repository that it is used in. */
  workspace: string;
  /** A folder of the runner's own. */
  temp: string;
  inputs: Record<string, string>;
  env: Record<string, string>;
}

/** Runs a script as the runner does: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell */
export type Shell = (script: string, env: Record<string, string>, cwd: string) => Promise<Shelled>;
interface Shelled {
  code: number;
  log: string;
}

export const readAction = (folder: string): Action => parse(readFileSync(join(folder, 'action.yml'), 'utf8'));

/** Uses a composite action as GitHub's runner does, as far as this project's action goes; what it doesn't know it throws. */
export async function use(job: Job, shell: Shell): Promise<Ran> {
  const { inputs, outputs, runs } = readAction(job.action);
  if (runs.using !== 'composite') throw new Error(`no composite action: ${runs.using}`);
  const unknown = Object.keys(job.inputs).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`no such inputs: ${unknown}`);
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, job.inputs[name] ?? input.default ?? '']),
  );
  const steps: Record<string, Record<string, string>> = {};
  const known: Contexts = { inputs: given, env: job.env, steps, actionPath: job.action };

  const files = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'] as const;
  const paths = Object.fromEntries(files.map((name) => [name, join(job.temp, name)]));
  const env = { ...job.env };
  const ran: Ran = { code: 0, log: '', outputs: {}, env: {}, summary: '' };
  for (const step of runs.steps) {
    if (step.shell !== 'bash' || step.if) throw new Error('this step can not be run here');
    for (const path of Object.values(paths)) writeFileSync(path, '');
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, interpolated(value, known)]);
    const { code, log } = await shell(
      step.run,
      {
        ...env,
        ...Object.fromEntries(own),
        ...paths,
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_ACTION_PATH: job.action,
        GITHUB_WORKSPACE: job.workspace,
        RUNNER_TEMP: job.temp,
      },
      job.workspace,
    );
    const told = (name: string) => readFileSync(paths[name] ?? '', 'utf8');
    ran.log += log;
    ran.summary += told('GITHUB_STEP_SUMMARY');
    Object.assign(ran.env, assignments(told('GITHUB_ENV')));
    if (step.id) steps[step.id] = assignments(told('GITHUB_OUTPUT'));
    ran.code = code;
    if (code !== 0) break;
  }
  const entries = Object.entries(outputs).map(([name, { value }]) => [name, interpolated(value, known)]);
  return { ...ran, outputs: Object.fromEntries(entries) };
}

/** What a file of `NAME=VALUE` lines and `NAME<<MARK` blocks says. @throws Error as the runner fails for it */
export function assignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^([^=<]+?)(=|<<)(.*)$/.exec(line) ?? [];
    if (!sign) throw new Error(`Invalid format '${line}'`);
    if (sign === '=') {
      found[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (end < 0) throw new Error(`Matching delimiter not found '${rest}'`);
    found[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return found;
}

export interface Contexts {
  inputs: Record<string, string>;
  env: Record<string, string>;
  steps: Record<string, Record<string, string>>;
  actionPath: string;
}

/** A text with the values of its `${{ … }}`. */
export const interpolated = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => resultOf(expression, contexts));

/** The first that is not empty of `a || b`. */
const resultOf = (expression: string, contexts: Contexts): string =>
  expression
    .split('||')
    .map((operand) => operandOf(operand.trim(), contexts))
    .find((value) => value !== '') ?? '';

function operandOf(operand: string, { inputs, env, steps, actionPath }: Contexts): string {
  const [context = '', ...path] = operand.split('.');
  const [name = '', what, output = ''] = path;
  if (context === 'inputs' && name in inputs && path.length === 1) return inputs[name] ?? '';
  if (context === 'env' && path.length === 1) return env[name] ?? '';
  if (context === 'steps' && what === 'outputs' && path.length === 3) return steps[name]?.[output] ?? '';
  if (operand === 'github.action_path') return actionPath;
  throw new Error(`'${operand}' is not known here`);
}
