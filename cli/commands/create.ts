import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { dryRunOption, specOptions, type WaitFlags, waitOptions } from '../options.ts';
import * as requests from '../requests.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';
import { type Fields, fieldsOf, type SpecFlags } from '../spec.ts';

interface Flags extends SpecFlags, WaitFlags {
  dryRun?: boolean;
  idempotencyKey?: string;
}

export const create = (program: Command): void => {
  define(program, {
    usage: 'create [id]',
    summary: 'make an environment, and wait until it is READY',
    options: [
      ...specOptions(),
      new Option('--idempotency-key <key>', 'the same again is answered with the same'),
      dryRunOption(),
      ...waitOptions(),
    ],
    examples: [
      ['groundwork create pr-123 --cidr 203.0.113.7 --ttl 72h', 'for one address, and three days'],
      ['groundwork create pr-123 --spec environment.yaml --tag team=blue', 'as a file says, with a tag'],
      ['groundwork create pr-123 --dry-run', 'see first what it would make'],
    ],
    notes: 'Without an id one is made up. The same again changes nothing.',
  }).action(
    act(async (session, flags: Flags, id: string | undefined) => {
      const fields: Fields = { ...(await fieldsOf(flags)), ...(id !== undefined && { id }) };
      if (flags.dryRun) return showPlan(session, await requests.planCreate(session.client, fields));
      const key = flags.idempotencyKey ?? (fields.id === undefined ? randomUUID() : undefined);
      return settle(session, await requests.create(session.client, fields, key), { goal: 'READY', ...flags });
    }),
  );
};
