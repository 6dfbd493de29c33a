import { type Command, Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import type { Environment, ImportRequest, Plan } from '../../client/contract.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { UsageError } from '../exit.ts';
import { idOf } from '../id.ts';
import { dryRunOption, specOptions, type WaitFlags, waitOptions } from '../options.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';
import { contentsOf, fieldsOf, type SpecFlags } from '../spec.ts';

interface Flags extends SpecFlags, WaitFlags {
  id: string;
  dryRun?: boolean;
}

export const importState = (program: Command): void => {
  define(program, {
    usage: 'import [state]',
    summary: 'take over what Terraform made',
    options: [
      new Option('--id <id>', 'of the environment that it becomes').argParser(idOf).makeOptionMandatory(),
      ...specOptions(),
      dryRunOption(),
      ...waitOptions(),
    ],
    examples: [
      ['groundwork import terraform.tfstate --id legacy --dry-run', 'see first what would become of it'],
      ['groundwork import terraform.tfstate --id legacy', 'take it over'],
      ['groundwork import --id legacy --spec resources.yaml', 'without a state, by the ids in `resources`'],
    ],
    notes:
      'The fields say what is to be otherwise than it is; `resources` in the file says\nwhich is which where the state leaves it open. docs/terraform.md has the steps.',
  }).action(
    act(async (session, flags: Flags, path: string | undefined) => {
      if (path === '-' && flags.spec === '-') {
        throw new UsageError('Only one of the state and --spec can come from stdin.');
      }
      const state = path === undefined ? undefined : await contentsOf(path);
      const fields = { ...(await fieldsOf(flags)), id: flags.id, ...(state !== undefined && { state }) };
      const params = { query: { ...(flags.dryRun && { dryRun: 'true' as const }) } };
      const answer = await answerOf(
        session.client.POST('/imports', { body: fields as ImportRequest, params }),
      );
      if (flags.dryRun) return showPlan(session, answer as Plan);
      return settle(session, answer as Environment, { goal: 'READY', warns: true, ...flags });
    }),
  );
};
