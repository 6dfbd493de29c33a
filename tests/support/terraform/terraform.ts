import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { targetOf } from '../../../scripts/local/credentials.ts';
import { type Ended, findTerraform, pointAtEmulator } from '../../../scripts/local/terraform.ts';

const found = await findTerraform();

/** Tests that need Terraform; where there is none they are skipped, and their name says why. */
export const describeWithTerraform = (name: string, tests: () => void): void =>
  'reason' in found ? describe.skip(`${name} [skipped: ${found.reason}]`, tests) : describe(name, tests);

/** What makes a Terraform that a shell runs find its provider. */
export const cliConfiguration = (): Record<string, string> => ({
  TF_CLI_CONFIG_FILE: ('cliConfiguration' in found && found.cliConfiguration) || '',
  TF_IN_AUTOMATION: '1',
  TF_CLI_ARGS_init: '-no-color',
  TF_CLI_ARGS_plan: '-no-color',
  TF_CLI_ARGS_apply: '-no-color',
});

/** Runs Terraform. @returns what it wrote @throws Error with what it wrote, when it fails */
export const terraform = async (folder: string, args: string[]): Promise<string> =>
  (await run(folder, args, [0])).out;

async function run(folder: string, args: string[], codes: number[]): Promise<Ended> {
  if ('reason' in found) throw new Error(found.reason);
  const ended = await found.terraform(folder, ...args);
  if (codes.includes(ended.code)) return ended;
  throw new Error(`terraform ${args.join(' ')} ended with ${ended.code}:\n${ended.out}`);
}

/** Makes a folder ready whose configuration names credentials: those of the account that was entered last go before. */
export async function initialize(folder: string, endpoint: string): Promise<void> {
  await pointAtEmulator(folder, targetOf(endpoint, process.env));
  await terraform(folder, ['init']);
}

/** What came of taking a configuration into Terraform. */
export interface TakenIn {
  /** The last line of the plan. */
  summary: string;
  /** 0: a plan after the apply finds nothing to do; 2: it does. */
  afterwards: number;
}

/** Plans, applies and plans again what `GET …/terraform` answered, in a folder without a state. */
export async function takeIn(folder: string, configuration: object): Promise<TakenIn> {
  for (const file of ['terraform.tfstate', 'terraform.tfstate.backup']) {
    await rm(join(folder, file), { force: true });
  }
  await writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration));
  await terraform(folder, ['init']);
  const plan = await terraform(folder, ['plan', '-out=plan']);
  await terraform(folder, ['apply', 'plan']);
  return { summary: /^Plan: .*$/m.exec(plan)?.[0] ?? plan, afterwards: await differs(folder) };
}

/** @returns 0: Terraform finds nothing to do; 2: it does */
export async function differs(folder: string): Promise<number> {
  const { code } = await run(folder, ['plan', '-detailed-exitcode'], [0, 2]);
  return code;
}

export const BASELINE = new URL('baseline/main.tf', import.meta.url);
