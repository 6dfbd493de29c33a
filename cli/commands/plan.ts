import type { Command } from 'commander';
import type { Plan } from '../../client/contract.ts';
import { act } from '../act.ts';
import { planCreateOrUpdate } from '../create-or-update.ts';
import { define } from '../define.ts';
import { patchOptions, specOptions } from '../options.ts';
import { showPlan } from '../show-plan.ts';
import { fieldsOf, named, type SpecFlags } from '../spec.ts';

export const plan = (program: Command): void => {
  define(program, {
    usage: 'plan [id]',
    summary: 'show what create or update would do, and change nothing',
    options: [...specOptions(), ...patchOptions()],
    examples: [
      ['groundwork plan pr-123 --spec environment.yaml', 'as a file says'],
      ['groundwork plan pr-123 --cidr 203.0.113.0/24', 'what a change would write'],
    ],
    notes: 'Of an environment that is there it is what update would do, else create.',
  }).action(
    act(async (session, flags: SpecFlags, given: string | undefined) => {
      const wanted = named(await fieldsOf(flags), given);
      const plan = await planCreateOrUpdate(session, wanted);
      return showPlan(session, plan, nextOf(plan, wanted.id));
    }),
  );
};

/** @param id left out: the plan made one up */
const nextOf = ({ request }: Plan, id: string | undefined): string =>
  request === 'update'
    ? `\`groundwork update ${id}\` with the same does it, or \`groundwork create ${id} --or-update\`.`
    : `\`groundwork create${id ? ` ${id}` : ''}\` with the same does it.`;
