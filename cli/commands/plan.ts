import type { Command } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { patchOptions, specOptions } from '../options.ts';
import * as requests from '../requests.ts';
import { showPlan } from '../show-plan.ts';
import { fieldsOf, type SpecFlags } from '../spec.ts';

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
      const { client } = session;
      const fields = await fieldsOf(flags);
      const id = given ?? (typeof fields.id === 'string' ? fields.id : undefined);
      const there = id === undefined ? undefined : await requests.find(client, id);
      if (!there || there.status === 'DELETED') {
        return showPlan(session, await requests.planCreate(client, { ...fields, ...(id && { id }) }));
      }
      return showPlan(session, await requests.planUpdate(client, there.id, { ...fields, id: there.id }));
    }),
  );
};
