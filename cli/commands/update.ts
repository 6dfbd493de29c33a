import type { Command } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { UsageError } from '../exit.ts';
import {
  dryRunOption,
  ifMatchOption,
  patchOptions,
  specOptions,
  type WaitFlags,
  waitOptions,
} from '../options.ts';
import * as requests from '../requests.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';
import { fieldsOf, type SpecFlags } from '../spec.ts';

interface Flags extends SpecFlags, WaitFlags {
  dryRun?: boolean;
  ifMatch?: string;
}

export const update = (program: Command): void => {
  define(program, {
    usage: 'update <id>',
    summary: 'change an environment; what is not said stays',
    options: [...specOptions(), ...patchOptions(), ifMatchOption(), dryRunOption(), ...waitOptions()],
    examples: [
      ['groundwork update pr-123 --ttl 72h', 'put its end off, to three days from now'],
      ['groundwork update pr-123 --cidr 203.0.113.0/24 --dry-run', 'see first what would change'],
      ['groundwork update pr-123 --tag team=red --untag owner', 'tags one by one'],
    ],
    notes: 'A file is a merge patch as well: what is null in it is taken away.',
  }).action(
    act(async (session, flags: Flags, id: string) => {
      const patch = await fieldsOf(flags);
      if (Object.keys(patch).length === 0) {
        throw new UsageError(
          'Nothing was said that would change.',
          '`groundwork update --help` lists what can.',
        );
      }
      const { client } = session;
      if (flags.dryRun) return showPlan(session, await requests.planUpdate(client, id, patch, flags));
      return settle(session, await requests.update(client, id, patch, flags), {
        goal: 'READY',
        warns: true,
        ...flags,
      });
    }),
  );
};
